"""The family of contrasts that a plan declares: estimated, corrected and judged together."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from analysis.control import Controls
from analysis.estimate import Ratio, Verdict, ratio
from analysis.intervals import CONFIDENCE
from analysis.statistics import family_confidence
from record import Cell, Plan


@dataclass(frozen=True, slots=True)
class Family:
    """Every ratio has its interval at one level, which all of the family decided together."""

    declared: int
    confidence: float
    ratios: Mapping[tuple[str, str], Ratio]  # keys of a reading and of its base

    def of(self, cell: Cell, base: Cell | None) -> Ratio | None:
        """What `cell` has against `base`; None where none was declared or measured."""
        return None if base is None else self.ratios.get((cell.key, base.key))

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.ratios.values())

    @property
    def narrowed(self) -> tuple[int, float] | None:
        """How many intervals the control adjusted, and the median of their widths' ratios."""
        shares = [
            _width(one.interval) / _width(one.unadjusted)
            for one in self.ratios.values()
            if one.interval and one.unadjusted and _width(one.unadjusted) > 0
        ]
        return (len(shares), median(shares)) if shares else None


def family(plan: Plan, controls: Controls) -> Family:
    """All contrasts of the plan, whatever a reader filters out afterwards."""
    cells = {cell.key: (cell, unit) for cell, unit in plan.readings()}
    effects = {}
    for one in plan.contrasts:
        (cell, unit), (base, _) = cells[one.cell], cells[one.base]
        # Of times a ratio says how much faster, of all else how much more.
        pair = (base, cell) if unit == "second" else (cell, base)
        effects[one.cell, one.base] = controls.contrast(*pair)
    declared = len(plan.contrasts)
    confidence = (
        family_confidence((effect for effect, _ in effects.values()), declared)
        if declared
        else CONFIDENCE
    )
    return Family(
        declared,
        confidence,
        {
            names: ratio(effect, plain, confidence, plan.margin, cells[names[0]][1])
            for names, (effect, plain) in effects.items()
            if effect is not None and plain is not None
        },
    )


def _width(interval: tuple[float, float]) -> float:
    return interval[1] / interval[0] - 1 if interval[0] > 0 else float("inf")
