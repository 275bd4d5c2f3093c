"""Contention: what lanes share beside what each has for itself, a pair of dots a line."""

from collections.abc import Iterator
from dataclasses import replace

from matplotlib.figure import Figure

from analysis.charts.groups import Picture, filename
from analysis.charts.row_pages import draw, handle, key, sheet
from analysis.charts.rows import Dot, Part, Row, pages, said
from analysis.charts.style import Style
from analysis.overhead.sharing import PRIVATE, Contended, contended, lost, price, speedup
from analysis.overhead.table import Figure as Number
from analysis.overhead.table import Missing, Said
from analysis.render.figures import ABSENT, figure
from analysis.report import Report
from analysis.speedups import SEQUENTIAL
from record import Cell

ROWS = 18  # lines of a page
SHARED = "D"  # the marker of all that is shared: what it is stands above


def pictures(report: Report, style: Style) -> Iterator[Picture]:
    """One a workload, more of one with very many lines."""
    for own in contended(report.readings):
        for number, drawn in enumerate(_figures(report, own, style), 1):
            name = f"contention-{filename(own.workload)}"
            yield (f"{name}-{number}" if number > 1 else name), drawn


def _figures(report: Report, own: Contended, style: Style) -> Iterator[Figure]:
    parts = list(_parts(report, own, style))
    if not any(row.dots for part in parts for row in part.rows):
        return
    several = report.blocks[1] > 1
    whole = sheet(
        f"{own.workload}: what sharing costs" + (", and updates lost" if own.counted else ""),
        "with the most workers (w); price: times as long shared as private"
        + ("; 95% intervals" if several else "; too few blocks for intervals"),
        f"speedup over {SEQUENTIAL} with the same sharing, on the same interpreter",
        ("price", "lost") if own.counted else ("price",),
        parts,
    )
    for page in pages(parts, ROWS):
        with style.drawing():
            drawn, axes = draw(page, whole, style)
            axes.axvline(1, color=style.soft, linewidth=1.5, zorder=0.5)
            key(drawn, [handle(_private(style), PRIVATE), handle(_shared(style), "shared")])
        yield drawn


def _parts(report: Report, own: Contended, style: Style) -> Iterator[Part]:
    """One for each way to share, and for what else tells cells apart."""
    found: dict[tuple[str, str], dict[Row, None]] = {}
    alone: dict[tuple[str, str], dict[str, None]] = {}
    for cell in own.lanes:
        for value in own.shared:
            place = (own.name(cell), value)
            # The cells of the private variant name the same rows once more.
            row = _row(report, own, cell, value, style)
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
        yield Part(f"{heading} ({without})" if without else heading, tuple(ordered))


def _row(report: Report, own: Contended, cell: Cell, value: str, style: Style) -> Row | None:
    """None where nothing was planned for it."""
    readings = report.readings
    private, shared = (speedup(readings, cell, one) for one in (PRIVATE, value))
    if shared is None:
        return None
    labels = (cell.interpreter, cell.strategy, f"w={cell.workers}")
    if isinstance(shared, Missing):
        return Row(labels, why=said(shared))
    costs = [price(readings, cell, value)]
    if own.counted:
        costs.append(lost(readings, cell, value))
    both = ((private, _private(style)), (shared, _shared(style)))
    dots = tuple(
        replace(dot, value=one.estimate.value, interval=one.estimate.interval)
        for one, dot in both
        if isinstance(one, Number)
    )
    return Row(labels, dots, tuple(map(_written, costs)), tied=True)


def _written(one: Said) -> str:
    """In a column; the heading has the reasons."""
    if isinstance(one, Number):
        shown = figure(one)
        return f"{shown.main} {shown.interval}"
    return "" if one is None else ABSENT.get(one.status, one.status)


def _private(style: Style) -> Dot:
    return Dot(1.0, None, style.soft, "o", hollow=True)


def _shared(style: Style) -> Dot:
    return Dot(1.0, None, style.fails, SHARED)
