"""Slides of rows: what each is at the left, its dots on one log axis, and in words at the right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.page import EDGE, inches, place, shortened
from analysis.charts.rows import Mark, Part, Row, limits, spread, tick_labels
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.estimate import Interval

HEAD, FOOT = 1.68, 1.22  # inches above and below the rows
TALLEST, LARGEST = 0.7, 19.0  # inches of a row, points of its text
GAP = 0.28  # inches between columns
LONGEST = (14, 34, 8)  # letters of a label, by its column
BOLD = 1.15  # times as wide as it would be
BAR = 2.4  # points: how thick an interval is
APART = 0.17  # of a line: how far from its middle two dots that are tied


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the pages of one chart have in common, so that they can be leafed through."""

    title: str
    subtitle: str
    axis: str  # what it is of
    heads: tuple[str, ...]  # of the columns at the right
    limits: Interval
    left: tuple[float, ...]  # widths of the columns beside the axis, of text of one point
    right: tuple[float, ...]


def sheet(
    title: str, subtitle: str, axis: str, heads: Sequence[str], parts: Sequence[Part]
) -> Sheet:
    """For all of these parts, on however many pages they are."""
    rows = [row for part in parts for row in part.rows]
    above = [inches(head, LARGEST, "bold") / LARGEST for head in heads]
    right = _widths([row.said for row in rows], "normal")
    return Sheet(
        title=title,
        subtitle=subtitle,
        axis=axis,
        heads=tuple(heads),
        limits=limits(dot for row in rows for dot in row.dots),
        left=_widths([_short(row.labels) for row in rows], "bold"),
        right=tuple(max(one, own) for one, own in zip_longest(above, right, fillvalue=0.0)),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Where the lines of one page are, in inches."""

    figure: Figure
    axes: Axes
    style: Style
    top: float
    pitch: float  # of a line
    size: float  # of its text, in points
    columns: tuple[float, ...]  # left edges of those at the left, then of the axis
    words: tuple[float, ...]  # of those at the right

    def write(self, x: float, y: float, text: str, **more: Any) -> None:
        look: dict[str, Any] = {"size": self.size, "color": self.style.ink, "va": "center", **more}
        self.figure.text(x / WIDTH, y / HEIGHT, text, **look)

    def over_lines(self, x: float, y: float, text: str, **more: Any) -> None:
        """The same where the lines of the axis would go through it."""
        behind = {"facecolor": self.style.paper, "edgecolor": "none", "pad": 1}
        self.write(x, y, text, bbox=behind, **more)


def draw(parts: Sequence[Part], whole: Sheet, style: Style) -> tuple[Figure, Axes]:
    """One page, to be drawn within the style; the caller adds what all rows have behind them."""
    page = _page(sum(part.lines for part in parts), whole, style)
    for head, x in zip(whole.heads, page.words, strict=True):
        page.write(x, page.top + 0.2, head, weight="bold")
    y = page.top - page.pitch / 2
    for part in parts:
        if part.heading:
            heading = shortened(part.heading, WIDTH - 2 * EDGE, page.size * BOLD)
            page.over_lines(EDGE, y, heading, weight="bold")
            y -= page.pitch
        above: Row | None = None
        for row in part.rows:
            _row(page, row, above, y, whole.limits)
            above = row
            y -= page.pitch
    style.titled(page.figure, literal(whole.title, 80), literal(whole.subtitle, 150))
    return page.figure, page.axes


def _page(count: int, whole: Sheet, style: Style) -> Page:
    """With the axis of so many lines, which are as tall as there is room."""
    pitch = min(TALLEST, (HEIGHT - HEAD - FOOT) / max(count, 1))
    size = max(SMALLEST, min(LARGEST, pitch * 72 * 0.62))
    columns = [EDGE]
    for width in whole.left:
        columns.append(columns[-1] + width * size + GAP)
    ends = [WIDTH - EDGE]
    for width in reversed(whole.right):
        ends.append(ends[-1] - width * size - GAP)
    top, wide, tall = HEIGHT - HEAD, ends[-1] - columns[-1], pitch * count
    figure = Figure(figsize=(WIDTH, HEIGHT))
    axes = place(figure, columns[-1], top - tall, wide, tall)
    axes.set_xscale("log")
    axes.set_xlim(whole.limits)
    axes.set_ylim(count, 0)
    _scale(axes, whole, wide)
    words = tuple(end + GAP for end in ends[:0:-1])
    return Page(figure, axes, style, top, pitch, size, tuple(columns), words)


def _row(page: Page, row: Row, above: Row | None, y: float, within: Interval) -> None:
    for number, (label, x) in enumerate(zip(_short(row.labels), page.columns, strict=False)):
        # The first only where it is not that of the row above.
        if number or above is None or row.labels[:1] != above.labels[:1]:
            page.write(x, y, label, weight="normal" if number else "bold")
    for text, x in zip(row.said, page.words, strict=False):
        page.write(x, y, text)
    _dots(page.axes, row, (page.top - y) / page.pitch, within, page.style)
    if row.why:
        left = page.columns[-1] + 0.1
        why = shortened(row.why, WIDTH - EDGE - left)
        look: dict[str, Any] = {"fontstyle": "italic", "color": page.style.soft}
        page.over_lines(left, y, why, size=SMALLEST, **look)


def _dots(axes: Axes, row: Row, middle: float, within: Interval, style: Style) -> None:
    low, high = within
    heights = [middle] * len(row.dots)
    if row.tied and len(row.dots) > 1:
        heights = [middle - APART, middle + APART]
        ends = [dot.value for dot in row.dots]
        tie = row.dots[-1].mark.colour(style)
        axes.plot(ends, heights, color=tie, linewidth=5, alpha=0.35)
    for dot, y in zip(row.dots, heights, strict=True):
        colour = dot.mark.colour(style)
        if dot.interval is not None:
            first, last = dot.interval
            bar: Any = {"color": colour, "linestyle": "none", "clip_on": False, "markersize": 7}
            ends = [max(first, low), min(last, high)]
            axes.plot(ends, [y, y], color=colour, linewidth=BAR)
            if first < low:
                axes.plot([low], [y], marker=4, **bar)  # a caret: it goes on
            if last > high:
                axes.plot([high], [y], marker=5, **bar)
        axes.plot(
            *([dot.value], [y]),
            marker=dot.mark.marker,
            markersize=10,
            markeredgewidth=2,
            markerfacecolor=style.paper if dot.mark.hollow else colour,
            markeredgecolor=colour,
            linestyle="none",
        )


def _scale(axes: Axes, whole: Sheet, width: float) -> None:
    ticks = spread(whole.limits, most=max(3, int(width)))
    axes.set_xticks(ticks, tick_labels(ticks), size=SMALLEST)
    axes.minorticks_off()
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(True, axis="x")
    axes.set_axisbelow(True)
    axes.set_xlabel(whole.axis, size=SMALLEST + 1, labelpad=4)


def key(figure: Figure, handles: Sequence[Artist]) -> None:
    """The legend, in one line at the foot."""
    figure.legend(
        handles=list(handles),
        loc="lower center",
        bbox_to_anchor=(0.5, 0.06 / HEIGHT),
        ncols=len(handles),
        frameon=False,
        fontsize=SMALLEST,
        handlelength=1.6,
        handletextpad=0.5,
        columnspacing=1.6,
    )


def handle(mark: Mark, label: str, style: Style) -> Line2D:
    """Of a legend: what looks like this."""
    colour = mark.colour(style)
    return Line2D(
        [],
        [],
        color=colour,
        marker=mark.marker,
        markersize=11,
        markeredgewidth=2,
        markerfacecolor="none" if mark.hollow else colour,
        linewidth=BAR,
        label=label,
    )


def _short(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(literal(text, most) for text, most in zip(labels, LONGEST, strict=False))


def _widths(rows: Iterable[Sequence[str]], weight: str) -> tuple[float, ...]:
    """Inches of the widest of each column, of text of one point."""
    columns = zip_longest(*rows, fillvalue="")
    return tuple(
        max(inches(text, LARGEST, weight) for text in dict.fromkeys(column)) / LARGEST
        for column in columns
    )
