"""Steps one after the other: a row of bars in which each starts where the last one ended.

Rows differ by a hundred times, so those of about one length have an axis of their own; the next
axis shows, shaded, how little of it the one above is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.patheffects import AbstractPathEffect, withStroke
from matplotlib.ticker import FuncFormatter

from analysis.charts.contrast import readable_on
from analysis.charts.page import inches, ticks
from analysis.charts.style import SMALLEST, WIDTH, Style, literal
from analysis.estimate import Estimate
from analysis.figures import Figure as Number
from analysis.render.figures import figure as written
from analysis.render.words import SCALES, scale_of

TOGETHER = 12.0  # times as long as the shortest of an axis may its longest be
LINES = 4.6  # of a row: four steps, and their sum
TICK = 1.1  # inches that a tick and its label need
ROOM = 1.28  # of the longest: for what is written beside it


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    start: float  # seconds from the first one's start
    end: float
    said: Number


@dataclass(frozen=True, slots=True)
class Waterfall:
    steps: tuple[Step, ...]
    total: Number

    @property
    def seconds(self) -> float:
        return self.total.estimate.value

    @property
    def lines(self) -> float:
        """How many lines its row has."""
        return max(LINES, len(self.steps) + LINES % 1)


def bands(rows: Sequence[Waterfall]) -> list[list[int]]:
    """The numbers of those that an axis can show together; they come in order, shortest first."""
    found: list[list[int]] = []
    for number, row in enumerate(rows):
        if found and row.seconds <= TOGETHER * rows[found[-1][0]].seconds:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def draw(axes: Axes, rows: Sequence[Waterfall], colours: Sequence[str], style: Style) -> float:
    """A row each, from the top, at 0 to 1, 1 to 2 and so on; how many seconds the axis has."""
    longest = max(row.seconds for row in rows)
    scale, unit = scale_of(longest, SCALES["second"])
    axes.set_xlim(0, ROOM * longest / scale)
    room = axes.get_position().width * WIDTH
    axes.set_xticks(ticks(*axes.get_xlim(), int(room / TICK)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: f"{at:g}{unit}" if at else "0"))
    axes.grid(True, axis="x")
    axes.set_axisbelow(True)
    for number, (row, colour) in enumerate(zip(rows, colours, strict=True)):
        for line, step in enumerate(row.steps):
            at = number + (line + 0.55) / row.lines
            _step(axes, step, (at, 1 / row.lines), scale, colour, style)
        at = number + (len(row.steps) + 0.25) / row.lines
        axes.plot([0, row.seconds / scale], [at] * 2, color=style.ink, linewidth=1.6)
        axes.plot([row.seconds / scale], [at], "|", color=style.ink, markersize=9)
        whisker(axes, row.total.estimate, at, style, 1 / scale)
    return ROOM * longest


def whisker(
    axes: Axes, one: Estimate, at: float, style: Style, times: float = 1, start: float = 0
) -> float:
    """An interval from `start` on, as far as the axis goes; where it ends."""
    low, high = axes.get_xlim()
    if one.interval is None:
        return start + one.value * times
    ends = [min(max(start + end * times, low), high) for end in one.interval]
    drawn: Any = {"color": style.ink, "zorder": 3}
    axes.plot(ends, [at] * 2, linewidth=1.8, path_effects=edged(style), **drawn)
    for end, limit, cut in zip(ends, one.interval, ("<", ">"), strict=True):
        inside = math.isclose(end, start + limit * times)
        axes.plot(
            [end], [at], "|" if inside else cut, markersize=7, path_effects=edged(style), **drawn
        )
    return ends[1]


def edged(style: Style) -> list[AbstractPathEffect]:
    """So that it is seen on a bar of any colour."""
    return [withStroke(linewidth=3, foreground=style.paper)]


def _step(
    axes: Axes, step: Step, line: tuple[float, float], scale: float, colour: str, style: Style
) -> None:
    """Its bar, its interval, and in words what it is: where there is room for them."""
    at, high = line
    start, end = step.start / scale, step.end / scale
    limit, wide = axes.get_xlim()[1], axes.get_position().width * WIDTH
    axes.barh(at, end - start, 0.74 * high, left=start, color=colour, linewidth=0)
    axes.plot([start] * 2, [at - high, at + high * 0.37], color=colour, linewidth=1.2)
    reach = max(end, whisker(axes, step.said.estimate, at, style, 1 / scale, start))
    first = start + (step.said.estimate.interval or (math.inf,))[0] / scale
    text = f"{step.name} {written(step.said).main}"
    needed, gap = (inches(text) + 0.16) / wide * limit, 0.08 / wide * limit
    place: Any = {"x": reach + gap, "ha": "left", "color": style.ink}
    if reach + needed > limit:
        place |= {"x": start - gap, "ha": "right"}
    if reach + needed > limit and needed > start:  # over its interval: in the bar, or after it
        fits = needed < end - start
        place |= {"x": start + gap if fits else min(end + gap, limit - needed), "ha": "left"}
        place |= {"color": readable_on(colour) if fits else style.ink}
        if first < place["x"] + needed:
            behind = colour if fits else style.paper
            place["bbox"] = {"facecolor": behind, "linewidth": 0, "pad": 0}
    axes.text(y=at, s=literal(text), size=SMALLEST, va="center_baseline", zorder=4, **place)


def magnified(
    figure: Figure, above: tuple[Axes, float], below: tuple[Axes, float], style: Style
) -> None:
    """Shows which part of the axis below is the whole of the one above; both with their seconds."""
    one, other = above[0].get_position(), below[0].get_position()
    share = above[1] / below[1]
    corners = [
        *((one.x0, one.y0), (one.x1, one.y0)),
        *((other.x0 + share * other.width, other.y1), (other.x0, other.y1)),
    ]
    figure.add_artist(
        Polygon(corners, transform=figure.transFigure, color=style.absent, linewidth=0, zorder=-2)
    )
    end = share * below[0].get_xlim()[1]
    below[0].axvspan(0, end, color=style.absent, linewidth=0, zorder=0)
