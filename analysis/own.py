"""The workload of a user's own function, as a run has it: what its quantities are."""

from collections.abc import Mapping

from record import Cell
from record.cell import Value

OWN = "own"
BATCH, ENTRY, TOTAL = "batch", "entry", "total"  # seconds
FUNCTION = "function"  # the parameter that names it


def called(workload: str, parameters: Mapping[str, Value]) -> str:
    """What people know the workload by: its name, and of an own function that of the function."""
    name = parameters.get(FUNCTION) if workload == OWN else None
    return str(name) if name else workload


def decides(cell: Cell) -> bool:
    """Whether the reading is what a choice is made by: all inputs, the start of lanes with them."""
    return (cell.workload, cell.quantity) == (OWN, TOTAL)
