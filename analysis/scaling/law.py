"""Amdahl's law and Gunther's Universal Scalability Law, which is the same with one term more.

    S(p) = gain p / (1 + sigma (p - 1) + kappa p (p - 1))

sigma (contention) is the share of the work that is done one worker at a time, kappa (coherency)
what each pair of workers costs; with kappa = 0 it is Amdahl's law and sigma its serial fraction
(Gunther 2007, "Guerrilla Capacity Planning"). Gunther normalises by the throughput of one worker;
here that is fitted with the rest: `gain` is the speedup of one worker over what speedups are over
(sequential), so that its error is not in every other point.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from analysis.draws import Floats

AMDAHL, USL = 2, 3  # terms of the linear form
SMALLEST = 1e-12  # so that work that costs pairs alone has a gain, too


@dataclass(frozen=True, slots=True)
class Law:
    """One law, or an array of them: then every field is an array."""

    gain: Floats
    sigma: Floats
    kappa: Floats

    def speedup(self, workers: Floats | float) -> Floats:
        """Never more than `gain` times the workers, which draws beyond the limits would have."""
        count = np.asarray(workers, dtype=float)
        cost = 1 + self.sigma * (count - 1) + self.kappa * count * (count - 1)
        return np.asarray(self.gain * count / np.maximum(cost, 1))

    @property
    def peak(self) -> Floats:
        """The workers beyond which it becomes slower: sqrt((1 - sigma) / kappa), at least 1.

        Infinite where kappa is 0, unless sigma is 1: nothing is gained then.
        """
        left = np.maximum(1 - np.asarray(self.sigma), 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            most = np.sqrt(left / np.asarray(self.kappa))
        most = np.where(left == 0, 1.0, np.where(np.asarray(self.kappa) > 0, most, np.inf))
        return np.asarray(np.maximum(most, 1.0))


def fitted(workers: Floats, speedups: Floats, terms: int) -> Law:
    """The law that fits one curve: `speedups` at `workers`, the relative errors least squared.

    Its linear form is p / S = u p + v + w p (p - 1) with u, v, w >= 0, where gain = 1 / (u + v),
    sigma = u gain and kappa = w gain: so sigma stays within 0 and 1, and kappa above 0. Divided
    by p / S, for the error of a speedup is a share of it. Needs as many distinct counts as terms.
    """
    rows, target = _linear(workers, speedups, terms)
    # Of its methods the one that ends on a bound, not near it.
    found = optimize.lsq_linear(rows, target, bounds=(0, np.inf), method="bvls")
    return _law(np.maximum(found.x, 0.0))  # it can be off a bound by the last digit


def fitted_all(workers: Floats, speedups: Floats, terms: int, *, limited: bool = True) -> Law:
    """The laws of many curves at the same counts, a row of `speedups` each, in one go.

    The same as `fitted` of each, which takes 0.2 ms, and an interval takes 1000 of them. The least
    squares under bounds are those of some set of terms alone, the others 0; of so few, all sets
    are tried. Not `limited`: of all terms, whatever their signs, so that sigma and kappa may lie
    beyond their limits.
    """
    rows, target = _linear(workers, speedups, terms)
    sizes = np.sqrt((rows**2).sum(axis=(0, 1)))  # alike, for the sake of digits
    rows = rows / sizes
    best = np.zeros((len(rows), terms))
    least = np.full(len(rows), np.inf)
    every = 2**terms - 1
    for mask in range(1 if limited else every, every + 1):
        kept = [term for term in range(terms) if mask >> term & 1]
        own = rows[:, :, kept]
        across = np.swapaxes(own, 1, 2)
        found = np.linalg.solve(across @ own, across @ target[:, :, None])[:, :, 0]
        errors = ((own @ found[:, :, None])[:, :, 0] - target) ** 2
        within = (found >= 0).all(axis=1) | (not limited)
        better = within & (errors.sum(axis=1) < least)
        least[better] = errors.sum(axis=1)[better]
        best[better] = 0.0
        best[np.ix_(better, kept)] = found[better]
    return _law(best / sizes)


def _linear(workers: Floats, speedups: Floats, terms: int) -> tuple[Floats, Floats]:
    """Rows and targets of the linear form; of many curves, a matrix of rows each."""
    count = np.asarray(workers, dtype=float)
    basis = np.stack([count, np.ones_like(count), count * (count - 1)], axis=-1)[..., :terms]
    weights = np.asarray(speedups) / count
    return basis * weights[..., None], np.ones_like(weights)


def _law(coefficients: Floats) -> Law:
    serial, spread = coefficients[..., 0], coefficients[..., 1]
    pairs = coefficients[..., 2] if coefficients.shape[-1] == USL else np.zeros_like(serial)
    both = np.maximum(serial + spread, SMALLEST)
    gain = 1 / both
    sigma = np.where(spread > 0, serial / both, np.where(serial > 0, 1.0, 0.0))
    return Law(gain, sigma, pairs * gain)
