"""How wide the intervals of a run are so far: what decides whether a group needs more blocks."""

import math

from analysis.control import Controls
from analysis.samples import Samples
from record import Plan


def half_widths(plan: Plan, samples: Samples) -> dict[str, float]:
    """By group of planned cells: half the width of its widest ratio's 95% interval, relative to it.

    Over the contrasts that the plan declares, of all quantities; infinite where one has no
    interval yet, and 0 for a group that has none to estimate. Contrasts of readings without
    samples are left out: they failed. Depends on widths alone, never on what the ratios are, nor
    on the family's level, which depends on them.
    """
    readings = {cell.key: cell for cell, _ in plan.readings()}
    controls = Controls(readings.values(), plan.kinds, samples)
    widths = {cell.group: 0.0 for cell in plan.cells}
    for one in plan.contrasts:
        cell, base = readings[one.cell], readings[one.base]
        if cell.key in samples and base.key in samples:
            effect, _ = controls.contrast(base, cell)
            half = math.inf if effect is None else effect.precision
            group = cell.of("").group
            widths[group] = max(widths[group], half)
    return widths
