"""Tiles by strategy and interpreter, a panel a group: the frame that heatmaps have in common.

Colour is log2 of how much better; the number stands in every tile, so that nothing hangs on colour.
"""

import math
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.charts.contrast import readable_on
from analysis.charts.style import Style, bare, drawable, literal
from analysis.report import Entry, Group
from analysis.speedups import SEQUENTIAL

CELL = (1.42, 0.78)  # inches
LABELS = 2.75  # inches beside the first panel
GAP = 0.35
HEAD, PANEL_HEAD, FOOT = 1.2, 1.3, 1.35
TICK = 0.5  # inches that a tick's label of the key takes
BASELINE = "1x, baseline"
STATUS = {"missing": "not measured"}
WIDEST = 21.0
TITLE = 20.0  # points, where the panel has room for it
TWO_LINES = 16.0  # and of a title in two lines
LETTER = 0.75  # of its size: how wide a letter of a title is


@dataclass(frozen=True, slots=True)
class Tile:
    text: str
    below: str
    shade: float  # log2 of how many times as good
    undecided: bool = False  # whether it may be as good as what it is held against


@dataclass(frozen=True, slots=True)
class Blank:
    """No number; those beside each other that are alike are one, with one text across.

    Without a status it was never planned, and nothing is drawn.
    """

    status: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    limit: float  # of shades
    tick: Callable[[int], str]  # what a shade is called
    size: float = 20.0  # points of a tile's text

    def norm(self) -> Normalize:
        return Normalize(-self.limit, self.limit)


Fill = Callable[[Group, str, str], Tile | Blank]  # of a group, an interpreter and a strategy


def tiles(
    groups: Sequence[Group], strategies: Sequence[str], fill: Fill, scale: Scale, style: Style
) -> Figure | None:
    """One panel for each of `groups`, with a key below. None where no screen could show it."""
    rows = [(row, _of_line(row, strategies)) for row in _lines(groups)]
    width = max(LABELS + sum(_width(group) + GAP for group in row) for row, _ in rows)
    height = HEAD + sum(PANEL_HEAD + len(names) * CELL[1] for _, names in rows) + FOOT
    if not drawable(width, height):
        return None
    with style.drawing():
        figure = Figure(figsize=(max(width, 11.0), height))
        top = height - HEAD
        for row, names in rows:
            panel = len(names) * CELL[1]
            left = LABELS
            for group in row:
                box = (left, top - PANEL_HEAD - panel, _width(group), panel)
                axes = figure.add_axes(_fraction(box, figure))
                _panel(axes, group, names)
                for y, strategy in enumerate(names):
                    own = [fill(group, one, strategy) for one in group.interpreters]
                    _row(axes, y, own, scale, style)
                axes.tick_params(labelleft=left == LABELS)
                left += _width(group) + GAP
            top -= PANEL_HEAD + panel
        _key(figure, scale, style)
    return figure


def name(figure: Figure, style: Style, title: str, subtitle: str) -> None:
    with style.drawing():
        style.titled(figure, literal(title), subtitle)


def planned(group: Group, interpreter: str, strategy: str) -> list[Entry]:
    """The entries of a strategy on an interpreter, by workers."""
    return [
        group.entries[interpreter, name, workers]
        for name, workers in group.rows
        if name == strategy and (interpreter, name, workers) in group.entries
    ]


def workers(entry: Entry) -> str:
    """`w=2`; nothing where there is no choice."""
    return "" if entry.cell.strategy == SEQUENTIAL else f"w={entry.cell.workers}"


