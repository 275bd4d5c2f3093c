"""What a run has measured so far, and what is still to do: read from attempts, kept up to date."""

from collections.abc import Iterable, Sequence
from statistics import fmean

from record import Attempt, Cell, Status


class Ledger:
    """A cell that failed is given up; a block of a group is complete when no cell is missing."""

    def __init__(self, cells: Sequence[Cell], attempts: Iterable[Attempt]) -> None:
        self._groups: dict[str, list[Cell]] = {}
        for cell in cells:
            self._groups.setdefault(cell.group, []).append(cell)
        self._measured: set[tuple[str, int]] = set()
        self._seconds: dict[str, list[float]] = {}
        self.given_up: dict[str, Attempt] = {}
        for attempt in attempts:
            self.add(attempt)

    def add(self, attempt: Attempt) -> None:
        if attempt.status in (Status.FAILED, Status.UNSUPPORTED):
            self.given_up[attempt.cell] = attempt
        else:
            self._measured.add((attempt.cell, attempt.block))
            self._seconds.setdefault(attempt.cell, []).append(attempt.seconds)

    def alive(self, group: str) -> list[Cell]:
        return [cell for cell in self._groups[group] if cell.key not in self.given_up]

    def complete(self, group: str, block: int) -> bool:
        return all((cell.key, block) in self._measured for cell in self.alive(group))

    def to_do(self, block: int) -> list[Cell]:
        """The cells that this block still has to measure: all of a group that is not complete."""
        open_groups = (group for group in self._groups if not self.complete(group, block))
        return [cell for group in open_groups for cell in self.alive(group)]

    def blocks(self) -> int:
        """How many blocks are complete, from the first on."""
        if not any(self.alive(group) for group in self._groups):
            return 0
        block = 0
        while not self.to_do(block):
            block += 1
        return block

    def seconds(self, cell: Cell) -> float | None:
        """Mean wall seconds of the cell's processes, where there are any."""
        known = self._seconds.get(cell.key)
        return fmean(known) if known else None
