"""A slide a strategy: its processes, interpreters, threads and coroutines, as boxes in boxes.

Kinds of boxes differ by their names, edges and places; colour only helps.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from analysis.charts.chart import Chart
from analysis.charts.explain.boxes import SPACING, Box, Rect, height_of
from analysis.charts.explain.padlock import padlock
from analysis.charts.explain.parts import Arrow
from analysis.charts.explain.slide import Slide, slide
from analysis.charts.style import HEIGHT, WIDTH, Style
from analysis.charts.telling import LONGEST, told
from analysis.explain import facts, sentences
from analysis.figures import Line, Table, Word, table
from record.explain import Explained, Seen
from record.text import plain

# By kind: whose colours it has, width and dash of its edge. The edges of dashed ones are soft.
LOOKS: dict[str, tuple[str, float, str]] = {
    "process": ("process", 2.4, "-"),
    "helper-process": ("process", 1.6, "--"),
    "interpreter": ("interpreter", 2.2, "-"),
    "lane": ("thread", 2.6, "-"),
    "thread": ("thread", 1.2, "-"),
    "helper": ("thread", 1.0, "--"),
    "loop": ("loop", 2.0, "-."),
    "task": ("task", 1.4, "-"),
    "memory": ("memory", 2.0, "-"),
    "more": ("thread", 1.0, ":"),
}
SOFT = ("--", ":")


def charts(explained: Explained) -> Iterator[Chart]:
    """One; none where nothing was seen."""
    if explained.seen is None:
        return
    finding = sentences.finding(explained)
    yield Chart(
        explained.name,
        plain(finding),
        told(f"{finding[:LONGEST]}.", *sentences.meaning(explained.seen)),
        _tables(explained.seen),
        partial(_draw, slide(explained, explained.seen)),
    )


def _tables(seen: Seen) -> tuple[Table, ...]:
    """What is shared and what is not, and how that was seen."""
    lines = (Line((fact.kind.value, fact.thing), (Word(fact.seen),)) for fact in facts.facts(seen))
    made = table("What was tried", ("", "thing"), ("what was seen",), lines)
    return () if made is None else (made,)


def _draw(drawn: Slide, style: Style) -> Figure:
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(HEIGHT, 0)
        axes.set_axis_off()
        for box in drawn.boxes:
            for one in box.all():
                _box(axes, one, style)
        for arrow in drawn.arrows:
            _arrow(axes, arrow, style)
    return figure


def _box(axes: Axes, box: Box, style: Style) -> None:
    if box.kind in LOOKS:
        colours, width, dash = LOOKS[box.kind]
        face, edge = style.boxes[colours]
        rect = box.rect
        frame = FancyBboxPatch(
            (rect.x, rect.y),
            rect.width,
            rect.height,
            boxstyle=f"round,pad=0,rounding_size={min(0.12, rect.height / 4)}",
            facecolor=face,
            edgecolor=style.soft if dash in SOFT else edge,
            linewidth=width,
            linestyle=dash,
        )
        axes.add_patch(frame)
    if box.kind.startswith("padlock"):
        padlock(axes, box.rect, style, closed=box.kind == "padlock-on")
    if box.lines:
        _lines(axes, box, style)


def _lines(axes: Axes, box: Box, style: Style) -> None:
    rect: Rect = box.rect
    y = rect.middle - height_of(box.lines) / 2
    place: Any = {"ha": "center" if box.centred else "left", "va": "center", "parse_math": False}
    for line in box.lines:
        tall = line.size * SPACING / 72
        x = rect.x + rect.width / 2 if box.centred else rect.x
        axes.text(
            x,
            y + tall / 2,
            line.text,
            size=line.size,
            weight="bold" if line.bold else "normal",
            color=style.soft if line.soft else style.ink,
            **place,
        )
        y += tall


def _arrow(axes: Axes, arrow: Arrow, style: Style) -> None:
    (x, y), (to_x, to_y) = arrow.points[0], arrow.points[-1]
    heads = "<|-|>" if arrow.both else "-|>" if arrow.head else "-"
    axes.annotate(
        "",
        (to_x, to_y),
        (x, y),
        arrowprops={
            "arrowstyle": heads,
            "color": style.ink,
            "linewidth": 2.2,
            "mutation_scale": 20,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
