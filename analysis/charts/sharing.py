"""What lanes get, slides of an interpreter: kinds of object down, strategies across.

Kinds that fare alike share a row. Every tile has a word and a symbol, and every error the number
of its text, which stands below, or on a slide of its own.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import ceil
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.charts.chart import Chart
from analysis.charts.contrast import readable_on
from analysis.charts.explain.boxes import width_of, wrapped
from analysis.charts.sharing_words import errors, tables, told
from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, bare, literal
from analysis.sharing import NOTHING, Mark, Place, Row, Table
from record.text import plain

LABELS, HEAD, COLUMNS, MARGIN = 2.75, 1.2, 0.75, 0.25
NAMES = 23  # letters of a line of names of kinds
NOTE, LINE = 72, 0.25  # letters of a line of a note, inches
TYPE = re.compile(r"(?<=[a-z])Error\b")
TALL = 0.25  # inches of a line in a tile
KEY = 0.5  # inches
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
Notes = tuple[list[Line], list[Line]]  # two columns of them
CENTRED: Any = {"ha": "center", "va": "center", "clip_on": True}


def charts(name: str, table: Table) -> Iterator[Chart]:
    """Its slides: rows, as many as are large enough, and the texts of errors."""
    *before, last = _pages(table)
    notes = list(_notes(table))
    beside = _columns(notes)
    below = MARGIN + LINE * max(map(len, beside))
    nothing: Notes = ([], [])
    slides = [_rows_chart(table, rows, nothing) for rows in before]
    if TALL * sum(_high(table, row) for row in last) <= _room(below):
        slides.append(_rows_chart(table, last, beside))
    else:
        slides.append(_rows_chart(table, last, nothing))
        slides += [_told_chart(table, page) for page in _full(notes)]
    for number, chart in enumerate(slides, 1):
        yield replace(chart, name=f"{name}-{number}" if number > 1 else name)


def _rows_chart(table: Table, rows: Sequence[Row], notes: Notes) -> Chart:
    return Chart(
        "",
        plain(_title(table)),
        told(table, rows),
        tables(table, rows),
        partial(_slide, table, rows, notes),
    )


def _told_chart(table: Table, notes: Notes) -> Chart:
    """Of texts alone."""
    title = _told_title(table)
    return Chart("", plain(title), plain(f"{title}."), errors(table), partial(_told, table, notes))


def _full(notes: Sequence[list[Line]]) -> Iterator[Notes]:
    """Two columns of them for each slide."""
    page: list[list[Line]] = []
    for note in notes:
        if max(map(len, _columns([*page, note]))) > (HEIGHT - HEAD - MARGIN) / LINE:
            yield _columns(page)
            page = []
        page.append(note)
    yield _columns(page)


def _room(below: float) -> float:
    """Inches for rows above so much."""
    return HEIGHT - HEAD - COLUMNS - KEY - max(below, MARGIN)


def _pages(table: Table) -> list[list[Row]]:
    """About as much on each."""
    rows = [(row, _high(table, row)) for row in table.rows()]
    whole = sum(high for _, high in rows)
    many = max(1, ceil(TALL * whole / _room(MARGIN)))
    pages: list[list[Row]] = [[] for _ in range(many)]
    top = 0.0
    for row, high in rows:
        pages[int((top + high / 2) / whole * many)].append(row)  # where its middle is
        top += high
    return [page for page in pages if page] or [[]]


def _title(table: Table) -> str:
    return f"What a lane gets when it is sent an object, on {table.interpreter}"


def _told_title(table: Table) -> str:
    return f"What cannot be sent says why, on {table.interpreter}"


def _slide(table: Table, rows: Sequence[Row], notes: Notes, style: Style) -> Figure:
    foot = KEY + MARGIN + LINE * max(map(len, notes))
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        tall = HEIGHT - HEAD - COLUMNS - foot
        box = (LABELS, foot, WIDTH - LABELS - MARGIN, tall)
        axes = figure.add_axes((box[0] / WIDTH, box[1] / HEIGHT, box[2] / WIDTH, box[3] / HEIGHT))
        _grid(axes, table, rows, box[2:], style)
        _written(figure, notes, foot - KEY + 0.05, style)
        place: Any = {"ha": "center", "va": "top", "color": style.soft, "size": SMALLEST}
        figure.text(0.5, (foot - 0.1) / HEIGHT, _key(table), **place)
        style.titled(
            figure,
            literal(_title(table), 120),
            "as a task's argument; in a strip, where the lane's start or a task's result differ",
        )
    return figure


def _told(table: Table, notes: Notes, style: Style) -> Figure:
    with style.drawing():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        _written(figure, notes, HEIGHT - HEAD - 0.1, style)
        style.titled(figure, literal(_told_title(table), 120), "by the numbers that the table has")
    return figure


def _written(figure: Figure, notes: Notes, top: float, style: Style) -> None:
    for column, lines in enumerate(notes):
        for place, (indent, line) in enumerate(lines):
            x = MARGIN + (WIDTH - MARGIN) / 2 * column + indent
            y = top - LINE * place
            own: Any = {"size": SMALLEST, "va": "top", "color": style.ink}
            figure.text(x / WIDTH, y / HEIGHT, line, **own)


def _notes(table: Table) -> Iterator[list[Line]]:
    """Each on one line or two, the second further in."""
    missing = [f"{strategy}: {reason}" for strategy, reason in table.missing.items()]
    numbered = [f"{number} {note}" for number, note in enumerate(table.notes, 1)]
    for note in [*numbered, *filter(None, [table.native]), *missing]:
        lines = textwrap.wrap(literal(note, 400), NOTE, max_lines=2, placeholder=" …")
        yield [(INDENT * bool(place), line) for place, line in enumerate(lines)]


def _columns(notes: Sequence[Sequence[Line]]) -> Notes:
    """Two of about the same length, with no note in both."""
    left: list[Line] = []
    right: list[Line] = []
    half = sum(map(len, notes)) / 2
    for lines in notes:
        (right if right or len(left) >= half else left).extend(lines)
    return left, right


def _grid(
    axes: Axes, table: Table, rows: Sequence[Row], box: tuple[float, float], style: Style
) -> None:
    """Within so many inches: width, height."""
    lines = [_high(table, row) for row in rows]
    axes.set_xlim(0, max(len(table.strategies), 1))
    axes.set_ylim(sum(lines) or 1, 0)
    axes.xaxis.tick_top()
    heads = [_head(table, strategy, box[0]) for strategy in table.strategies]
    axes.set_xticks([x + 0.5 for x in range(len(heads))], heads, size=SMALLEST, linespacing=1.0)
    size = min(16.0, box[1] / (sum(lines) or 1) * 72 * 0.8)
    top, middles = 0.0, []
    for row, high in zip(rows, lines, strict=True):
        for x, place in enumerate(row.places):
            if place is not None:
                _tile(axes, (x, top, high), _blocks(table, place), size, style)
        middles.append(top + high / 2)
        top += high
    axes.set_yticks(middles, ["\n".join(_names(row)) for row in rows], size=min(size, SMALLEST))
    bare(axes)


def _head(table: Table, strategy: str, wide: float) -> str:
    """Its name, in two lines where it must be, and how its lanes are sent arguments."""
    name = literal(strategy, 24)
    if width_of(name, SMALLEST, bold=False) > wide / len(table.strategies) * 0.97:
        name = name.replace("-", "-\n", 1)
    return f"{name}\n{literal(table.by.get(strategy, ''))}"


class Block(NamedTuple):
    """Lines in a tile: of the argument, or below in a strip of another route."""

    lines: list[str]
    mark: Mark
    bold: bool


def _blocks(table: Table, place: Place) -> list[Block]:
    """Each in as many lines as it takes to be large enough."""
    width = (WIDTH - LABELS - MARGIN) / max(len(table.strategies), 1) * 0.94
    marks = [("", place.mark), *place.others]
    found = []
    for (route, mark), word in zip(marks, _words(table, place), strict=True):
        text = f"{route}: {word}" if route else word
        if width_of(text, SMALLEST, bold=not route) > width:
            text = TYPE.sub(" Error", text)  # the only long word
        lines = wrapped(text, width, SMALLEST, bold=not route)
        more = wrapped(f"one {mark.system}", width, SMALLEST) if mark.system else []
        found.append(Block([*lines, *more], mark, not route))
    return found


def _high(table: Table, row: Row) -> float:
    """Lines that the row takes, with the space around them."""
    tiles = (
        sum(len(block.lines) for block in _blocks(table, place)) for place in row.places if place
    )
    return max(len(_names(row)), *tiles, 1) + 0.6


def _names(row: Row) -> list[str]:
    return textwrap.wrap(literal(", ".join(row.kinds), 300), NAMES, break_on_hyphens=False)


def _tile(
    axes: Axes, at: tuple[float, float, float], blocks: Sequence[Block], size: float, style: Style
) -> None:
    """The argument's words above; a strip below for each route that differs."""
    x, top, high = at
    strips = top + high - sum(len(block.lines) for block in blocks[1:])
    first, *others = blocks
    ink = _box(axes, (x, top), high, _colour(first.mark, style))
    _text(axes, (x + 0.5, (top + strips) / 2 + 0.1 * bool(others)), first, size, ink)
    for block in others:
        tall = len(block.lines)
        ink = _box(axes, (x, strips - 0.06), tall + 0.06, _colour(block.mark, style))
        _text(axes, (x + 0.5, strips + tall / 2 - 0.06), block, size, ink)
        strips += tall


def _text(axes: Axes, at: tuple[float, float], block: Block, size: float, ink: str) -> None:
    """Its lines around a middle; a long word is as large as the tile lets it be."""
    room = axes.get_position().width * WIDTH / axes.get_xlim()[1] * 0.95
    for place, line in enumerate(block.lines):
        fitting = min(size, room / width_of(line, 1, block.bold))
        own: Any = {"size": fitting, "weight": "bold" if block.bold else "normal", "color": ink}
        axes.text(at[0], at[1] + place - (len(block.lines) - 1) / 2, line, **own, **CENTRED)


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
