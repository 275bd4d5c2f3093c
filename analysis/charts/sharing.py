"""What lanes get, one slide an interpreter: kinds of object down, strategies across.

Kinds that fare alike share a row. Every tile has a word and a symbol, and every error the number
of its text, which stands below.
"""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.charts.contrast import readable_on
from analysis.charts.style import HEIGHT, LIGHT, WIDTH, Style, bare, literal
from analysis.sharing import NOTHING, Mark, Place, Row, Table

LABELS, HEAD, COLUMNS, MARGIN = 2.75, 1.2, 0.6, 0.25
NAMES = 27  # letters of a line of names of kinds
NOTE, NOTES, LINE = 86, 11.5, 0.2  # letters of a line of a note, points, inches
LETTER = 0.6  # of its size: how wide a letter is
INDENT = 0.15  # inches of a note's second line
LOOKS = {  # of a word: symbol, what its colour is for, and what it means
    "same": ("≡", "same", "the same object"),
    "shared": ("⇄", "shared", "another object, the same memory"),
    "copy": ("❐", "copy", "a copy"),
    "by name": ("@", "anew", "imported by its name"),
    "by code": ("λ", "anew", "made anew from its code"),
    "error": ("✗", "error", "error"),
    NOTHING: ("", "", ""),
}
ENDED = ("⚡", "ended", "crash, or no end")
Line = tuple[float, str]  # of a note: how far it is indented, and what it says
CENTRED: Any = {"ha": "center", "va": "center", "clip_on": True}


def chart(table: Table, style: Style = LIGHT) -> Figure:
    """A slide of the table."""
    columns = _columns(list(_notes(table)))
    foot = MARGIN + LINE * max(map(len, columns)) + 0.45
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        tall = HEIGHT - HEAD - COLUMNS - foot
        box = (LABELS, foot, WIDTH - LABELS - MARGIN, tall)
        axes = figure.add_axes((box[0] / WIDTH, box[1] / HEIGHT, box[2] / WIDTH, box[3] / HEIGHT))
        _grid(axes, table, box[2:], style)
        for column, lines in enumerate(columns):
            for place, (indent, line) in enumerate(lines):
                x = MARGIN + (WIDTH - MARGIN) / 2 * column + indent
                y = foot - 0.4 - LINE * place
                figure.text(x / WIDTH, y / HEIGHT, line, size=NOTES, va="top", color=style.ink)
        figure.text(
            0.5,
            (foot - 0.08) / HEIGHT,
            _key(table),
            size=13,
            ha="center",
            va="top",
            color=style.soft,
        )
        style.titled(
            figure,
            literal(f"What a lane gets when it is sent an object, on {table.interpreter}", 120),
            "as a task's argument; in a strip, where the lane's start or a task's result differ",
        )
    return figure


def _notes(table: Table) -> Iterator[list[Line]]:
    """Each on one line or two, the second further in."""
    missing = [f"{strategy}: {reason}" for strategy, reason in table.missing.items()]
    numbered = [f"{number} {note}" for number, note in enumerate(table.notes, 1)]
    for note in [*numbered, *filter(None, [table.native]), *missing]:
        lines = textwrap.wrap(literal(note, 400), NOTE, max_lines=2, placeholder=" …")
        yield [(INDENT * bool(place), line) for place, line in enumerate(lines)]


def _columns(notes: Sequence[Sequence[Line]]) -> tuple[list[Line], list[Line]]:
    """Two of about the same length, with no note in both."""
    left: list[Line] = []
    right: list[Line] = []
    half = sum(map(len, notes)) / 2
    for lines in notes:
        (right if right or len(left) >= half else left).extend(lines)
    return left, right


