"""The measured files of a run, held against its plan: every process that counts, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.reading.columns import Gathering, Part, Processes, concatenated
from record import Attempt, Cell, Plan, RecordError, RunFiles, Unit
from record.manifest import RATES, TIME
from record.process import Account, parse_account, parse_cell
from record.pyperf_file import benchmarks, tag_of
from record.reading import contained, modified, read
from record.text import short

Counting = Mapping[tuple[str, int], Attempt]  # by Cell.key and block
Accept = Callable[["_Place"], Callable[[int], bool]]  # of a place, which blocks are wanted


@dataclass(frozen=True, slots=True)
class _Place:
    """A planned cell: where the quantities of its processes belong."""

    cell: Cell
    key: str
    readings: Mapping[str, tuple[int, Unit]]  # by quantity: its number, and its unit to pyperf


def measured(files: RunFiles, plan: Plan, counting: Counting) -> tuple[Processes, bool]:
    """What each attempt that counts has measured, and whether the merged files had all of it.

    Else it is read from the attempts' own files: where one is newer than the merged file, too,
    unless that cannot be (see `whole`). `reading` numbers the plan's readings.
    """
    return _RunFiles(files, plan, counting).processes()


def merged(files: RunFiles) -> list[Path]:
    """The merged files, relative to the run's folder, by their names."""
    apart = (files.raw, files.probes, files.report)
    return sorted(
        path.relative_to(files.root)
        for path in files.root.glob("*/*.json")
        if path.parent not in apart
    )


def whole(files: RunFiles) -> bool:
    """Whether nothing was measured since the files were merged.

    Also where there is nothing else, as in a run that was published.
    """
    root = files.root
    if not files.raw.is_dir():
        return True
    journal = modified(root, files.journal_path.name) or 0
    written = [modified(root, path) or 0 for path in merged(files)]
    return min(written, default=-1) >= journal


class _RunFiles:
    def __init__(self, files: RunFiles, plan: Plan, counting: Counting) -> None:
        self._files = files
        self._places = _places(plan)
        self._known: dict[bytes, _Place] = {}  # by the text of the cell
        self._whole = whole(files)
        self._counting: dict[str, dict[int, Attempt]] = {key: {} for key in self._places}
        for (key, block), attempt in counting.items():
            self._counting[key][block] = attempt

    def processes(self) -> tuple[Processes, bool]:
        cells = [place.cell for place in self._places.values()]
        kept: list[Part] = []
        left = {key: dict(blocks) for key, blocks in self._counting.items()}
        for where in dict.fromkeys((cell.interpreter, cell.strategy) for cell in cells):
            found = self._of_merged(*where, left)
            if found is not None:
                kept.append(found)
        others = [attempt for blocks in left.values() for attempt in blocks.values()]
        kept += map(self._of_raw, others)
        return concatenated(kept), not others

    def _of_merged(
        self, interpreter: str, strategy: str, left: dict[str, dict[int, Attempt]]
    ) -> Part | None:
        """None where there is none. What is in it and counts is taken out of `left`."""
        root = self._files.root
        path = self._files.merged_path(interpreter, strategy)
        at = modified(root, path.relative_to(root))
        if at is None:
            return None

        def accept(place: _Place) -> Callable[[int], bool]:
            if (place.cell.interpreter, place.cell.strategy) != (interpreter, strategy):
                raise _misplaced(path, place.key)
            own = self._counting[place.key]
            if self._whole:
                return own.__contains__
            # Of what does not count, or has a newer file, nothing is wanted.
            return lambda block: block in own and self._since(own[block]) <= at

        found, seen = self._gathered(path, read(root, path.relative_to(root)), accept)
        for key, blocks in seen.items():
            for block in blocks:
                del left[key][block]
        return found

    def _since(self, attempt: Attempt) -> int:
        """When the attempt's own file was written; 0 where it is gone."""
        return (modified(self._files.root, attempt.file) or 0) if attempt.file else 0

    def _of_raw(self, attempt: Attempt) -> Part:
        root = self._files.root
        if not attempt.file:
            raise RecordError(
                f"{self._files.journal_path}: no file of {attempt.cell!r}, {attempt.block}"
            )
        path = contained(root, attempt.file)

        def accept(place: _Place) -> Callable[[int], bool]:
            def this(block: int) -> bool:
                if (place.key, block) != (attempt.cell, attempt.block):
                    raise RecordError(f"{path}: is not block {attempt.block} of {attempt.cell!r}")
                return True

            return this

        found, seen = self._gathered(path, read(root, attempt.file), accept)
        if not seen:
            raise RecordError(f"{path}: holds no process")
        return found

    def _gathered(
        self, path: Path, data: bytes, accept: Accept
    ) -> tuple[Part, dict[str, set[int]]]:
        """The wanted processes of a file, and the blocks of each cell's.

        Each quantity of the plan is there once, and no other.
        """
        gathering = Gathering()
        held: dict[bytes, _Held] = {}  # by the text of the cell
        for benchmark in benchmarks(data, path):
            for run in benchmark.runs:
                account, written = parse_account(tag_of(benchmark, run, path), str(path))
                own = held.get(written)
                if own is None:
                    place = self._known.get(written) or self._place(written, path)
                    own = held[written] = _Held(path, place, accept(place))
                if own.wanted(account.block):
                    reading = own.add(account, benchmark.quantity(run), benchmark.unit(run))
                    gathering.add(reading, account, run.values or ())
        seen: dict[str, set[int]] = {}
        for own in held.values():
            own.check()
            if own.accounts:
                seen.setdefault(own.place.key, set()).update(own.accounts)
        return gathering.part(), seen

    def _place(self, written: bytes, path: Path) -> _Place:
        cell = parse_cell(written, str(path))
        place = self._places.get(cell.key)
        if place is None or place.cell != cell:
            raise _misplaced(path, cell.key)
        self._known[written] = place
        return place


