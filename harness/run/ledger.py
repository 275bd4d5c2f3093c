"""What a run has measured so far, and what is still to do: read from attempts, kept up to date."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from record import Attempt, Cell, Status, counting
from record.counting import GIVEN_UP, Take


class Ledger:
    """A cell that failed is given up; a group's block is complete when one take of it is.

    `standing` are the attempts that need not be made again; `journal` all that were ever made,
    because the number of a take, and with it the names of its files, is never used twice.
    """

    def __init__(
        self, cells: Sequence[Cell], standing: Iterable[Attempt], journal: Iterable[Attempt] = ()
    ) -> None:
        self._cells: dict[str, dict[str, Cell]] = {}  # by group and key
        self._group: dict[str, str] = {}  # by key
        for cell in cells:
            self._cells.setdefault(cell.group, {})[cell.key] = cell
            self._group[cell.key] = cell.group
        self._takes: dict[tuple[str, int], dict[int, dict[str, Attempt]]] = {}
        self._next_take: dict[tuple[str, int], int] = {}
        self._blocks = dict.fromkeys(self._cells, 0)
        self._seconds: dict[str, tuple[float, int]] = {}
        self.given_up: dict[str, Attempt] = {}
        journal, standing = list(journal), list(standing)
        for attempt in journal:
            self._number(attempt)
        for attempt in standing:
            self.add(attempt)
        self.open = self._left_open(journal, set(standing))

    def _left_open(
        self, journal: Sequence[Attempt], standing: Collection[Attempt]
    ) -> list[tuple[str, int]]:
        """Groups and blocks that an earlier session may not have been done with.

        What was measured last, and what has lost an attempt: it no longer stands.
        """
        last = [journal[-1]] if journal else []
        lost = [attempt for attempt in journal if attempt not in standing]
        places = ((self._group[attempt.cell], attempt.block) for attempt in (*lost, *last))
        return list(dict.fromkeys(places))

    def add(self, attempt: Attempt) -> None:
        self._number(attempt)
        place = self._group[attempt.cell], attempt.block
        self._takes.setdefault(place, {}).setdefault(attempt.take, {})[attempt.cell] = attempt
        if attempt.status in GIVEN_UP:
            self.given_up[attempt.cell] = attempt
        else:
            seconds, count = self._seconds.get(attempt.cell, (0.0, 0))
            self._seconds[attempt.cell] = seconds + attempt.seconds, count + 1

    def _number(self, attempt: Attempt) -> None:
        if attempt.status is not Status.UNSUPPORTED:  # that is noted before a take begins
            place = self._group[attempt.cell], attempt.block
            self._next_take[place] = max(self._next_take.get(place, 0), attempt.take + 1)

    @property
    def groups(self) -> list[str]:
        """Those that have a cell left to measure."""
        return [group for group in self._cells if self._keys(group)]

    def alive(self, group: str) -> list[Cell]:
        return [self._cells[group][key] for key in self._keys(group)]

    def blocks(self, group: str) -> int:
        """How many blocks of the group are complete, from the first on; never fewer later."""
        if not self._keys(group):
            return 0
        while self.complete_takes(group, self._blocks[group]):
            self._blocks[group] += 1
        return self._blocks[group]

    def complete_takes(self, group: str, block: int) -> int:
        return len(self._complete(group, block))

    def contaminated(self, group: str, block: int) -> bool:
        """Whether the take that counts is complete and was not measured alone."""
        takes = self._complete(group, block)
        keys = self._keys(group)
        return bool(takes) and all(counting.contaminated(take, keys) for take in takes)

    def next_take(self, group: str, block: int) -> int:
        """The number for one more take of the group's block."""
        return self._next_take.get((group, block), 0)

    def group_blocks(self) -> Iterator[tuple[str, int]]:
        """Every group and block that is complete, the blocks in their order."""
        for group, block in sorted(self._takes, key=lambda place: place[1]):
            if self._keys(group) and self.complete_takes(group, block):
                yield group, block

    def spoilt(self, group: str, block: int) -> bool:
        """Whether any complete take was contaminated."""
        keys = self._keys(group)
        return any(counting.contaminated(take, keys) for take in self._complete(group, block))

    def counted(self) -> Iterator[Attempt]:
        """The attempts of living cells that count."""
        for (group, _), takes in self._takes.items():
            keys = self._keys(group)
            take = counting.counting(takes, keys)
            yield from (take[key] for key in keys if key in take and take[key].measured)

    def seconds(self, key: str) -> float | None:
        """Mean wall seconds of the processes of the cell of this key, where there are any."""
        seconds, count = self._seconds.get(key, (0.0, 0))
        return seconds / count if count else None

    def _keys(self, group: str) -> list[str]:
        return [key for key in self._cells[group] if key not in self.given_up]

    def _complete(self, group: str, block: int) -> list[Take]:
        keys = self._keys(group)
        takes = self._takes.get((group, block), {})
        return [take for take in takes.values() if counting.complete(take, keys)]
