"""A slide a strategy: its processes, interpreters, threads and coroutines, as boxes in boxes.

Kinds of boxes differ by their names, edges and places; colour only helps.
"""

from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from analysis.charts.explain.boxes import SPACING, Box, Rect, height_of
from analysis.charts.explain.padlock import padlock
from analysis.charts.explain.parts import Arrow
from analysis.charts.explain.slide import HEIGHT, WIDTH, slide
from analysis.charts.style import INK, RC, SOFT
from record.explain import Explained

# By kind: face, edge, width and dash of its edge.
LOOKS: dict[str, tuple[str, str, float, str]] = {
    "process": ("#f3f4f6", INK, 2.4, "-"),
    "helper-process": ("#f3f4f6", SOFT, 1.6, "--"),
    "interpreter": ("#e2effa", "#0072b2", 2.2, "-"),
    "lane": ("white", INK, 2.6, "-"),
    "thread": ("white", INK, 1.2, "-"),
    "helper": ("white", SOFT, 1.0, "--"),
    "loop": ("#fbf3d5", "#9a7d0a", 2.0, "-."),
    "task": ("white", "#9a7d0a", 1.4, "-"),
    "memory": ("#fde9dc", "#d55e00", 2.0, "-"),
    "more": ("white", SOFT, 1.0, ":"),
}


def chart(explained: Explained) -> Figure | None:
    """None where nothing was seen."""
    if explained.seen is None:
        return None
    drawn = slide(explained, explained.seen)
    with rc_context(RC):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(HEIGHT, 0)
        axes.set_axis_off()
        for box in drawn.boxes:
            for one in box.all():
                _box(axes, one)
        for arrow in drawn.arrows:
            _arrow(axes, arrow)
    return figure


def _box(axes: Axes, box: Box) -> None:
    if box.kind in LOOKS:
        face, edge, width, dash = LOOKS[box.kind]
        rect = box.rect
        frame = FancyBboxPatch(
            (rect.x, rect.y),
            rect.width,
            rect.height,
            boxstyle=f"round,pad=0,rounding_size={min(0.12, rect.height / 4)}",
            facecolor=face,
            edgecolor=edge,
            linewidth=width,
            linestyle=dash,
        )
        axes.add_patch(frame)
    if box.kind.startswith("padlock"):
        padlock(axes, box.rect, closed=box.kind == "padlock-on")
    if box.lines:
        _lines(axes, box)


def _lines(axes: Axes, box: Box) -> None:
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
            color=SOFT if line.soft else INK,
            **place,
        )
        y += tall


def _arrow(axes: Axes, arrow: Arrow) -> None:
    (x, y), (to_x, to_y) = arrow.points[0], arrow.points[-1]
    style = "<|-|>" if arrow.both else "-|>" if arrow.head else "-"
    axes.annotate(
        "",
        (to_x, to_y),
        (x, y),
        arrowprops={
            "arrowstyle": style,
            "color": INK,
            "linewidth": 2.2,
            "mutation_scale": 20,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