def _grid(axes: Axes, table: Table, box: tuple[float, float], style: Style) -> None:
    """Within so many inches: width, height."""
    rows = table.rows()
    lines = [_lines(row) for row in rows]
    axes.set_xlim(0, max(len(table.strategies), 1))
    axes.set_ylim(sum(lines) or 1, 0)
    axes.xaxis.tick_top()
    width = box[0] / max(len(table.strategies), 1) * 72
    heads = [f"{literal(one, 24)}\n{literal(table.by.get(one, ''))}" for one in table.strategies]
    letters = max([len(one) for one in table.strategies], default=1)
    size = min(14.0, width / letters / LETTER)
    axes.set_xticks([x + 0.5 for x in range(len(heads))], heads, size=size)
    points = Points(min(14.0, box[1] / (sum(lines) or 1) * 72 * 0.78), width)
    top, middles = 0.0, []
    for row, high in zip(rows, lines, strict=True):
        for x, place in enumerate(row.places):
            if place is not None:
                _tile(axes, (x, top, high), _words(table, place), place, points, style)
        middles.append(top + high / 2)
        top += high
    axes.set_yticks(middles, ["\n".join(_names(row)) for row in rows], size=min(points.size, 12.5))
    bare(axes)


class Points(NamedTuple):
    """Size of the text in a tile, and the tile's width."""

    size: float
    width: float

    def of(self, text: str, share: float = 1.0) -> float:
        """The size with which `text` is not wider than the tile."""
        return min(self.size * share, self.width * 0.96 / max(len(text), 1) / LETTER)


def _lines(row: Row) -> float:
    """That the row takes, with the space around them."""
    tiles = (1 + bool(place.mark.system) + len(place.others) for place in row.places if place)
    return max(len(_names(row)), *tiles, 1) + 0.6


def _names(row: Row) -> list[str]:
    return textwrap.wrap(literal(", ".join(row.kinds), 300), NAMES, break_on_hyphens=False)


def _tile(
    axes: Axes,
    at: tuple[float, float, float],
    words: Sequence[str],
    place: Place,
    points: Points,
    style: Style,
) -> None:
    """The argument's words above; a strip below for each route that differs."""
    x, top, high = at
    strips = top + high - len(place.others)
    middle = (top + strips) / 2 + 0.1 * bool(place.others)
    shift = 0.45 if place.mark.system else 0.0
    ink = _box(axes, (x, top), high, _colour(place.mark, style))
    own: Any = {"weight": "bold", "size": points.of(words[0]), "color": ink, **CENTRED}
    axes.text(x + 0.5, middle - shift, words[0], **own)
    if place.mark.system:
        below = f"one {place.mark.system}"
        own = {"size": points.of(below, 0.9), "color": ink, **CENTRED}
        axes.text(x + 0.5, middle + shift, below, **own)
    for line, ((route, mark), word) in enumerate(zip(place.others, words[1:], strict=True)):
        ink = _box(axes, (x, strips + line - 0.06), 1.06, _colour(mark, style))
        text = f"{route}: {word}, one {mark.system}" if mark.system else f"{route}: {word}"
        own = {"size": points.of(text, 0.9), "color": ink, **CENTRED}
        axes.text(x + 0.5, strips + line + 0.44, text, **own)


def _words(table: Table, place: Place) -> list[str]:
    """Of its marks: an error is called by its type, with the number of its text."""
    found = []
    for mark in (place.mark, *(mark for _, mark in place.others)):
        word = table.type_of(mark.note) if mark.word == "error" else mark.word
        then = f", {ENDED[0]} {mark.then}" if mark.then else ""
        number = f" {mark.note}" if mark.note else ""
        found.append(literal(f"{_symbol(mark)} {word or mark.word}{then}{number}".strip(), 40))
    return found


def _key(table: Table) -> str:
    """What the symbols mean that are there."""
    marks = [
        mark
        for place in table.places.values()
        for mark in (place.mark, *(mark for _, mark in place.others))
    ]
    there = [LOOKS[word] for word in LOOKS if any(mark.word == word for mark in marks)]
    there += [ENDED] if any(mark.then or mark.word not in LOOKS for mark in marks) else []
    return "      ".join(f"{symbol} {meaning}" for symbol, _, meaning in there if symbol)


def _box(axes: Axes, at: tuple[float, float], high: float, colour: str) -> str:
    """The colour of a text in it."""
    corner = (at[0] + 0.015, at[1] + 0.06)
    axes.add_patch(Rectangle(corner, 0.97, high - 0.12, facecolor=colour, linewidth=0))
    return readable_on(colour)


def _symbol(mark: Mark) -> str:
    return LOOKS.get(mark.word, ENDED)[0]


def _colour(mark: Mark, style: Style) -> str:
    name = ENDED[1] if mark.then else LOOKS.get(mark.word, ENDED)[1]
    return style.got.get(name, style.absent)
