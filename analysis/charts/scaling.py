"""Speedup and efficiency over the number of workers, a column an interpreter: who scales, how far.

The numbers are those of the tables. Where a law was fitted (docs/scaling.md) it is drawn beyond
the counts that it was fitted to, thin and up to twice the largest of them.
"""

import math
import operator
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.chart import Chart
from analysis.charts.groups import MOST, batches, measured, named
from analysis.charts.page import EDGE, Notes, inches, parts, place, shortened
from analysis.charts.scaling_legend import (
    handles_of,
    ideal_look,
    legend,
    look_of,
    marks_of,
    more_look,
    shade_look,
)
from analysis.charts.scaling_numbers import tables, told
from analysis.charts.series import Series, Shown, apart, laws, shown, ticks
from analysis.charts.style import HEIGHT, WIDTH, Style, literal
from analysis.estimate import Estimate
from analysis.overhead.readings import Capacity
from analysis.report import Report
from record.text import plain

COLUMNS = 4  # interpreters of one picture
LEFT, TOP, GAP, BETWEEN = 1.6, 1.95, 0.25, 0.3  # inches
UPPER = 0.58  # of the height, for speedups
AXIS = 0.75  # below: numbers of workers, and what they are
HANDLE = 0.95  # of the legend, beside its texts
DODGE = 0.2  # inches: how far apart the first and the last of equal speeds stand
WIDE = 0.15  # the same as a share of the axis, where nothing but points stands there
BAND, FAINT = 0.16, 0.10
NEAR = 4.0  # times as high as all else: the ideal is in the picture
BROAD = 3.0  # times as high as low: such intervals are bars, for bands would hide each other
FAR = (0.8, 0.35)  # width and opacity of bars that leave the picture at both ends
SIZE = 30.0  # points of a title that is not bold and as wide as it is
ROWS = (("speedup", False), ("efficiency", True))


def charts(report: Report) -> Iterator[Chart]:
    """Of each group that was measured with several numbers of workers; weak scaling besides."""
    weak = (group for group in measured(report) if group.weak)
    known = laws(report)
    for group, name in named([*batches(report), *weak][:MOST]):
        if len({workers for _, workers in group.rows}) > 1:
            yield from _of_group(report, shown(report, group, known), f"scaling-{name}")


def _of_group(report: Report, found: Shown, name: str) -> Iterator[Chart]:
    several = list(parts(found.group.interpreters, COLUMNS))
    for number, interpreters in enumerate(several, start=1):
        part = f"-{number}" if len(several) > 1 else ""
        which = f" ({number} of {len(several)})" if part else ""
        yield Chart(
            f"{name}{part}",
            plain(found.group.title.text + _rest(found, which)),
            told(found, interpreters),
            tables(found, interpreters),
            partial(scaling, report, found, interpreters, which),
        )


def _rest(found: Shown, told: str) -> str:
    """What a title says after whose it is; `told` ends it."""
    gain = "scaled speedup" if found.group.weak else "speedup"
    return f": {gain} by number of workers{told}"


