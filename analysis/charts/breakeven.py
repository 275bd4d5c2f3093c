"""Break-even by task length: what a strategy makes of its cores, and from which length it pays."""

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from analysis.charts.breakeven_curves import Drawn, drawn_of, tables, told
from analysis.charts.chart import Chart
from analysis.charts.groups import MOST, filename
from analysis.charts.page import EDGE, Notes, counts_shown, legend, parts, place, shortened, ticks
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.figures import Figure as Number
from analysis.figures import Missing
from analysis.overhead.crossing import Crossing
from analysis.overhead.granularity import ENOUGH, Curve, curves_of, reach
from analysis.render.figures import figure as written
from analysis.render.words import SCALES, scale_of
from analysis.report import Report
from record.text import plain

CURVES = 8  # of a picture
LEFT, WIDE = 1.45, 8.9  # inches: where the axes begin, and their width
HEAD, BELOW, BETWEEN, ROW = 1.6, 0.85, 0.5, 0.31
NUMBERS = (LEFT + WIDE + 0.15, LEFT + WIDE + 2.8)  # where the columns beside the marks begin
HIGHEST = 1.5  # efficiency that is shown of an interval
EDGES = 1.03  # how far from them that stands which lies beyond
BROAD = 0.5  # of efficiency: such an interval is a bar, for bands would hide each other
DODGE = 0.06  # inches between such bars of curves that follow each other
MARGIN = 1.6  # beside the shortest and the longest tasks

BETWEEN_POINTS, TINY = 16, 1e-12

Fill = Literal["full", "left", "right", "bottom", "top", "none"]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
FILLS: tuple[Fill, ...] = ("full", "none", "left", "bottom", "top")


def charts(report: Report) -> Iterator[Chart]:
    """One an interpreter and number of workers; several where there are very many curves."""
    readings = report.readings
    strategies = list(dict.fromkeys(cell.strategy for cell in readings.cells))
    curves = [one for one in curves_of(readings) if one.workers > 1]
    curves.sort(key=lambda one: strategies.index(one.strategy))  # its chunks beside each other
    chunks = list(dict.fromkeys(one.chunk for one in curves))
    counts = counts_shown((one.workers for one in curves), readings.cores)
    places: dict[tuple[str, int], list[Curve]] = {}
    for one in curves:
        if one.workers in counts:
            places.setdefault((one.interpreter, one.workers), []).append(one)
    for (label, workers), own in list(places.items())[:MOST]:
        several = list(parts(own, CURVES))
        for number, some in enumerate(several, 1):
            part = f", {number} of {len(several)}" if len(several) > 1 else ""
            title = f"How long a task must be to pay: {label}, {workers} workers{part}"
            shown = [drawn_of(readings, one, chunks) for one in some]
            if any(one.points for one in shown):
                yield Chart(
                    filename(f"breakeven {label} w{workers}{part}"),
                    plain(title),
                    told(shown, f"{label} with {workers} workers"),
                    tables(shown),
                    partial(breakeven, shown, chunks, title, strategies, reach(readings, some[0])),
                )


def breakeven(
    drawn: Sequence[Drawn],
    chunks: Sequence[str],
    title: str,
    strategies: Sequence[str],
    cores: int,
    style: Style,
) -> Figure:
    """Efficiency over the length of a task, and below it where each curve breaks even.

    All curves are of one interpreter and number of workers, which could reach a speedup of `cores`;
    `chunks` and `strategies` are all of the run. At least one has points.
    """
    notes = Notes()
    for one in drawn:
        for missing in one.missing:
            notes.add(missing, one.name)
    lengths = [seconds.estimate.value for one in drawn for seconds, _ in one.points]
    limits = min(lengths) / MARGIN, max(lengths) * MARGIN
    even, low = 1 / cores, notes.height + BELOW
    high = ROW * len(drawn)
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        style.titled(figure, literal(title, 90), _subtitle(drawn, cores))
        marks = place(figure, LEFT, low, WIDE, high)
        upper = low + high + BETWEEN
        plot = place(figure, LEFT, upper, WIDE, HEIGHT - HEAD - upper)
        for axes in (marks, plot):
            _lengths(axes, limits)
        _efficiencies(plot, drawn, even, style)
        marks.set_ylim(len(drawn), 0)
        marks.set_yticks([])
        for row, one in enumerate(drawn):
            look = _look(one, strategies, chunks, style)
            _curve(plot, one, look, DODGE * (row - (len(drawn) - 1) / 2))
            _mark(marks, one, row, look, notes, style)
            if isinstance(one.even, Number) and limits[0] < one.even.estimate.value < limits[1]:
                at = one.even.estimate.value
                guide: Any = {"color": look["color"], "linestyle": ":", "linewidth": 1.5}
                plot.plot([at, at], [0, even], zorder=1, **guide)
                marks.plot([at, at], [0, row + 0.3], zorder=1, **guide)
        plot.tick_params(labelbottom=False)
        _words(figure, upper, low, high, notes, style)
        legend(
            figure,
            [
                Line2D(
                    *([], []),
                    **_look(one, strategies, chunks, style),
                    label=shortened(one.name, WIDTH - EDGE - NUMBERS[0] - 1.4, 16),
                )
                for one in drawn
            ],
            (NUMBERS[0] + 0.45, HEIGHT - HEAD + 0.1),
        )
        notes.write(figure, style)
    return figure


