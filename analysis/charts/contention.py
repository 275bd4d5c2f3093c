"""Contention: what lanes share beside what each has for itself, a pair of dots a line."""

from collections.abc import Iterator, Sequence
from functools import partial
from operator import attrgetter

from matplotlib.figure import Figure

from analysis.charts.chart import Chart
from analysis.charts.groups import filename
from analysis.charts.row_pages import Sheet, draw, handle, key, sheet
from analysis.charts.rows import Dot, Mark, Part, Row, pages, said, tables
from analysis.charts.style import Style
from analysis.charts.telling import REST, finding, no_number, sentence
from analysis.figures import Figure as Number
from analysis.figures import Missing, Said
from analysis.overhead.sharing import PRIVATE, Contended, contended, lost, price, speedup
from analysis.render.figures import ABSENT, figure
from analysis.report import Report
from analysis.speedups import SEQUENTIAL
from record import Cell

ROWS = 18  # lines of a page
MOST = 3  # prices that are told
MARKS = {
    PRIVATE: Mark("o", attrgetter("soft"), hollow=True),
    "shared": Mark("D", attrgetter("fails")),  # what it is stands above
}
HEADS = ("interpreter", "strategy", "w")
COLUMNS = ("speedup, private", "speedup, shared", "price", "lost")


def charts(report: Report) -> Iterator[Chart]:
    """One a workload, more of one with very many lines."""
    for own in contended(report.readings):
        parts = list(_parts(report, own))
        if not any(row.dots for part in parts for row in part.rows):
            continue
        whole = _sheet(report, own, parts)
        shown = list(pages(parts, ROWS))
        for number, page in enumerate(shown, 1):
            name = f"contention-{filename(own.workload)}"
            yield Chart(
                name if number == 1 else f"{name}-{number}",
                whole.title + (f" ({number} of {len(shown)})" if len(shown) > 1 else ""),
                _finding(own, page),
                tables(page, HEADS, COLUMNS if own.counted else COLUMNS[:-1]),
                partial(_figure, page, whole),
            )


def _sheet(report: Report, own: Contended, parts: Sequence[Part]) -> Sheet:
    several = report.blocks[1] > 1
    return sheet(
        f"{own.workload}: what sharing costs" + (", and updates lost" if own.counted else ""),
        "with the most workers (w); price: times as long shared as private"
        + ("; 95% intervals" if several else "; too few blocks for intervals"),
        f"speedup over {SEQUENTIAL} with the same sharing, on the same interpreter",
        ("price", "lost") if own.counted else ("price",),
        parts,
    )


def _figure(page: Sequence[Part], whole: Sheet, style: Style) -> Figure:
    with style.drawing():
        drawn, axes = draw(page, whole, style)
        axes.axvline(1, color=style.soft, linewidth=1.5, zorder=0.5)
        key(drawn, [handle(mark, name, style) for name, mark in MARKS.items()])
    return drawn


def _finding(own: Contended, page: Sequence[Part]) -> str:
    """Where sharing costs, most first; where it is not told from none; what loses updates."""
    costs: list[tuple[float, str]] = []
    losses: list[tuple[float, str]] = []
    free: list[str] = []
    absent: list[tuple[str, str, str]] = []
    for part in page:
        for row in part.rows:
            who = " ".join(filter(None, (*row.labels, f"({part.name})" if part.name else "")))
            cost, *rest = row.places[2:] or (None,)
            if isinstance(row.places[1], Missing):
                absent.append((row.labels[1], row.labels[0], row.places[1].status))
            if isinstance(cost, Number):
                if cost.estimate.includes_one is False and cost.estimate.value > 1:
                    costs.append((cost.estimate.value, f"{who} {_written(cost)}"))
                else:
                    free.append(who)
            loss = rest[0] if rest else None
            if isinstance(loss, Number) and (loss.estimate.interval or (0.0,))[0] > 0:
                losses.append((loss.estimate.value, f"{who} {_written(loss)}"))
    dear = [text for _, text in sorted(costs, reverse=True)]
    gone = [text for _, text in sorted(losses, reverse=True)]
    none = f"{own.workload}: nowhere is sharing told to take longer than not sharing."
    return finding(
        f"{own.workload}: times as long shared as private: ",
        dear[:MOST],
        sentence("Updates lost: ", gone, REST),
        f"No price is seen in {len(free)} of {len(free) + len(dear)}." if free and dear else "",
        absent=no_number(absent),
        none=none,
    )


def _parts(report: Report, own: Contended) -> Iterator[Part]:
    """One for each way to share, and for what else tells cells apart."""
    found: dict[tuple[str, str], dict[Row, None]] = {}
    alone: dict[tuple[str, str], dict[str, None]] = {}
    for cell in own.lanes:
        for value in own.shared:
            place = (own.name(cell), value)
            # The cells of the private variant name the same rows once more.
            row = _row(report, own, cell, value)
            if row is not None:
                found.setdefault(place, {})[row] = None
            private = speedup(report.readings, cell, PRIVATE)
            if row is not None and row.dots and isinstance(private, Missing):
                why = said(private, f"{cell.strategy}, {PRIVATE}, ")
                alone.setdefault(place, {})[why] = None
    order = report.readings.interpreters
    for place, rows in found.items():
        heading = ", ".join(filter(None, place))
        without = "; ".join(alone.get(place, ()))
        ordered = sorted(rows, key=lambda row: order.index(row.labels[0]))
        yield Part(f"{heading} ({without})" if without else heading, tuple(ordered), heading)


def _row(report: Report, own: Contended, cell: Cell, value: str) -> Row | None:
    """None where nothing was planned for it."""
    readings = report.readings
    private, shared = (speedup(readings, cell, one) for one in (PRIVATE, value))
    if shared is None:
        return None
    labels = (cell.interpreter, cell.strategy, f"w={cell.workers}")
    costs = [price(readings, cell, value)]
    if own.counted:
        costs.append(lost(readings, cell, value))
    places = (private, shared, *costs)
    if isinstance(shared, Missing):
        return Row(labels, why=said(shared), places=(private, shared, *(None for _ in costs)))
    both = zip((private, shared), MARKS.values(), strict=True)
    dots = tuple(
        Dot(one.estimate.value, one.estimate.interval, mark)
        for one, mark in both
        if isinstance(one, Number)
    )
    return Row(labels, dots, tuple(map(_written, costs)), tied=True, places=places)


def _written(one: Said) -> str:
    """In a column; the heading has the reasons."""
    if isinstance(one, Number):
        shown = figure(one)
        return f"{shown.main} {shown.interval}"
    return "" if one is None else ABSENT.get(one.status, one.status)
