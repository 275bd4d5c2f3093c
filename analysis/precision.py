"""How wide the intervals of a run are so far: what decides whether a group needs more blocks."""

import math

from analysis.control import Controls
from analysis.samples import Samples
from record import Plan


def half_widths(plan: Plan, samples: Samples) -> dict[str, float]:
    """By group: half the width of its widest ratio's 95% interval, relative to the ratio.

    Over the contrasts that the plan declares; infinite where one has no interval yet, and 0
    for a group that has none to estimate. Contrasts of cells without samples are left out: they
    failed. Depends on widths alone, never on what the ratios are, nor on the family's level,
    which depends on them.
    """
    controls = Controls(plan.cells, plan.kinds, samples)
    cells = {cell.key: cell for cell in plan.cells}
    widths = {cell.group: 0.0 for cell in plan.cells}
    for one in plan.contrasts:
        cell, base = cells[one.cell], cells[one.base]
        if cell.key in samples and base.key in samples:
            effect, _ = controls.contrast(base, cell)
            half = math.inf if effect is None else effect.precision
            widths[cell.group] = max(widths[cell.group], half)
    return widths