def scaling(
    report: Report, found: Shown, interpreters: Sequence[str], told: str, style: Style
) -> Figure:
    """One picture, of at most four interpreters; `told` ends its title."""
    capacity = report.readings.capacity
    computes = report.readings.computes(next(iter(found.group.entries.values())).cell)
    cores = capacity.cpus if computes else math.inf  # what waits needs none
    far = False
    notes = Notes()
    for why, who in found.absent(interpreters):
        notes.add(why, who)
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        handles = handles_of(found, capacity, style)
        beside = HANDLE + max(inches(str(handle.get_label())) for handle in handles)
        width = (WIDTH - LEFT - beside - 2 * EDGE + GAP) / len(interpreters) - GAP
        height = HEIGHT - TOP - AXIS - notes.height - BETWEEN
        for number, label in enumerate(interpreters):
            for row, (kind, efficiency) in enumerate(ROWS):
                own = height * (1 - UPPER if efficiency else UPPER)
                bottom = HEIGHT - TOP - height * UPPER - row * (BETWEEN + own)
                axes = place(figure, LEFT + number * (width + GAP), bottom, width, own)
                spread = _axes(axes, found, cores, efficiency, width, own)
                _ground(axes, found, capacity, cores, efficiency, spread, style)
                for series in found.series[label]:
                    far |= _draw(axes, series, found, efficiency, spread, style)
                axes.tick_params(labelbottom=efficiency, labelleft=number == 0)
                if not efficiency:
                    axes.set_title(shortened(label, 0.8 * width, 20), loc="left", pad=10)
                if number == 0:
                    middle = (bottom + own / 2) / HEIGHT
                    figure.text(EDGE / WIDTH, middle, kind, size=17, rotation=90, va="center")
        middle = (LEFT + (len(interpreters) * (width + GAP) - GAP) / 2) / WIDTH
        figure.text(middle, notes.height / HEIGHT, "workers", size=17, ha="center", va="bottom")
        rest = _rest(found, told)
        room = WIDTH - 2 * EDGE - inches(rest, SIZE)
        intervals = "bands and bars: intervals" if found.has_intervals else "without intervals"
        intervals += ", faint beyond the picture" if far else ""
        style.titled(
            figure,
            shortened(found.group.title.text, room, SIZE) + rest,
            f"over {literal(found.base, 24)} on the same interpreter; efficiency is speedup / "
            f"workers; {intervals}",
        )
        legend(figure, handles, beside, HEIGHT - TOP, height + BETWEEN)
        notes.write(figure, style)
    return figure


def _axes(
    axes: Axes, found: Shown, cores: float, efficiency: bool, width: float, height: float
) -> float:
    """Scales, limits and ticks, which all panels of a row share.

    The ideal leaves at the top where it is far above all else.

    Returns how far apart the first and the last strategy stand at one count, in doublings.
    """
    counts = found.counts
    octaves = math.log2(found.furthest) + 0.75
    spread = octaves * (WIDE if found.alone else DODGE / width)
    margin = 1.25 * 2 ** (spread * 0.6)
    left, right = counts[0] / margin, found.furthest * margin
    least, most = found.limits(efficiency)
    ideal = 1.0 if efficiency else min(cores, counts[-1])
    low, high = min(least, 1.0) / 1.25, max(most, min(ideal, NEAR * most), 1.0) * 1.35
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    axes.set_xticks(counts, _labels(counts, width / math.log2(right / left)))
    at = ticks(low, high, height, 0.3)
    axes.set_yticks(at, [_percent(tick) if efficiency else f"{tick:g}x" for tick in at])
    axes.minorticks_off()
    axes.grid(True, which="major")
    axes.set_axisbelow(True)
    return spread


def _labels(counts: Sequence[int], octave: float) -> list[str]:
    """Those that have room on an axis of so many inches a doubling: ends, then powers of 2."""
    wanted = sorted(counts, key=lambda count: (count not in (1, counts[-1]), count & (count - 1)))
    kept = apart(wanted, octave, lambda count: inches(f"{count:g}", 16) + 0.1)
    return [str(count) if count in kept else "" for count in counts]


def _percent(share: float) -> str:
    return f"{100 * share:.4g}%"


