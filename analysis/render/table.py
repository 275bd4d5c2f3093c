"""A group as a table of short texts: what every format shows, before it looks like anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.estimate import Ratio, Verdict
from analysis.render.words import ratio, seconds
from analysis.report import Entry, Group, Report
from analysis.speedups import SEQUENTIAL
from record.text import plain

ABSENT = {"missing": "not measured"}
MARKS = {Verdict.SAME: " =", Verdict.INCONCLUSIVE: " ?"}
TRENDS = {Verdict.FASTER: 1, Verdict.SLOWER: -1}


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell. `main` is its speedup over its own `sequential`, or its time without one."""

    main: str
    reference: str  # speedup over the reference's `sequential`, empty where that is the same
    cores: str
    trend: int  # 1 faster, -1 slower, 0 neither or not comparable
    note: int  # number of its footnote, 0 for none
    measured: bool


@dataclass(frozen=True, slots=True)
class Row:
    strategy: str
    workers: str
    cells: tuple[Shown | None, ...]  # None: not planned


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def table(group: Group, reference: str | None) -> Table:
    """The table of a group: a row a strategy and its workers, a column an interpreter."""
    notes: dict[str, int] = {}
    rows = []
    for strategy, workers in group.rows:
        entries = [group.entries.get((name, strategy, workers)) for name in group.interpreters]
        shown = tuple(_shown(entry, reference, notes) if entry else None for entry in entries)
        rows.append(Row(strategy, str(workers), shown))
    return Table(group.interpreters, tuple(_folded(rows)), tuple(notes))


def legend(report: Report) -> str:
    """What the lines of a cell are, and what their intervals and marks say."""
    over = f"speedup over {SEQUENTIAL}"
    lines = [
        f"First line: {over} on the same interpreter; for {SEQUENTIAL} itself its time.",
        f"Second line: {over} on {plain(report.reference)}, and effective cores (c: CPU time / "
        "wall time)."
        if report.reference
        else "Second line: effective cores (c: CPU time / wall time).",
        f"Intervals of ratios: {report.family.confidence:.1%}, which keeps the share of wrong ones "
        f"at 5% among {report.family.declared} comparisons. One that excludes 1x is a verdict, "
        f"faster or slower; = the same within {report.margin:.0%}; ? inconclusive.",
    ]
    if narrowed := report.family.narrowed:
        count, share = narrowed
        lines.append(
            f"The control loop adjusted {count} of them; their width is {share:.0%} of what it "
            "would be without (median)."
        )
    return " ".join(lines)


def _shown(entry: Entry, reference: str | None, notes: dict[str, int]) -> Shown:
    found = entry.speedup
    if found is None:
        note = notes.setdefault(plain(entry.reason), len(notes) + 1) if entry.reason else 0
        return Shown(ABSENT.get(entry.status, entry.status), "", "", 0, note, False)
    main = _marked(found.own) if found.own else seconds(found.time)
    other = found.reference if entry.cell.interpreter != reference else None
    return Shown(
        main,
        _marked(other) if other else "",
        "" if entry.effective_cores is None else f"{entry.effective_cores:.1f}c",
        _trend(found.own or other),
        0,
        True,
    )


def _folded(rows: Sequence[Row]) -> Iterable[Row]:
    """The rows, those of a strategy that has no number anywhere folded into one."""
    for strategy, some in groupby(rows, key=lambda row: row.strategy):
        own = list(some)
        numbers = any(cell and cell.measured for row in own for cell in row.cells)
        if not numbers and len({row.cells for row in own}) == 1:
            yield Row(strategy, "all" if len(own) > 1 else own[0].workers, own[0].cells)
        else:
            yield from own


def _marked(found: Ratio) -> str:
    return ratio(found) + MARKS.get(found.verdict, "")


def _trend(found: Ratio | None) -> int:
    return 0 if found is None else TRENDS.get(found.verdict, 0)
