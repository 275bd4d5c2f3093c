"""How long what is left will take: from what the same cells took, or the plan's estimate."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.run.ledger import Ledger
from harness.run.stop import LEAST_BLOCKS, Done
from record import Cell, Goal


@dataclass(frozen=True, slots=True)
class Forecast:
    ledger: Ledger
    estimates: Mapping[str, float]  # by Cell.key: seconds of a process of each cell of the plan

    def seconds(self, cells: Iterable[Cell]) -> float:
        """Seconds that one process of each of these cells will take.

        A cell that was not measured yet is taken at its estimate, scaled by how far the
        estimates of the plan's measured ones were off on this machine.
        """
        scale = self._scale()
        return sum(
            self.estimates[cell.key] * scale if known is None else known
            for cell in cells
            for known in (self.ledger.seconds(cell.key),)
        )

    def _scale(self) -> float:
        known = foreseen = 0.0
        for key, estimate in self.estimates.items():
            seconds = self.ledger.seconds(key)
            if seconds is not None:
                known += seconds
                foreseen += estimate
        return known / foreseen if foreseen else 1.0


def blocks_to_go(goal: Goal, done: Done) -> float:
    """How many blocks a group still needs; infinite where only the budget will end it."""
    limits = [math.inf]
    if goal.blocks is not None:
        limits.append(goal.blocks - done.blocks)
    if goal.precision is not None:
        limits.append(_for_precision(goal.precision, done))
    return max(0.0, min(limits))


def _for_precision(precision: float, done: Done) -> float:
    """Extrapolated from the width so far, which falls with the square root of the blocks."""
    least = float(LEAST_BLOCKS - done.blocks)
    if not math.isfinite(done.half_width):
        return least if least > 0 else math.inf
    ratio = done.half_width / precision
    if ratio <= 1:
        return least
    return max(least, 1.0, done.blocks * (ratio * ratio - 1))