def _ground(
    axes: Axes,
    found: Shown,
    capacity: Capacity,
    most: float,
    efficiency: bool,
    spread: float,
    style: Style,
) -> None:
    """What the machine has, and what would be ideal with so many cores, and with more.

    Shaded: the same moved aside as far as the points are.
    """
    for count, look, _ in marks_of(found, capacity, style):
        axes.axvline(count, **look, zorder=0)
    counts = sorted({1.0, min(most, found.furthest), float(found.furthest)})
    ideal = [min(count, most) / (count if efficiency else 1) for count in counts]
    if found.alone:  # as wide as the points stand apart: how ideal one is shows in its height alone
        for count, value in zip(counts, ideal, strict=True):
            reach = 2 ** (spread * 0.6)
            axes.plot([count / reach, count * reach], [value] * 2, **ideal_look(style), zorder=1)
    else:
        axes.plot(counts, ideal, **ideal_look(style), zorder=1)
        reach = 2 ** (spread * 0.5) if len(found.strategies) > 1 else 1.0
        beside = [count / reach for count in counts] + [count * reach for count in counts[::-1]]
        axes.fill(beside, ideal + ideal[::-1], **shade_look(style), zorder=0.5)
    if found.has_laws and most < found.furthest:
        ends = [most, found.furthest]
        more = [count / (count if efficiency else 1) for count in ends]
        axes.plot(ends, more, **more_look(style), zorder=1)
    axes.plot([1], [1], **look_of(found.base, found, style), zorder=1.5)


def _draw(
    axes: Axes, series: Series, found: Shown, efficiency: bool, spread: float, style: Style
) -> bool:
    """Lines where counts follow each other, with bands; bars of single points and broad ones.

    Whether an interval leaves the picture at both ends.
    """
    points = series.efficiencies if efficiency else series.speedups
    law = series.efficiencies_continued if efficiency else series.continued
    if not any(points.values()):
        return False
    far = False
    order, last = found.strategies.index(series.strategy), len(found.strategies) - 1
    shift = 2 ** (spread * (order / last - 0.5)) if last else 1.0
    look = look_of(series.strategy, found, style)
    first, start = next((count, point.value) for count, point in points.items() if point)
    if first > 1:
        axes.plot(
            [1, first * shift],
            [1, start],
            color=look["color"],
            linewidth=1.4,
            linestyle=":",
            zorder=1,
        )
    for own in _runs(points.items()):
        places, values, low, high = _columns([(count * shift, point) for count, point in own])
        if len(own) == 1 or max(map(operator.truediv, high, low)) > BROAD:
            axes.plot(places, values, **look)
            far |= _bars(axes, list(zip(places, values, low, high, strict=True)), look["color"])
        else:
            axes.fill_between(places, low, high, color=look["color"], alpha=BAND, linewidth=0)
            axes.plot(places, values, **look)
    for own in _runs(law.items()):
        places, values, low, high = _columns(own)
        axes.plot(places, values, color=look["color"], linewidth=1.2, linestyle=(0, (4, 2)))
        axes.fill_between(places, low, high, color=look["color"], alpha=FAINT, linewidth=0)
    return far


def _bars(axes: Axes, points: Sequence[tuple[float, float, float, float]], colour: str) -> bool:
    """Place, value and ends of each; whether one leaves the picture at both, which are faint."""
    floor, top = axes.get_ylim()
    found = False
    for place_, value, low, high in points:
        far = low < floor and high > top
        wide, alpha = FAR if far else (1.4, 1.0)
        bar: dict[str, Any] = {"ecolor": colour, "elinewidth": wide, "alpha": alpha, "zorder": 1.9}
        axes.errorbar([place_], [value], yerr=[[value - low], [high - value]], fmt="none",
                      capsize=0 if far else 4, **bar)  # fmt: skip
        found |= far
    return found


def _columns(own: Sequence[tuple[float, Estimate]]) -> tuple[list[float], ...]:
    """Workers, values, and the ends of their intervals or, without any, the values again."""
    rows = (
        (workers, point.value, *(point.interval or (point.value, point.value)))
        for workers, point in own
    )
    return tuple(list(column) for column in zip(*rows, strict=True))


def _runs(
    points: Iterable[tuple[float, Estimate | None]],
) -> Iterator[list[tuple[float, Estimate]]]:
    """Measured ones that follow each other: no line leads over one that has no number."""
    for there, own in groupby(points, key=lambda point: point[1] is not None):
        if there:
            yield [(workers, point) for workers, point in own if point is not None]
