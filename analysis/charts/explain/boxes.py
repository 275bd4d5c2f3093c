"""Boxes within boxes, in inches from the top left: each child in its parent, none on another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import NamedTuple

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from record.text import plain

SMALLEST = 9.0  # points
SPACING = 1.25  # of a line, in its size


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def inside(self, by: float) -> "Rect":
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def top(self, height: float, gap: float = 0.0) -> tuple["Rect", "Rect"]:
        """So much of it, and what is below the gap."""
        below = self.height - height - gap
        return self._replace(height=height), Rect(self.x, self.bottom - below, self.width, below)

    def foot(self, height: float, gap: float = 0.0) -> tuple["Rect", "Rect"]:
        """What is above the gap, and so much of it."""
        above, below = self.top(self.height - height - gap, gap)
        return above, below

    def left(self, width: float, gap: float = 0.0) -> tuple["Rect", "Rect"]:
        """So much of it, and what is beside the gap."""
        beside = self.width - width - gap
        return self._replace(width=width), Rect(self.right - beside, self.y, beside, self.height)

    def grid(self, count: int, columns: int, gap: float) -> list["Rect"]:
        """So many equal places, row by row."""
        rows = ceil(count / columns)
        width = (self.width - (columns - 1) * gap) / columns
        height = (self.height - (rows - 1) * gap) / rows
        return [
            Rect(
                self.x + place % columns * (width + gap),
                self.y + place // columns * (height + gap),
                width,
                height,
            )
            for place in range(count)
        ]

    def rows(self, heights: Sequence[float], gap: float) -> Iterator["Rect"]:
        """One below the other, each as tall as its share of what there is."""
        free = self.height - gap * (len(heights) - 1)
        y = self.y
        for height in heights:
            own = free * height / sum(heights)
            yield Rect(self.x, y, self.width, own)
            y += own + gap

    def holds(self, other: "Rect") -> bool:
        slack = 1e-6
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def meets(self, other: "Rect") -> bool:
        slack = 1e-6
        return (
            self.x < other.right - slack
            and other.x < self.right - slack
            and self.y < other.bottom - slack
            and other.y < self.bottom - slack
        )


class Line(NamedTuple):
    text: str
    size: float  # points
    bold: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """What is drawn in a place: a frame of some kind with boxes in it, or lines of text."""

    kind: str
    rect: Rect
    lines: tuple[Line, ...] = ()
    children: tuple["Box", ...] = ()
    centred: bool = False

    def all(self) -> Iterator["Box"]:
        yield self
        for child in self.children:
            yield from child.all()


def width_of(text: str, size: float, bold: bool) -> float:
    """Inches of a line of text."""
    return _width(text, bold) * size


@cache
def _width(text: str, bold: bool) -> float:
    """In a size of one point: of every other it is a multiple."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=100)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72 / 100


def height_of(lines: Sequence[Line]) -> float:
    """Inches of lines, one below the other."""
    return sum(line.size * SPACING for line in lines) / 72


def fitted(line: Line, width: float) -> Line:
    """In the size in which it fits, or cut where even the smallest does not."""
    text = plain(line.text)[:300]
    natural = width_of(text, 100, line.bold) / 100
    size = min(line.size, width / natural if natural else line.size)
    if size >= SMALLEST:
        return line._replace(text=text, size=size)
    while text and width_of(f"{text}…", SMALLEST, line.bold) > width:
        text = text[:-1]
    return line._replace(text=f"{text}…", size=SMALLEST)


def lettered(rect: Rect, lines: Sequence[Line], kind: str = "text", centred: bool = False) -> Box:
    """Lines as large as they were asked for, or as the place lets them be."""
    pad = 0.0 if kind == "text" else 0.05
    room = rect.inside(pad)
    fitting = [fitted(line, room.width) for line in lines if line.text]
    while len(fitting) > 1 and _shrunk(fitting, room.height) < SMALLEST:
        fitting.pop()  # the last line says the least
    scale = min(1.0, room.height / height_of(fitting)) if fitting else 1.0
    own = tuple(line._replace(size=line.size * scale) for line in fitting)
    return Box(kind, rect, own, centred=centred)


def _shrunk(lines: Sequence[Line], height: float) -> float:
    """The size of the smallest of the lines, once they are as tall as that together."""
    return min(line.size for line in lines) * min(1.0, height / height_of(lines))


def wrapped(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Lines of at most so many inches, but for a word that is longer."""
    lines: list[str] = []
    for word in plain(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
