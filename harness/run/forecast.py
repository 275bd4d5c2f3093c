"""How long what is left will take: from what the same cells took, or the plan's estimate."""

from collections.abc import Callable, Iterable

from harness.run.ledger import Ledger
from record import Cell

Estimate = Callable[[Cell], float]


def forecast(cells: Iterable[Cell], ledger: Ledger, estimate: Estimate) -> float:
    """Seconds that one process of each of these cells will take.

    A cell that was not measured yet is taken at its estimate, scaled by how far the
    estimates of the measured ones were off on this machine.
    """
    known = unknown = 0.0
    foreseen = 0.0
    for cell in cells:
        seconds = ledger.seconds(cell)
        if seconds is None:
            unknown += estimate(cell)
        else:
            known += seconds
            foreseen += estimate(cell)
    scale = known / foreseen if foreseen else 1.0
    return known + unknown * scale
