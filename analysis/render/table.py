"""A group as a table of short texts: what every format shows, before it looks like anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.estimate import Ratio, Verdict
from analysis.render.words import amount, ratio
from analysis.report import Entry, Group
from record.text import plain

ABSENT = {"missing": "not measured"}
MARKS = {Verdict.SAME: " =", Verdict.INCONCLUSIVE: " ?"}
# Of counts nothing says whether many are good.
TRENDS = {Verdict.FASTER: 1, Verdict.SLOWER: -1, Verdict.LESS: 1, Verdict.MORE: -1}


@dataclass(frozen=True, slots=True)
class Shown:
    """One reading: a speedup over its own base, or its value; and what stands below that."""

    main: str
    second: str  # against the reference's base, or of a value its ratio to a base; may be empty
    cores: str
    trend: int  # 1 better, -1 worse, 0 neither or not comparable
    note: int  # number of its footnote, 0 for none
    measured: bool


@dataclass(frozen=True, slots=True)
class Row:
    strategy: str
    workers: str
    cells: tuple[Shown | None, ...]  # None: not planned
    told_by: str = ""  # the group, in a table of several


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    heads: tuple[str, ...] = ("strategy", "w")


def table(group: Group, reference: str | None) -> Table:
    """The table of a group: a row a strategy and its workers, a column an interpreter."""
    notes: dict[str, int] = {}
    rows = []
    for strategy, workers in group.rows:
        entries = [group.entries.get((name, strategy, workers)) for name in group.interpreters]
        shown = tuple(_shown(group, one, reference, notes) if one else None for one in entries)
        rows.append(Row(strategy, str(workers), shown))
    return Table(group.interpreters, tuple(_folded(rows)), tuple(notes))


def swept(groups: Sequence[Group], reference: str | None) -> Table:
    """Groups of one workload in one table: a row each, one below the other for each strategy."""
    notes: dict[str, int] = {}
    columns = tuple(dict.fromkeys(name for group in groups for name in group.interpreters))
    places = list(dict.fromkeys(place for group in groups for place in group.rows))
    strategies = list(dict.fromkeys(strategy for strategy, _ in places))
    rows = []
    for strategy, workers in sorted(places, key=lambda one: (strategies.index(one[0]), one[1])):
        for group in groups:
            if (strategy, workers) in group.rows:
                entries = [group.entries.get((name, strategy, workers)) for name in columns]
                cells = [_shown(group, one, reference, notes) if one else None for one in entries]
                own = tuple(one and _main(one) for one in cells)
                rows.append(Row(strategy, str(workers), own, group.title.told_by))
    return Table(columns, tuple(_folded(rows)), tuple(notes), ("strategy", "w", "by"))


def _main(shown: Shown) -> Shown:
    """The first line alone."""
    return Shown(shown.main, "", "", shown.trend, shown.note, shown.measured)


def _shown(group: Group, entry: Entry, reference: str | None, notes: dict[str, int]) -> Shown:
    found = entry.speedup
    if found is None:
        note = notes.setdefault(plain(entry.reason), len(notes) + 1) if entry.reason else 0
        return Shown(ABSENT.get(entry.status, entry.status), "", "", 0, note, False)
    other = found.reference if entry.cell.interpreter != reference else None
    trend = 0 if group.unit == "integer" else _trend(found.own or other)
    cores = "" if entry.effective_cores is None else f"{entry.effective_cores:.1f}c"
    value = amount(found.value, group.unit)
    if not group.timed:
        against = found.own or other
        uses = "uses " if group.unit == "byte" else ""
        return Shown(value, uses + _marked(against) if against else "", "", trend, 0, True)
    main = _marked(found.own) if found.own else value
    return Shown(main, _marked(other) if other else "", cores, trend, 0, True)


def _folded(rows: Sequence[Row]) -> Iterable[Row]:
    """The rows, those of a strategy that has no number anywhere folded into one."""
    for strategy, some in groupby(rows, key=lambda row: row.strategy):
        own = list(some)
        numbers = any(cell and cell.measured for row in own for cell in row.cells)
        if not numbers and len({row.cells for row in own}) == 1:
            told_by = "all" if len({row.told_by for row in own}) > 1 else own[0].told_by
            workers = "all" if len({row.workers for row in own}) > 1 else own[0].workers
            yield Row(strategy, workers, own[0].cells, told_by)
        else:
            yield from own


def _marked(found: Ratio) -> str:
    return ratio(found) + MARKS.get(found.verdict, "")


def _trend(found: Ratio | None) -> int:
    return 0 if found is None else TRENDS.get(found.verdict, 0)