def _subtitle(drawn: Sequence[Drawn], cores: int) -> str:
    shapes = {_broad(one) for one in drawn if any(said.estimate.interval for _, said in one.points)}
    words = [word for word, broad in (("bands", False), ("bars", True)) if broad in shapes]
    how = f"{' and '.join(words)}: 95% intervals" if words else "too few blocks for intervals"
    return (
        f"Efficiency: speedup / {cores} cores; 1x: as fast as sequential; "
        f"{ENOUGH:.0%}: of what these cores could give; {how}"
    )


def _look(
    one: Drawn, strategies: Sequence[str], chunks: Sequence[str], style: Style
) -> dict[str, Any]:
    """Its strategy's, the markers filled by its chunk."""
    own = style.series(one.strategy, strategies)
    return own | {
        "markeredgecolor": own["color"],
        "markerfacecoloralt": style.paper,
        "markeredgewidth": 1.6,
        "fillstyle": FILLS[chunks.index(one.chunk) % len(FILLS)],
    }


def _lengths(axes: Axes, limits: tuple[float, float]) -> None:
    axes.set_xscale("log")
    axes.set_xlim(*limits)
    low, high = (math.log10(limit) for limit in limits)
    decades = [10.0**power for power in range(math.ceil(low), math.floor(high) + 1)]
    axes.set_xticks(decades, [_seconds(at) for at in decades])
    axes.minorticks_off()
    axes.grid(True, axis="x")
    axes.set_axisbelow(True)


def _seconds(value: float) -> str:
    scale, unit = scale_of(value * 1.000001, SCALES["second"])
    return f"{value / scale:.3g}{unit}"


def _efficiencies(axes: Axes, drawn: Sequence[Drawn], even: float, style: Style) -> None:
    """The scale, and the two lines that are to be reached."""
    ends = [
        end
        for one in drawn
        for _, said in one.points
        for end in (said.estimate.value, *(said.estimate.interval or ()))
    ]
    highest = max(said.estimate.value for one in drawn for _, said in one.points)
    axes.set_ylim(0, max(1.05, min(max(ends), max(HIGHEST, highest)) * 1.03))
    axes.set_yticks(ticks(*axes.get_ylim(), 8))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(True)
    axes.set_ylabel("efficiency", size=18)
    for at, text, dash in ((even, "1x", "--"), (ENOUGH, f"{ENOUGH:.0%}", ":")):
        axes.axhline(at, color=style.ink, linestyle=dash, linewidth=1.8, zorder=1)
        axes.text(
            *(1 + 0.08 / WIDE, at, text),
            transform=axes.get_yaxis_transform(),
            size=SMALLEST,
            weight="bold",
            va="center",
        )


def _broad(one: Drawn) -> bool:
    """Whether one of its intervals is; or one is not known, which has no band."""
    known = [said.estimate.interval for _, said in one.points]
    return any(own is None or own[1] - own[0] > BROAD for own in known)


