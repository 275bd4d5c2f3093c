"""Forest plots: ratios of batches' times, each with the interval that its verdict uses.

The A/A pairs, which differ by nothing, have the first page, and the first line of every other;
then ratios of each workload's first parameters and mode, against its base on the same interpreter
and against the reference's, with the best number of workers. Workloads share pages, each page
with an axis of its own. Latencies, phases of a start and bytes have charts of their own; their
ratios are in the tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import msgspec
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.aa import Pair
from analysis.charts.groups import Picture, batches
from analysis.charts.row_pages import Sheet, draw, handle, key, sheet
from analysis.charts.rows import LINES, Dot, Part, Row, limits, pages, said
from analysis.charts.style import Style
from analysis.charts.tiles import planned, workers
from analysis.estimate import Estimate, Ratio, Verdict
from analysis.overhead.readings import APART
from analysis.render.words import ratio
from analysis.report import Entry, Group, Report
from analysis.speedups import Base, Bases, bases
from record import Cell

MARKS = {  # marker, place of its colour from worse to better (None: neither), whether hollow
    Verdict.FASTER: (">", 4, False),
    Verdict.SLOWER: ("<", 0, False),
    Verdict.SAME: ("s", None, False),
    Verdict.INCONCLUSIVE: ("o", None, True),
}
INSIDE, OUTSIDE = "inside", "outside"  # where an A/A pair's interval has the 1


def pictures(report: Report, style: Style) -> Iterator[Picture]:
    """The A/A pairs, then the ratios, on as many pages as it takes."""
    if any(pair.ratio for pair in report.pairs.pairs):
        yield from _numbered("forest-aa", _pairs(report, style))
    yield from _numbered("forest", _ratios(report, style))


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


def _numbered(name: str, figures: Iterator[Figure]) -> Iterator[Picture]:
    for number, figure in enumerate(figures, 1):
        yield name + (f"-{number}" if number > 1 else ""), figure


def _pairs(report: Report, style: Style) -> Iterator[Figure]:
    order = report.readings.interpreters
    found = sorted(report.pairs.pairs, key=lambda pair: order.index(pair.twin.interpreter))
    part = Part("", tuple(_pair(report, one, style) for one in found))
    whole = sheet(
        "A/A pairs: the same cell, measured twice",
        report.pairs.sentence,
        "time of the one over that of the other",
        ("ratio, 95% interval", "1 is"),
        [part],
    )
    handles = [
        handle(_aa(style, misses=False), f"1 is {INSIDE}"),
        handle(_aa(style, misses=True), f"1 is {OUTSIDE}"),
    ]
    for parts in pages([part]):
        yield _page(report, parts, whole, handles, style)


def _pair(report: Report, pair: Pair, style: Style) -> Row:
    cell = pair.twin
    labels = (cell.interpreter, f"{cell.workload} {cell.strategy}", f"w={cell.workers}")
    if pair.ratio is None:
        return Row(labels, why=_why(report, [cell, msgspec.structs.replace(cell, replicate=0)]))
    inside = pair.ratio.includes_one
    word = "" if inside is None else INSIDE if inside else OUTSIDE
    dot = _at(_aa(style, misses=inside is False), pair.ratio)
    return Row(labels, (dot,), (ratio(pair.ratio), word))


def _ratios(report: Report, style: Style) -> Iterator[Figure]:
    based = bases(report.readings.plan)
    groups = [group for group in batches(report) if group.bases]
    parts = [part for group in groups for part in _parts(report, group, based, style)]
    rows = [row for part in parts for row in part.rows]
    if not any(row.dots for row in rows):
        return
    above = _above(report, style)
    whole = sheet(
        "How much faster, and how sure",
        f"with the best number of workers (w); {_level(report)}",
        "speedup",
        ("ratio, interval", "verdict"),
        [*above, *parts],
    )
    handles = [
        handle(_mark(verdict, style), verdict)
        for verdict in MARKS
        if any(verdict in row.said for row in rows)
    ]
    for own in pages(parts, LINES - len(above)):
        page = [*above, *own]
        within = limits(dot for part in page for row in part.rows for dot in row.dots)
        yield _page(report, page, replace(whole, limits=within), handles, style)


def _page(
    report: Report, parts: Sequence[Part], whole: Sheet, handles: Sequence[Artist], style: Style
) -> Figure:
    with style.drawing():
        figure, axes = draw(parts, whole, style)
        _behind(axes, report, style)
        key(figure, [*handles, _band(report, style)])
    return figure


def _level(report: Report) -> str:
    """As the legend of the tables says it."""
    found = report.family
    if not any(one.interval for one in found.ratios.values()):
        return "too few blocks for intervals, and so for verdicts"
    return (
        f"intervals {100 * found.confidence:.5g}%, which keeps the share of wrong ones at 5% "
        f"among {found.declared} comparisons"
    )


def _above(report: Report, style: Style) -> list[Part]:
    """All A/A pairs in one row: what is seen where there is nothing to see."""
    found = [pair.ratio for pair in report.pairs.pairs if pair.ratio is not None]
    judged = len(report.pairs.judged)
    if not found:
        return []
    dots = tuple(Dot(one.value, one.interval, style.soft, "|") for one in found)
    words = f"{judged - report.pairs.misses} of {judged} contain 1" if judged else "not judged yet"
    return [Part("", (Row(("A/A", "the same twice"), dots, (words,)),))]


def _parts(report: Report, group: Group, based: Bases, style: Style) -> Iterator[Part]:
    """One for each base: of the same interpreter, and of the reference.

    On the reference itself both are one.
    """
    lead = f"{group.title.text}, against {' or '.join(group.bases)} on"
    reference = report.reference
    rows = partial(_rows, report, group, based, style)
    own = tuple(rows(own=True))
    if own:
        yield Part(f"{lead} the same interpreter", own)
    if reference is None:
        return
    others = tuple(row for row in rows(own=False) if row.dots and row.labels[0] != reference)
    if others:
        yield Part(f"{lead} {reference}", others)


def _rows(report: Report, group: Group, based: Bases, style: Style, *, own: bool) -> Iterator[Row]:
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
                yield Row((interpreter, strategy, ""), why=_why(report, cells))
            else:
                labels = (interpreter, strategy, workers(entry))
                dot = _at(_mark(found.verdict, style), found)
                yield Row(labels, (dot,), (ratio(found), found.verdict))


def _why(report: Report, cells: Sequence[Cell]) -> str:
    """Which of these is missing, and the reason."""
    for cell in cells:
        why = report.readings.why_not([cell])
        if why is not None:
            whose = "" if cell is cells[0] else f"{cell.strategy} on {cell.interpreter} "
            return said(why, whose)
    return APART.reason


def _mark(verdict: Verdict, style: Style) -> Dot:
    marker, place, hollow = MARKS[verdict]
    neither = style.soft if hollow else style.ink
    colour = neither if place is None else style.worse_to_better[place]
    return Dot(1.0, None, colour, marker, hollow)


def _aa(style: Style, *, misses: bool) -> Dot:
    if misses:
        return Dot(1.0, None, style.worse_to_better[0], "X")
    return Dot(1.0, None, style.soft, "o", hollow=True)


def _at(dot: Dot, where: Estimate) -> Dot:
    return Dot(where.value, where.interval, dot.colour, dot.marker, dot.hollow)


def _behind(axes: Axes, report: Report, style: Style) -> None:
    """1, and around it what does not matter."""
    margin = 1 + report.margin
    axes.axvspan(1 / margin, margin, color=style.absent, linewidth=0, zorder=0)
    axes.axvline(1, color=style.soft, linewidth=1.5, zorder=0.5)


def _band(report: Report, style: Style) -> Patch:
    return Patch(facecolor=style.absent, label=f"within {report.margin:.0%} of 1x: the same")
