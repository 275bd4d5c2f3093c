"""A padlock, drawn: closed, or open with one leg of its shackle in the air."""

from math import cos, pi, sin

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch

from analysis.charts.explain.boxes import Rect
from analysis.charts.style import Style


def padlock(axes: Axes, rect: Rect, style: Style, closed: bool) -> None:
    shut, free = style.ink, style.paper
    size = min(rect.width, rect.height)
    x, middle = rect.x + rect.width / 2, rect.middle
    width, height = 0.66 * size, 0.46 * size
    top = middle + size * 0.46 - height  # of its body
    lift = 0.0 if closed else 0.1 * size
    radius = 0.22 * size
    centre = top - 0.12 * size - lift
    angles = [pi + pi * step / 24 for step in range(25)]
    curve = [(x + radius * cos(angle), centre + radius * sin(angle)) for angle in angles]
    right_foot = top if closed else centre + 0.1 * size
    points = [(x - radius, top), *curve, (x + radius, right_foot)]
    axes.plot(*zip(*points, strict=True), color=shut, linewidth=5.0 * size, solid_capstyle="butt")
    body = FancyBboxPatch(
        (x - width / 2, top),
        width,
        height,
        boxstyle=f"round,pad=0,rounding_size={0.06 * size}",
        facecolor=shut if closed else free,
        edgecolor=shut,
        linewidth=2.0,
    )
    axes.add_patch(body)
    hole = (x, top + height / 2)
    axes.add_patch(Circle(hole, 0.07 * size, facecolor=free if closed else shut, linewidth=0))