def _lines(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The panels of each line, as many as a slide is wide."""
    line: list[Group] = []
    for group in groups:
        if line and LABELS + sum(_width(one) + GAP for one in [*line, group]) > WIDEST:
            yield line
            line = []
        line.append(group)
    yield line


def _of_line(line: Sequence[Group], strategies: Sequence[str]) -> list[str]:
    """Those that a panel of this line has."""
    there = {name for group in line for name, _ in group.rows}
    return [name for name in strategies if name in there]


def fits_a_slide(groups: Sequence[Group]) -> bool:
    """Whether the panels of `groups` stand in one line."""
    return len(list(_lines(groups))) == 1


def _width(group: Group) -> float:
    return len(group.interpreters) * CELL[0]


def _fraction(box: tuple[float, ...], figure: Figure) -> tuple[float, float, float, float]:
    width, height = figure.get_size_inches()
    return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)


def _panel(axes: Axes, group: Group, strategies: Sequence[str]) -> None:
    lines, size = _title(group)
    axes.set_title("\n".join(lines), loc="left", pad=44, size=size, linespacing=1.1)
    axes.set_xlim(0, len(group.interpreters))
    axes.set_ylim(len(strategies), 0)
    axes.xaxis.tick_top()
    labels = [literal(name, 12) for name in group.interpreters]
    axes.set_xticks([i + 0.5 for i in range(len(labels))], labels, weight="bold")
    axes.set_yticks([i + 0.5 for i in range(len(strategies))], [literal(s, 24) for s in strategies])
    bare(axes)


def _title(group: Group) -> tuple[list[str], float]:
    """In one line or two, whichever can be larger: the lines, and their size in points."""
    room = (_width(group) + GAP) * 72 / LETTER
    words = literal(group.title.text).replace(",", ", ").split()
    splits = [
        [" ".join(words)] if cut == 0 else [" ".join(words[:cut]), " ".join(words[cut:])]
        for cut in range(len(words))
    ]
    sizes = [
        min(TITLE if len(lines) == 1 else TWO_LINES, room / max(map(len, lines)))
        for lines in splits
    ]
    size, place = max((size, -place) for place, size in enumerate(sizes))
    return splits[-place], max(8.0, size)


def _row(axes: Axes, y: int, row: Sequence[Tile | Blank], scale: Scale, style: Style) -> None:
    start = 0
    for what, some in groupby(row):
        count = len(list(some))
        if isinstance(what, Blank):
            _blank(axes, (start, y), count, what, style)
        else:
            for x in range(start, start + count):
                _tile(axes, (x, y), what, scale, style)
        start += count


def _tile(axes: Axes, at: tuple[int, int], tile: Tile, scale: Scale, style: Style) -> None:
    x, y = at
    face = to_hex(style.shades()(scale.norm()(tile.shade)))
    axes.add_patch(
        Rectangle(
            (x + 0.02, y + 0.03),
            *(0.96, 0.94),
            facecolor=face,
            edgecolor=style.hatch if tile.undecided else face,
            hatch="///" if tile.undecided else None,
            linewidth=0,
        )
    )
    pad = {"facecolor": face, "edgecolor": "none", "pad": 1.5}
    box = pad if tile.undecided else None
    place: dict[str, Any] = {
        "ha": "center",
        "va": "center",
        "color": readable_on(face),
        "bbox": box,
    }
    height = y + (0.4 if tile.below else 0.5)
    axes.text(x + 0.5, height, tile.text, size=scale.size, weight="bold", **place)
    if tile.below:
        axes.text(x + 0.5, y + 0.77, tile.below, size=12, **place)


def _blank(axes: Axes, at: tuple[int, int], count: int, blank: Blank, style: Style) -> None:
    if not blank.status:
        return  # it was never planned
    x, y = at
    colour = style.neither if blank.status == BASELINE else style.absent
    axes.add_patch(Rectangle((x + 0.02, y + 0.03), count - 0.04, 0.94, facecolor=colour))
    fitting = int(count * CELL[0] * 72 / (10.5 * 0.62))
    lines = textwrap.wrap(literal(blank.reason, 200), fitting, max_lines=2, placeholder="…")
    place: dict[str, Any] = {"ha": "center", "va": "center", "color": style.soft}
    middle, height = x + count / 2, y + (0.26 if lines else 0.5)
    status = STATUS.get(blank.status, blank.status)
    axes.text(middle, height, status, size=13, style="italic", **place)
    axes.text(middle, y + 0.66, "\n".join(lines), size=10.5, linespacing=1.1, **place)


def _key(figure: Figure, scale: Scale, style: Style) -> None:
    width, height = figure.get_size_inches()
    length = min(5.2, width * 0.35)
    axes = figure.add_axes(_fraction((LABELS, 0.72, length, 0.26), figure))
    most = math.floor(scale.limit)
    every = 1 if length / (2 * most + 1) > TICK else 2
    steps = [step for step in range(-most, most + 1) if step % every == 0]
    bar = figure.colorbar(
        ScalarMappable(scale.norm(), style.shades()),
        cax=axes,
        orientation="horizontal",
        extend="both",
    )
    bar.set_ticks(steps, labels=[scale.tick(step) for step in steps])
    bar.outline.set_visible(False)
    handles = [
        Patch(
            facecolor=style.neither,
            edgecolor=style.hatch,
            hatch="///",
            label="cannot be told from 1x",
        ),
        Patch(facecolor=style.absent, label="no number"),
    ]
    figure.legend(
        handles=handles,
        loc="center left",
        bbox_to_anchor=((LABELS + length + 0.5) / width, 0.72 / height),
        frameon=False,
        handlelength=2.2,
        handleheight=1.3,
    )
