"""What means over blocks may be in truth: the resampling that intervals of curves are made of.

A multiplier bootstrap over blocks (van der Vaart & Wellner 1996): the means of all columns are
drawn together, with what each block differs from them weighed by a normal number and the whole
spread as Student's t is, so that of any one mean it draws its t interval. The percentiles of
blocks drawn with replacement are too narrow with few blocks (Hesterberg 2015; the figures are in
analysis/overhead/crossing.py and docs/scaling.md).
"""

import numpy as np

DRAWS = 1000
SEED = 20_250_101  # the same run says the same every time
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def means(own: Floats) -> Floats:
    """Of each column over the blocks that have it. NaN: was not measured there."""
    return np.asarray(np.nanmean(own, axis=0))


def draws(own: Floats, spent: int = 1, count: int = DRAWS) -> Floats:
    """What the means of the columns of `own` (a row a block) may be in truth, a row a draw.

    `spent` is the degrees of freedom that the values themselves took: 1 of a mean, 2 of what a
    regression adjusted. None of too few blocks: an array without rows. Each column needs more
    than `spent` blocks.
    """
    blocks, columns = own.shape
    measured = np.sum(~np.isnan(own), axis=0)
    least = int(measured.min(initial=blocks)) - spent
    if least < 1:
        return np.empty((0, columns))
    rng = np.random.default_rng(SEED)
    weights = rng.standard_normal((count, blocks))
    spread = np.sqrt(rng.chisquare(least, (count, 1)) / least)
    middle = means(own)
    errors = weights @ np.nan_to_num(own - middle) / np.sqrt(measured * (measured - spent))
    return np.asarray(middle + errors / spread)
