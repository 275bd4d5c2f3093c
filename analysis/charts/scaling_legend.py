"""The legend of a picture of scaling: how a strategy, an ideal and a machine's marks are drawn."""

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.charts.page import EDGE
from analysis.charts.series import Shown
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.overhead.readings import Capacity


def handles_of(found: Shown, capacity: Capacity, style: Style) -> list[Line2D]:
    handles = [
        Line2D([], [], **look_of(name, found, style), label=literal(name, 24))
        for name in (*found.strategies, found.base)
    ]
    handles[-1].set_linestyle("none")
    handles.append(Line2D([], [], **ideal_look(style), label="ideal"))
    if found.has_laws:
        handles.append(Line2D([], [], **more_look(style), label="ideal, more cores"))
        law = more_look(style) | {"color": style.ink}
        handles.append(Line2D([], [], **law, label="fitted law, more cores"))
    for _, look, label in marks_of(found, capacity, style):
        handles.append(Line2D([], [], **look, label=label))
    return handles


def legend(
    figure: Figure, handles: Sequence[Line2D], width: float, top: float, height: float
) -> None:
    """Beside panels of so much height, to their top; as far apart as there is room. In inches."""
    line = SMALLEST / 72  # inches
    room = height / len(handles) / line - 1.0
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=((WIDTH - EDGE - width) / WIDTH, top / HEIGHT),
        frameon=False,
        fontsize=SMALLEST,
        handlelength=2.8,
        borderaxespad=0,
        labelspacing=min(0.7, max(0.0, room)),
    )


def marks_of(
    found: Shown, capacity: Capacity, style: Style
) -> Iterator[tuple[float, dict[str, Any], str]]:
    """Of the machine's cores and its quota, those within the picture."""
    physical = capacity.physical or capacity.usable
    marks: list[tuple[float, dict[str, Any], str]] = [
        (physical, {"color": style.line, "linewidth": 9}, _cores(physical))
    ]
    if physical < capacity.usable:
        look: dict[str, Any] = {"color": style.absent, "linewidth": 9}
        marks.append((capacity.usable, look, f"{capacity.usable} hardware threads"))
    if capacity.quota is not None and capacity.quota < capacity.usable:
        look = {"color": style.ink, "linewidth": 2, "linestyle": (0, (1, 2))}
        marks.append((capacity.quota, look, f"quota of {capacity.quota:g}"))
    return (mark for mark in marks if mark[0] <= found.furthest)


def _cores(count: int) -> str:
    return f"{count} core{'s' if count > 1 else ''}"


def look_of(strategy: str, found: Shown, style: Style) -> dict[str, Any]:
    """How lines and points of a strategy are drawn, in panels and legend alike."""
    return style.series(strategy, found.strategies) | {"markersize": 9}


def ideal_look(style: Style) -> dict[str, Any]:
    return {"color": style.soft, "linewidth": 1.6}


def shade_look(style: Style) -> dict[str, Any]:
    return {"color": style.soft, "alpha": 0.25, "linewidth": 0}


def more_look(style: Style) -> dict[str, Any]:
    return {"color": style.soft, "linewidth": 1.2, "linestyle": (0, (4, 2))}
