"""Forest plots: ratios of batches' times, each with the interval that its verdict uses.

The A/A pairs, which differ by nothing, have the first page, and the first line of every other;
then ratios of each workload's first parameters and mode, against its base on the same interpreter
and against the reference's, with the best number of workers. Workloads share pages, each page
with an axis of its own. Latencies, phases of a start and bytes have charts of their own; their
ratios are in the tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter

import msgspec
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.aa import Pair
from analysis.charts.chart import Chart
from analysis.charts.groups import batches
from analysis.charts.row_pages import Sheet, draw, handle, key, sheet
from analysis.charts.rows import LINES, Dot, Mark, Part, Row, limits, pages, said, tables
from analysis.charts.style import Style
from analysis.charts.telling import finding
from analysis.charts.tiles import planned, workers
from analysis.estimate import Ratio, Verdict
from analysis.figures import Figure as Number
from analysis.figures import Form, Word
from analysis.overhead.readings import APART
from analysis.render.words import ratio
from analysis.report import Entry, Group, Report
from analysis.speedups import Base, Bases, bases
from record import Cell

SOFT, INK = attrgetter("soft"), attrgetter("ink")  # of a style


def _worst(style: Style) -> str:
    return style.worse_to_better[0]


def _best(style: Style) -> str:
    return style.worse_to_better[4]


MARKS = {
    Verdict.FASTER: Mark(">", _best),
    Verdict.SLOWER: Mark("<", _worst),
    Verdict.SAME: Mark("s", INK),
    Verdict.INCONCLUSIVE: Mark("o", SOFT, hollow=True),
}
HITS, MISSES = Mark("o", SOFT, hollow=True), Mark("X", _worst)  # of A/A pairs
ALL = Mark("|", SOFT)  # of these in one row
HEADS = ("interpreter", "strategy", "w")
INSIDE, OUTSIDE = "inside", "outside"  # where an A/A pair's interval has the 1


def charts(report: Report) -> Iterator[Chart]:
    """The A/A pairs, then the ratios, on as many pages as it takes."""
    if any(pair.ratio for pair in report.pairs.pairs):
        yield from _pairs(report)
    yield from _ratios(report)


def shown(group: Group, interpreter: str, strategy: str, reference: str | None) -> Entry | None:
    """As in the heatmap: that of the best number of workers."""

    def gain(entry: Entry) -> float:
        found = _ratio(entry, own=reference is None)
        return found.value if found else -1.0

    return max(planned(group, interpreter, strategy), key=gain, default=None)


def _ratio(entry: Entry, *, own: bool) -> Ratio | None:
    if entry.speedup is None:
        return None
    return entry.speedup.own if own else entry.speedup.reference


def _pairs(report: Report) -> Iterator[Chart]:
    order = report.readings.interpreters
    found = sorted(report.pairs.pairs, key=lambda pair: order.index(pair.twin.interpreter))
    part = Part("", tuple(_pair(report, one) for one in found))
    whole = sheet(
        "A/A pairs: the same cell, measured twice",
        report.pairs.sentence,
        "time of the one over that of the other",
        ("ratio, 95% interval", "1 is"),
        [part],
    )
    marks = {f"1 is {INSIDE}": HITS, f"1 is {OUTSIDE}": MISSES}
    shown = [(page, whole) for page in pages([part])]
    yield from _charts("forest-aa", report, shown, marks, ("ratio", "1 is"))


def _pair(report: Report, pair: Pair) -> Row:
    cell = pair.twin
    labels = (cell.interpreter, f"{cell.workload} {cell.strategy}", f"w={cell.workers}")
    if pair.ratio is None:
        return _absent(report, labels, [cell, msgspec.structs.replace(cell, replicate=0)])
    inside = pair.ratio.includes_one
    word = "" if inside is None else INSIDE if inside else OUTSIDE
    dot = Dot(pair.ratio.value, pair.ratio.interval, MISSES if inside is False else HITS)
    places = (Number(pair.ratio, Form.RATIO), Word(word))
    return Row(labels, (dot,), (ratio(pair.ratio), word), places=places)


def _ratios(report: Report) -> Iterator[Chart]:
    based = bases(report.readings.plan)
    groups = [group for group in batches(report) if group.bases]
    parts = [part for group in groups for part in _parts(report, group, based)]
    rows = [row for part in parts for row in part.rows]
    if not any(row.dots for row in rows):
        return
    above = _above(report)
    whole = sheet(
        "How much faster, and how sure",
        f"with the best number of workers (w); {_level(report)}",
        "speedup",
        ("ratio, interval", "verdict"),
        [*above, *parts],
    )
    marks = {
        str(verdict): mark
        for verdict, mark in MARKS.items()
        if any(verdict in row.said for row in rows)
    }
    shown = []
    for own in pages(parts, LINES - len(above)):
        page = [*above, *own]
        within = limits(dot for part in page for row in part.rows for dot in row.dots)
        shown.append((page, replace(whole, limits=within)))
    yield from _charts("forest", report, shown, marks, ("ratio", "verdict"))


def _charts(
    name: str,
    report: Report,
    shown: Sequence[tuple[Sequence[Part], Sheet]],
    marks: Mapping[str, Mark],
    columns: Sequence[str],
) -> Iterator[Chart]:
    for number, (page, whole) in enumerate(shown, 1):
        part = f" ({number} of {len(shown)})" if len(shown) > 1 else ""
        yield Chart(
            name if number == 1 else f"{name}-{number}",
            whole.title + part,
            report.pairs.sentence if name == "forest-aa" else _finding(page),
            tables(page, HEADS, columns),
            partial(_page, report, page, whole, marks),
        )


def _page(
    report: Report, parts: Sequence[Part], whole: Sheet, marks: Mapping[str, Mark], style: Style
) -> Figure:
    with style.drawing():
        figure, axes = draw(parts, whole, style)
        _behind(axes, report, style)
        key(figure, [*(handle(mark, name, style) for name, mark in marks.items()),
                     _band(report, style)])  # fmt: skip
    return figure


def _finding(page: Sequence[Part]) -> str:
    """How many ratios have which verdict, and the largest and the smallest that are told from 1."""
    found: list[tuple[Ratio, str]] = []
    absent = 0
    for part in page:
        for row in part.rows:
            one = row.places[0] if row.places else None
            if isinstance(one, Number) and isinstance(one.estimate, Ratio):
                about = part.heading.partition(",")[0]
                who = f"{about}: {row.labels[1]} on {row.labels[0]} {row.labels[2]}".rstrip()
                found.append((one.estimate, who))
            absent += bool(row.why)
    counts = [
        f"{count} {verdict}"
        for verdict in MARKS
        if (count := sum(one.verdict is verdict for one, _ in found))
    ]
    apart = sorted(
        (one for one in found if one[0].verdict in (Verdict.FASTER, Verdict.SLOWER)),
        key=lambda one: one[0].value,
    )
    ends = [f"{who} {ratio(one)}" for one, who in dict.fromkeys((*apart[-1:], *apart[:1]))]
    told_from = "Told from the base" + (", most to least" if len(ends) > 1 else "")
    none = "None can be told from the base: no clear winner." if found else ""
    return finding(
        f"{len(found)} ratios: ",
        [", ".join(counts)] if counts else [],
        f"{told_from}: {' to '.join(ends)}." if ends else none,
        absent=f"No number: {absent}." if absent else "",
        none="No number here.",
    )


def _level(report: Report) -> str:
    """As the legend of the tables says it."""
    found = report.family
    if not any(one.interval for one in found.ratios.values()):
        return "too few blocks for intervals, and so for verdicts"
    return (
        f"intervals {100 * found.confidence:.5g}%, which keeps the share of wrong ones at 5% "
        f"among {found.declared} comparisons"
    )


def _above(report: Report) -> list[Part]:
    """All A/A pairs in one row: what is seen where there is nothing to see."""
    found = [pair.ratio for pair in report.pairs.pairs if pair.ratio is not None]
    judged = len(report.pairs.judged)
    if not found:
        return []
    dots = tuple(Dot(one.value, one.interval, ALL) for one in found)
    words = f"{judged - report.pairs.misses} of {judged} contain 1" if judged else "not judged yet"
    row = Row(("A/A", "the same twice"), dots, (words,), places=(Word(words), None))
    return [Part("", (row,))]


def _parts(report: Report, group: Group, based: Bases) -> Iterator[Part]:
    """One for each base: of the same interpreter, and of the reference.

    On the reference itself both are one.
    """
    lead = f"{group.title.text}, against {' or '.join(group.bases)} on"
    reference = report.reference
    rows = partial(_rows, report, group, based)
    own = tuple(rows(own=True))
    if own:
        yield Part(f"{lead} the same interpreter", own)
    if reference is None:
        return
    others = tuple(row for row in rows(own=False) if row.dots and row.labels[0] != reference)
    if others:
        yield Part(f"{lead} {reference}", others)


def _rows(report: Report, group: Group, based: Bases, *, own: bool) -> Iterator[Row]:
    for interpreter in group.interpreters:
        for strategy in dict.fromkeys(name for name, _ in group.rows):
            entry = shown(group, interpreter, strategy, report.reference)
            if entry is None:
                continue
            bases_of = based.get(entry.cell.key, Base())
            base = bases_of.own if own else bases_of.reference
            if base is None and entry.status == "ok":
                continue  # it is the base, or was declared against nothing
            found = _ratio(entry, own=own)
            if found is None:
                cells = [entry.cell] if base is None else [entry.cell, base]
                yield _absent(report, (interpreter, strategy, ""), cells)
            else:
                labels = (interpreter, strategy, workers(entry))
                dot = Dot(found.value, found.interval, MARKS[found.verdict])
                places = (Number(found, Form.RATIO), Word(found.verdict))
                yield Row(labels, (dot,), (ratio(found), found.verdict), places=places)


def _absent(report: Report, labels: tuple[str, ...], cells: Sequence[Cell]) -> Row:
    """Which of these cells is missing, and the reason."""
    for cell in cells:
        why = report.readings.why_not([cell])
        if why is not None:
            whose = "" if cell is cells[0] else f"{cell.strategy} on {cell.interpreter} "
            return Row(labels, why=said(why, whose), places=(why, None))
    return Row(labels, why=APART.reason, places=(APART, None))


def _behind(axes: Axes, report: Report, style: Style) -> None:
    """1, and around it what does not matter."""
    margin = 1 + report.margin
    axes.axvspan(1 / margin, margin, color=style.absent, linewidth=0, zorder=0)
    axes.axvline(1, color=style.soft, linewidth=1.5, zorder=0.5)


def _band(report: Report, style: Style) -> Patch:
    return Patch(facecolor=style.absent, label=f"within {report.margin:.0%} of 1x: the same")