@dataclass(slots=True)
class _Held:
    """What a file has of one cell: each process with all of its quantities, each once."""

    path: Path
    place: _Place
    wanted: Callable[[int], bool]  # a block
    accounts: dict[int, Account] = field(default_factory=dict)  # by block
    blocks: dict[str, set[int]] = field(default_factory=dict)  # by quantity

    def add(self, account: Account, quantity: str, unit: Unit) -> int:
        """The reading's number. RecordError where it has no place in the plan, or is there."""
        block = account.block
        found = self.place.readings.get(quantity)
        if found is None:
            raise self._wrong(quantity, block, "is a quantity that the plan has not")
        number, planned = found
        if unit != planned:
            raise self._wrong(quantity, block, f"is in {unit}s, not {planned}s as planned")
        blocks = self.blocks.setdefault(quantity, set())
        if block in blocks:
            raise self._wrong(quantity, block, "is there twice")
        blocks.add(block)
        other = self.accounts.setdefault(block, account)
        if other is not account and other != account:
            raise self._wrong(quantity, block, "is of two processes, not one")
        return number

    def check(self) -> None:
        for quantity in self.place.readings:
            for block in self.accounts.keys() - self.blocks.get(quantity, set()):
                raise self._wrong(quantity, block, "is not there")

    def _wrong(self, quantity: str, block: int, why: str) -> RecordError:
        key = self.place.cell.of(quantity).key
        return RecordError(f"{self.path}: block {block} of {short(key)!r} {why}")


def _places(plan: Plan) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    number = 0
    for cell in plan.cells:
        units = plan.units.get(cell.workload, TIME)
        readings = {
            name: (number + at, RATES.get(unit, unit))
            for at, (name, unit) in enumerate(units.items())
        }
        places[cell.key] = _Place(cell, cell.key, readings)
        number += len(units)
    return places


def _misplaced(path: Path, key: str) -> RecordError:
    return RecordError(f"{path}: holds {short(key)!r}, which has no place there")