def _curve(axes: Axes, one: Drawn, look: dict[str, Any], aside: float) -> None:
    """Between two lengths bent as a crossing is found: 1 / efficiency is a line over 1 / length.

    Bars stand `aside`, so many inches.
    """
    if not one.points:
        return
    lengths = [seconds.estimate.value for seconds, _ in one.points]
    found = [said.estimate for _, said in one.points]
    values = [each.value for each in found]
    line = look | {"marker": "", "fillstyle": "full"}
    axes.plot(*_bent(lengths, values), **line)
    axes.plot(lengths, values, **(look | {"linestyle": "none"}))
    if _broad(one):
        left, right = axes.get_xlim()
        times = (right / left) ** (aside / WIDE)
        for at, each in zip(lengths, found, strict=True):
            if each.interval is not None:
                down, up = each.interval
                reach = [[each.value - down], [up - each.value]]
                bar: dict[str, Any] = {"ecolor": look["color"], "elinewidth": 1.4, "capsize": 4}
                axes.errorbar([at * times], [each.value], yerr=reach, fmt="none", **bar)
    else:
        lows, highs = zip(*(each.interval or () for each in found), strict=True)
        more, low = _bent(lengths, lows)
        axes.fill_between(
            *(more, low, _bent(lengths, highs)[1]), color=look["color"], alpha=0.16, linewidth=0
        )


def _bent(lengths: Sequence[float], values: Sequence[float]) -> tuple[Floats, Floats]:
    """These points, in the order of their lengths, and some between them."""
    parts = [
        np.geomspace(one, other, BETWEEN_POINTS, endpoint=False) for one, other in pairwise(lengths)
    ]
    more = np.concatenate([*parts, lengths[-1:]])
    costs = 1 / np.maximum(values, TINY)
    return more, 1 / np.interp(-1 / more, -1 / np.array(lengths), costs)


def _mark(
    axes: Axes, one: Drawn, row: int, look: dict[str, Any], notes: Notes, style: Style
) -> None:
    """Where it breaks even and where it reaches enough, each with its interval and in words."""
    left, right = axes.get_xlim()
    if row:
        axes.axhline(row, color=style.line, linewidth=1)
    axes.plot(
        *([-0.2 / WIDE], [row + 0.5]),
        **look,
        transform=axes.get_yaxis_transform(),
        clip_on=False,
    )
    for said, at, size, column in ((one.even, 0.32, 10, 0), (one.enough, 0.72, 7, 1)):
        beside: Any = {"transform": axes.get_yaxis_transform(), "va": "center_baseline"}
        place = 1 + (NUMBERS[column] - LEFT - WIDE) / WIDE
        if isinstance(said, Missing):
            word = notes.add(said, one.name)
            soft: Any = {"style": "italic", "color": style.soft, "size": SMALLEST}
            axes.text(place, row + 0.5, word, **beside, **soft)
        if not isinstance(said, Number) or not isinstance(said.estimate, Crossing):
            continue
        found = said.estimate
        ink: Any = {"color": look["color"], "clip_on": False}
        fill: Any = {"fillstyle": look["fillstyle"], "markerfacecoloralt": style.paper}
        if found.interval is not None:
            ends = [min(max(end, left), right) for end in found.interval]
            axes.plot(ends, [row + at] * 2, linewidth=2 if column else 3.5, **ink)
        inside = left < found.value < right
        marker = look["marker"] if inside else "<" if found.value <= left else ">"
        axes.plot(
            *([min(max(found.value, left * EDGES), right / EDGES)], [row + at], marker),
            markersize=size,
            zorder=4,
            **(ink | fill),
        )
        words = written(said)
        room = (NUMBERS[1] - NUMBERS[0] if not column else WIDTH - EDGE - NUMBERS[1]) - 0.1
        text = shortened(f"{words.main} {words.interval}", room)
        axes.text(place, row + 0.5, text, size=SMALLEST, **beside)


def _words(
    figure: Figure, upper: float, low: float, high: float, notes: Notes, style: Style
) -> None:
    """What the lower part is, and what its axis."""
    y = (low + high + 0.06) / HEIGHT
    for column, text in enumerate(("pays from (1x)", f"{ENOUGH:.0%} from")):
        figure.text(NUMBERS[column] / WIDTH, y, text, size=16, weight="bold", va="bottom")
    how = "large: as fast as sequential; small: " + f"{ENOUGH:.0%}"
    figure.text(LEFT / WIDTH, y, how, size=SMALLEST, color=style.soft, va="bottom")
    figure.text(
        *((LEFT + WIDE / 2) / WIDTH, (low - 0.42) / HEIGHT, "a task takes in sequential"),
        size=18,
        ha="center",
        va="top",
    )
