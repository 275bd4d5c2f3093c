"""The measured files of a run, held against its plan: every process that counts, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.columns import Gathering, Processes, concatenated
from record import Attempt, Cell, Plan, RecordError, RunFiles, Unit
from record.manifest import RATES, TIME
from record.process import Account, parse_account, parse_cell
from record.pyperf_file import benchmarks, tag_of
from record.reading import contained, modified, read
from record.text import short

Counting = Mapping[tuple[str, int], Attempt]  # by Cell.key and block
Wanted = Callable[["_Place", Account], bool]  # whether to keep it; raises RecordError


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
        self._counting = counting
        self._places = _places(plan)
        self._known: dict[bytes, _Place] = {}  # by the text of the cell
        self._whole = whole(files)

    def processes(self) -> tuple[Processes, bool]:
        cells = [place.cell for place in self._places.values()]
        kept: list[Processes] = []
        held: set[tuple[str, int]] = set()
        for where in dict.fromkeys((cell.interpreter, cell.strategy) for cell in cells):
            found = self._of_merged(*where, held)
            if found is not None:
                kept.append(found)
        others = [attempt for place, attempt in self._counting.items() if place not in held]
        kept += map(self._of_raw, others)
        return concatenated(kept), not others

    def _of_merged(
        self, interpreter: str, strategy: str, held: set[tuple[str, int]]
    ) -> Processes | None:
        """None where there is none. `held` gets what is in it and counts."""
        root = self._files.root
        path = self._files.merged_path(interpreter, strategy)
        at = modified(root, path.relative_to(root))
        if at is None:
            return None

        def wanted(place: _Place, account: Account) -> bool:
            if (place.cell.interpreter, place.cell.strategy) != (interpreter, strategy):
                raise _misplaced(path, place.key)
            attempt = self._counting.get((place.key, account.block))
            if attempt is None or not (self._whole or self._since(attempt) <= at):
                return False  # it does not count, or there is a newer one
            held.add((place.key, account.block))
            return True

        return self._gathered(path, read(root, path.relative_to(root)), wanted)

    def _since(self, attempt: Attempt) -> int:
        """When the attempt's own file was written; 0 where it is gone."""
        return (modified(self._files.root, attempt.file) or 0) if attempt.file else 0

    def _of_raw(self, attempt: Attempt) -> Processes:
        root = self._files.root
        if not attempt.file:
            raise RecordError(
                f"{self._files.journal_path}: no file of {attempt.cell!r}, {attempt.block}"
            )
        path = contained(root, attempt.file)

        def wanted(place: _Place, account: Account) -> bool:
            if (place.key, account.block) != (attempt.cell, attempt.block):
                raise RecordError(f"{path}: is not block {attempt.block} of {attempt.cell!r}")
            return True

        found = self._gathered(path, read(root, attempt.file), wanted)
        if not len(found.rows):
            raise RecordError(f"{path}: holds no process")
        return found

    def _gathered(self, path: Path, data: bytes, wanted: Wanted) -> Processes:
        """The wanted processes of a file: each quantity of the plan once, and no other."""
        gathering, whole = Gathering(), _Whole(path)
        for benchmark in benchmarks(data, path):
            for run in benchmark.runs:
                account, written = parse_account(tag_of(benchmark, run, path), str(path))
                place = self._known.get(written) or self._place(written, path)
                if wanted(place, account):
                    quantity = benchmark.quantity(run)
                    reading = whole.reading(place, account, quantity, benchmark.unit(run))
                    gathering.add(reading, account, run.values or ())
        whole.check()
        return gathering.processes()

    def _place(self, written: bytes, path: Path) -> _Place:
        cell = parse_cell(written, str(path))
        place = self._places.get(cell.key)
        if place is None or place.cell != cell:
            raise _misplaced(path, cell.key)
        self._known[written] = place
        return place


@dataclass(frozen=True, slots=True)
class _Whole:
    """Watches that each process of a file has all of its quantities, each once."""

    path: Path
    seen: dict[tuple[str, int], dict[str, Account]] = field(default_factory=dict)
    places: dict[str, _Place] = field(default_factory=dict)

    def reading(self, place: _Place, account: Account, quantity: str, unit: Unit) -> int:
        """Its number. RecordError where it has no place in the plan, or is there already."""
        found = place.readings.get(quantity)
        if found is None:
            raise self._wrong(place, quantity, account.block, "is a quantity that the plan has not")
        number, planned = found
        if unit != RATES.get(planned, planned):
            told = f"is in {unit}s, not {planned}s as planned"
            raise self._wrong(place, quantity, account.block, told)
        others = self.seen.setdefault((place.key, account.block), {})
        if quantity in others:
            raise self._wrong(place, quantity, account.block, "is there twice")
        if others and next(iter(others.values())) != account:
            raise self._wrong(place, quantity, account.block, "is of two processes, not one")
        others[quantity] = account
        self.places[place.key] = place
        return number

    def check(self) -> None:
        for (key, block), found in self.seen.items():
            place = self.places[key]
            for quantity in place.readings:
                if quantity not in found:
                    raise self._wrong(place, quantity, block, "is not there")

    def _wrong(self, place: _Place, quantity: str, block: int, why: str) -> RecordError:
        return RecordError(
            f"{self.path}: block {block} of {short(place.cell.of(quantity).key)!r} {why}"
        )


def _places(plan: Plan) -> dict[str, _Place]:
    places: dict[str, _Place] = {}
    number = 0
    for cell in plan.cells:
        units = plan.units.get(cell.workload, TIME)
        readings = {name: (number + at, unit) for at, (name, unit) in enumerate(units.items())}
        places[cell.key] = _Place(cell, cell.key, readings)
        number += len(units)
    return places


def _misplaced(path: Path, key: str) -> RecordError:
    return RecordError(f"{path}: holds {short(key)!r}, which has no place there")
