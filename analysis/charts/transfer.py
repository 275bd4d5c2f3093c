"""Transfer: an object there and back between two lanes, by its size, and by its kind."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.chart import Chart
from analysis.charts.page import EDGE, inches, place, shortened
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.charts.transfer_numbers import tables, told
from analysis.charts.transfer_pages import (
    ROUND_TRIP,
    Page,
    Panel,
    Place,
    notes_of,
    order,
    pages_of,
)
from analysis.figures import Figure as Number
from analysis.overhead.transfer import word
from analysis.render.words import SCALES, scale_of
from analysis.report import Report
from record import Unit
from record.text import plain

HEAD, BELOW, BETWEEN = 1.95, 0.75, 0.5  # inches: above the axes, for their labels, between them
LEFT, LEGEND = 1.35, 3.3
LINE = 0.33  # of the legend
LABEL = 0.8  # inches of a label at the axis
BESIDE = 0.05  # and between two
SPREAD, NEAR = 0.8, 0.5  # of the way to the next kind or size, over which series are spread
# Of the ways, each told from the others by its marker and its dash.
WAYS: dict[str, tuple[str, Any]] = {
    "reference": ("o", "-"),
    "pickle": ("s", (0, (6, 2))),
    "queue": ("D", (0, (2.5, 1.5))),
    "pipe": ("^", (0, (7, 2, 1.5, 2))),
    "shared_memory": ("P", (0, (4, 1.5, 1, 1.5, 1, 1.5))),
    "memoryview": ("v", (0, (1, 1.4))),
}
OTHER: tuple[str, Any] = ("X", "-")
FILLS: Any = ("full", "none", "left", "right", "top", "bottom")  # strategies, besides colours


def charts(report: Report) -> Iterator[Chart]:
    """Round trips and bandwidths by size, and round trips by kind."""
    for name, page in pages_of(report.readings):
        yield Chart(
            f"transfer-{name}",
            plain(page.title),
            told(page),
            tables(page),
            partial(_figure, report, page),
        )


def _figure(report: Report, page: Page, style: Style) -> Figure:
    looks = {place_: _look(place_, page.strategies, style) for place_ in page.places}
    notes = notes_of(page)
    with style.drawing(**{"axes.titlesize": 18}):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        left = LEFT if page.by_size else EDGE + 0.2 + max(inches(word(c), 16) for c in page.columns)
        room = WIDTH - EDGE - LEGEND - left
        wide = (room - BETWEEN * (len(page.panels) - 1)) / len(page.panels)
        bottom = notes.height + BELOW
        ends = _ends(page)
        for number_, panel in enumerate(page.panels):
            at = left + number_ * (wide + BETWEEN)
            axes = place(figure, at, bottom, wide, HEIGHT - HEAD - bottom)
            _axes(axes, page, ends, (wide, HEIGHT - HEAD - bottom), first=not number_)
            _draw(axes, page, panel, looks, style)
            axes.set_title(literal(panel.interpreter, 20), loc="left", pad=10)
        below = "content of the object" if page.by_size else page.measure.name
        middle = (left + room / 2) / WIDTH
        y = (notes.height + 0.1) / HEIGHT
        figure.text(middle, y, below, size=16, ha="center", va="bottom", color=style.ink)
        _legend(figure, page, style)
        notes.write(figure, style)
        intervals = (
            "bars are 95% intervals" if report.blocks[1] > 1 else "too few blocks for intervals"
        )
        copied = "" if page.measure is ROUND_TRIP else "; only where the content is copied"
        style.titled(
            figure,
            literal(page.title, 90),
            f"there and back between two lanes; {page.measure.better}; {intervals}{copied}",
        )
    return figure


def _look(place_: Place, strategies: Sequence[str], style: Style) -> dict[str, Any]:
    strategy, way = place_
    marker, dash = WAYS.get(way, OTHER)
    own = style.series(strategy, strategies)
    return own | {
        "marker": marker,
        "linestyle": dash,
        "linewidth": 2.2,
        "markeredgecolor": own["color"],
        "markeredgewidth": 1.6,
        "fillstyle": FILLS[strategies.index(strategy) % len(FILLS)],
        "markerfacecoloralt": style.paper,
    }


def _ends(page: Page) -> tuple[float, float]:
    """Of the axis of what is measured, the same in all panels."""
    found = [
        end
        for panel in page.panels
        for one in panel.series
        for said in one.said.values()
        if isinstance(said, Number)
        for end in (said.estimate.value, *(said.estimate.interval or ()))
        if said.estimate.value / 10 < end < said.estimate.value * 10  # others leave the picture
    ]
    return (min(found) / 1.6, max(found) * 1.6) if found else (0.5, 2.0)


def _axes(
    axes: Axes, page: Page, ends: tuple[float, float], size: tuple[float, float], *, first: bool
) -> None:
    if page.by_size:
        axes.set_xscale("log", base=2)
        axes.set_yscale("log")
        axes.set_ylim(ends)
        sizes = [order(column) for column in page.columns]
        room = 2 ** (_closest(page) * NEAR)
        axes.set_xlim(min(sizes) / room, max(sizes) * room)
        shown = _labelled(page, size[0])
        labels = [word(int(one)) if one in shown else "" for one in sizes]
        axes.set_xticks(sizes, labels, size=SMALLEST)
        ticks = _decades(ends, page.measure.unit, size[1] / 0.45)
        axes.set_yticks(ticks, [_amount(tick, page.measure.unit) for tick in ticks])
        axes.tick_params(labelleft=first)
    else:
        axes.set_xscale("log")
        axes.set_xlim(ends)
        axes.set_ylim(len(page.columns) - 0.5, -0.5)
        ticks = _decades(ends, page.measure.unit, size[0] / LABEL)
        axes.set_xticks(ticks, [_amount(tick, page.measure.unit) for tick in ticks], size=SMALLEST)
        names = [shortened(word(column), 2.5, 16) for column in page.columns]
        axes.set_yticks(range(len(names)), names if first else [""] * len(names))
        for line in range(1, len(names)):
            axes.axhline(line - 0.5, color=axes.spines["left"].get_edgecolor(), linewidth=0.6)
    axes.minorticks_off()
    axes.grid(True, axis="both" if page.by_size else "x")
    axes.set_axisbelow(True)


def _draw(
    axes: Axes, page: Page, panel: Panel, looks: Mapping[Place, dict[str, Any]], style: Style
) -> None:
    count = max(len(page.places) - 1, 1)
    drawn = False
    for one in panel.series:
        shift = page.places.index(one.place) / count - 0.5
        along, values, low, high = [], [], [], []
        for column in page.columns:
            said = one.said.get(column)
            if said is None:
                continue
            found = said.estimate if isinstance(said, Number) else None
            value = found.value if found else float("nan")  # a gap in the line
            limits = found.interval if found and found.interval else (value, value)
            beside = page.at(column)
            at = page.columns.index(column) + SPREAD * (
                (beside.index(one.place) + 0.5) / len(beside) - 0.5
            )
            if page.by_size:
                at = order(column) * 2 ** (shift * _closest(page) * NEAR)
            along.append(at)
            values.append(value)
            low.append(value - limits[0])
            high.append(limits[1] - value)
            drawn = drawn or found is not None
        look = dict(looks[one.place])
        bars: dict[str, Any] = {"elinewidth": 1.6, "capsize": 3}
        if page.by_size:
            axes.errorbar(along, values, yerr=(low, high), **look, **bars)
        else:
            look["linestyle"] = "none"
            axes.errorbar(values, along, xerr=(low, high), **look, **bars)
    if not drawn:
        axes.text(
            *(0.5, 0.5, "no number"),
            transform=axes.transAxes,
            ha="center",
            va="center",
            fontstyle="italic",
            color=style.soft,
        )


def _closest(page: Page) -> float:
    """Doublings between the two sizes that are closest to each other."""
    logs = [math.log2(order(column)) for column in page.columns]
    return min((after - before for before, after in pairwise(logs)), default=1.0)


def _labelled(page: Page, wide: float) -> list[float]:
    """Sizes whose labels do not touch, on an axis of so many inches: those of most series first."""
    sizes = {order(column): len(page.at(column)) for column in page.columns}
    span = math.log2(max(sizes) / min(sizes)) + 2 * _closest(page) * NEAR
    half = {size: inches(word(int(size))) / 2 for size in sizes}
    kept: list[float] = []
    for size in sorted(sizes, key=lambda one: (-sizes[one], -one)):
        near = ((abs(math.log2(size / one)) / span * wide, one) for one in kept)
        if all(gap > half[size] + half[one] + BESIDE for gap, one in near):
            kept.append(size)
    return kept


def _decades(ends: tuple[float, float], unit: Unit, most: float) -> list[float]:
    """Ticks of an axis, so many at most: powers of 10 of a second, of 2 of a byte."""
    base = 10.0 if unit == "second" else 2.0
    step = 1
    first, last = (math.log(end, base) for end in ends)
    powers = range(math.ceil(first), math.floor(last) + 1)
    if len(powers) < 2 and unit == "second":
        fine = [scale * 10.0**power for power in range(-10, 4) for scale in (1, 2, 5)]
        return [tick for tick in fine if ends[0] <= tick <= ends[1]]
    while (last - first) / step > max(1, most) and len(powers) > 2 * step:
        step += 1
    return [base**power for power in powers if power % step == 0]


def _amount(value: float, unit: Unit) -> str:
    scale, name = scale_of(value * 1.0001, SCALES[unit])
    return f"{value / scale:.3g}{name}"


def _legend(figure: Figure, page: Page, style: Style) -> None:
    """Strategies by their colours, below them ways by their markers and dashes."""
    strategies = list(dict.fromkeys(strategy for strategy, _ in page.places))
    ways = list(dict.fromkeys(way for _, way in page.places))
    line = min(LINE, (HEIGHT - HEAD - 0.2) / (len(strategies) + len(ways) + 2.5))
    top = HEIGHT - HEAD + 0.35
    bare: dict[str, Any] = {"marker": "o", "linestyle": "none"}
    plain: dict[str, Any] = {
        "color": style.ink,
        "markeredgecolor": style.ink,
        "fillstyle": "full",
        "markerfacecolor": style.soft,
    }
    shown = {
        "strategy": [
            (name, _look((name, ""), page.strategies, style) | bare) for name in strategies
        ],
        "way": [
            (name, _look((strategies[0], name), page.strategies, style) | plain) for name in ways
        ],
    }
    for title, looks in shown.items():
        legend = figure.legend(
            handles=[Line2D([], [], **look, label=shortened(name, 2.4)) for name, look in looks],
            title=title,
            loc="upper left",
            bbox_to_anchor=((WIDTH - EDGE - LEGEND + 0.15) / WIDTH, top / HEIGHT),
            frameon=False,
            fontsize=SMALLEST,
            handlelength=3.2,
            labelspacing=max(0.05, line * 72 / SMALLEST - 1.17),
            borderpad=0,
            alignment="left",
            title_fontproperties={"weight": "bold", "size": 15},
        )
        legend.get_title().set_color(style.ink)
        top -= (len(looks) + 1.5) * line
