"""Tiles by strategy and interpreter, a panel a group: what heatmaps have in common.

Colour is log2 of how much better; the number stands in every tile, so that nothing hangs on colour.
"""

import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.charts.contrast import readable_on, seen_on
from analysis.charts.explain.boxes import width_of, wrapped
from analysis.charts.style import SMALLEST, Style, bare, literal
from analysis.charts.telling import no_number
from analysis.figures import Place
from analysis.report import Entry, Group
from analysis.speedups import SEQUENTIAL

BASELINE = "1x, baseline"
STATUS = {"missing": "not measured"}
FAILED = "failed"  # which is no property of a build, as unsupported is
TITLE = 20.0  # points, where the panel has room for it
TWO_LINES = 16.0  # and of a title in two lines
LETTER = 0.75  # of its size: how wide a letter of a title is
NARROW = 0.62  # and one of a reason
TICK = 0.5  # inches that a tick's label of the key takes
KEY = 0.72  # inches from the foot to the key


@dataclass(frozen=True, slots=True)
class Tile:
    text: str
    below: str
    shade: float  # log2 of how many times as good
    undecided: bool = False  # whether it may be as good as what it is held against
    numbers: tuple[tuple[str, Place], ...] = ()  # what a table says of it, by name


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


@dataclass(frozen=True, slots=True)
class Panel:
    """Of a group, so much as stands in a box of inches from the left and the foot."""

    group: Group
    interpreters: Sequence[str]
    strategies: Sequence[str]
    box: tuple[float, float, float, float]
    head: float  # inches that its title may be wide
    labelled: bool  # whether its rows have their names beside them

    @property
    def cell(self) -> tuple[float, float]:
        """Inches of a tile."""
        return self.box[2] / len(self.interpreters), self.box[3] / len(self.strategies)


def draw(figure: Figure, panels: Sequence[Panel], fill: Fill, scale: Scale, style: Style) -> None:
    """The panels, with a key below that begins where the first does."""
    with style.drawing():
        for panel in panels:
            axes = figure.add_axes(_fraction(panel.box, figure))
            _panel(axes, panel)
            for y, strategy in enumerate(panel.strategies):
                own = [fill(panel.group, one, strategy) for one in panel.interpreters]
                _row(axes, y, own, panel.cell, scale, style)
            axes.tick_params(labelleft=panel.labelled)
        _key(figure, panels[0].box[0], scale, style)


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


def _fraction(box: tuple[float, ...], figure: Figure) -> tuple[float, float, float, float]:
    width, height = figure.get_size_inches()
    return (box[0] / width, box[1] / height, box[2] / width, box[3] / height)


def _panel(axes: Axes, panel: Panel) -> None:
    lines, size = headed(panel.group, panel.head)
    axes.set_title("\n".join(lines), loc="left", pad=44, size=size, linespacing=1.1)
    axes.set_xlim(0, len(panel.interpreters))
    axes.set_ylim(len(panel.strategies), 0)
    axes.xaxis.tick_top()
    labels = [literal(name, 12) for name in panel.interpreters]
    axes.set_xticks([i + 0.5 for i in range(len(labels))], labels, weight="bold")
    names = [literal(name, 24) for name in panel.strategies]
    axes.set_yticks([i + 0.5 for i in range(len(names))], names)
    bare(axes)


def headed(group: Group, inches: float) -> tuple[list[str], float]:
    """Its title in one line or two, whichever can be larger: the lines, and their points."""
    room = inches * 72 / LETTER
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


def _row(
    axes: Axes,
    y: int,
    row: Sequence[Tile | Blank],
    cell: tuple[float, float],
    scale: Scale,
    style: Style,
) -> None:
    start = 0
    for what, some in groupby(row):
        count = len(list(some))
        if isinstance(what, Blank):
            _blank(axes, (start, y), count, cell, what, style)
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
            edgecolor=seen_on(face, style.hatch) if tile.undecided else face,
            hatch="///" if tile.undecided else None,
            linewidth=0,
        )
    )
    pad = {"facecolor": face, "edgecolor": "none", "pad": 1.5}
    box = pad if tile.undecided else None
    place: Any = {"ha": "center", "va": "center", "color": readable_on(face), "bbox": box}
    height = y + (0.38 if tile.below else 0.5)
    axes.text(x + 0.5, height, tile.text, size=scale.size, weight="bold", **place)
    if tile.below:
        axes.text(x + 0.5, y + 0.76, tile.below, size=SMALLEST, **place)


def _blank(
    axes: Axes,
    at: tuple[int, int],
    count: int,
    cell: tuple[float, float],
    blank: Blank,
    style: Style,
) -> None:
    if not blank.status:
        return  # it was never planned
    x, y = at
    colour = style.neither if blank.status == BASELINE else style.absent
    edge: Any = {"edgecolor": style.fails, "linewidth": 2} if blank.status == FAILED else {}
    axes.add_patch(Rectangle((x + 0.02, y + 0.03), count - 0.04, 0.94, facecolor=colour, **edge))
    most = max(1, int(cell[1] * 72 / (SMALLEST * 1.2)) - 1)
    status = STATUS.get(blank.status, blank.status)
    reason = _reason(literal(blank.reason, 200), count * cell[0] - 0.12, most)
    place: Any = {"ha": "center", "va": "center", "color": style.soft, "size": SMALLEST}
    line = SMALLEST * 1.2 / 72 / cell[1]  # of the tile's height
    top = y + 0.5 - line * len(reason) / 2
    axes.text(x + count / 2, top, status, style="italic", **place)
    for number, text in enumerate(reason, 1):
        axes.text(x + count / 2, top + number * line, text, **place)


def _reason(text: str, width: float, most: int) -> list[str]:
    """In so many lines of so many inches; a word is broken only where it is longer."""
    lines = wrapped(text, width, SMALLEST)
    if len(lines) <= most and all(width_of(line, SMALLEST, bold=False) <= width for line in lines):
        return lines
    letters = int(width * 72 / (SMALLEST * NARROW))
    return textwrap.wrap(text, letters, max_lines=most, placeholder="…")


def _key(figure: Figure, left: float, scale: Scale, style: Style) -> None:
    width, height = figure.get_size_inches()
    length = min(5.2, width * 0.35)
    axes = figure.add_axes(_fraction((left, KEY, length, 0.26), figure))
    most = math.floor(scale.limit)
    every = 1 if length / (2 * most + 1) > TICK else 2
    steps = [step for step in range(-most, most + 1) if step % every == 0]
    colours = ScalarMappable(scale.norm(), style.shades())
    bar = figure.colorbar(colours, cax=axes, orientation="horizontal", extend="both")
    bar.set_ticks(steps, labels=[scale.tick(step) for step in steps])
    bar.outline.set_visible(False)
    hatched: Any = {"edgecolor": style.hatch, "hatch": "///"}
    handles = [
        Patch(facecolor=style.neither, label="cannot be told from 1x", **hatched),
        Patch(facecolor=style.absent, label="no number"),
    ]
    figure.legend(
        handles=handles,
        loc="center left",
        bbox_to_anchor=((left + length + 0.5) / width, KEY / height),
        frameon=False,
        handlelength=2.2,
        handleheight=1.3,
    )


def untold(found: Iterable[tuple[str, str, Tile | Blank]]) -> str:
    """Which tiles that were planned have no number; of strategies and interpreters."""
    return no_number(
        (strategy, label, tile.status)
        for strategy, label, tile in found
        if isinstance(tile, Blank) and tile.status not in ("", BASELINE)
    )
