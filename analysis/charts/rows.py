"""Rows of a chart, each with dots on one log axis: which pages they are on, and the axis."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from analysis.charts.style import Style
from analysis.estimate import Interval
from analysis.figures import Line, Missing, Place, Table, table
from analysis.render.figures import ABSENT

LINES = 24  # of a page, headings too
REACH = 2.0  # how far an interval may widen the axis beyond the dots, at least
NARROWEST = 1.12  # times below and above 1 that the axis has in any case


@dataclass(frozen=True, slots=True)
class Mark:
    """How a dot looks, in whatever style."""

    marker: str
    colour: Callable[[Style], str]
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    value: float
    interval: Interval | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Row:
    labels: tuple[str, ...]
    dots: tuple[Dot, ...] = ()
    said: tuple[str, ...] = ()  # a text for each column at the right
    why: str = ""  # said where dots would be
    tied: bool = False  # whether a line joins the dots, which are two
    places: tuple[Place, ...] = ()  # what a table says of it: of the dots, and of the columns


@dataclass(frozen=True, slots=True)
class Part:
    heading: str  # empty: none
    rows: tuple[Row, ...]
    name: str = ""  # of its table, where the heading says more

    @property
    def lines(self) -> int:
        return bool(self.heading) + len(self.rows)


def pages(parts: Iterable[Part], most: int = LINES) -> Iterator[list[Part]]:
    """As many parts on a page as fit in so many lines; longer ones are cut into like pieces."""
    page: list[Part] = []
    for part in parts:
        for piece in _pieces(part, most - 1):
            if page and sum(one.lines for one in [*page, piece]) > most:
                yield page
                page = []
            page.append(piece)
    if page:
        yield page


def _pieces(part: Part, most: int) -> Iterator[Part]:
    """Cut where the first label changes, if that can be."""
    fair = math.ceil(len(part.rows) / math.ceil(len(part.rows) / most)) if part.rows else most
    pieces: list[list[Row]] = [[]]
    for _, some in groupby(part.rows, key=lambda row: row.labels[0]):
        own = list(some)
        each = math.ceil(len(own) / math.ceil(len(own) / most))
        for start in range(0, len(own), each):
            cut = own[start : start + each]
            longer = len(pieces[-1]) + len(cut)
            if pieces[-1] and (longer > most or longer - fair > fair - len(pieces[-1])):
                pieces.append([])
            pieces[-1] += cut
    for number, rows in enumerate(pieces):
        again = ", continued" if number and part.heading else ""
        yield replace(part, heading=part.heading + again, rows=tuple(rows))


def limits(dots: Iterable[Dot]) -> Interval:
    """Of the axis: all dots, 1, and intervals as far as they let the dots be told apart."""
    known = list(dots)
    values = [dot.value for dot in known if 0 < dot.value < math.inf] + [1.0]
    low, high = min(values), max(values)
    reach = max(REACH, (high / low) ** 0.35)
    ends = [end for dot in known if dot.interval for end in dot.interval]
    low = min(1 / NARROWEST, low, max(low / reach, min([*ends, low])))
    high = max(NARROWEST, high, min(high * reach, max([*ends, high])))
    room = (high / low) ** 0.04
    return low / room, high * room


def spread(within: Interval, most: int = 9) -> list[float]:
    """Ticks of a log axis of ratios, 1 among them where it is on the axis."""
    low, high = within
    fine = [
        sorted({1.0, *(round(1 + step * n, 2) for n in range(-99, 100) if step * n > -1)})
        for step in (0.01, 0.02, 0.05, 0.1, 0.2)
    ]
    middle = [[0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0]]
    powers = [[2.0 ** (n * every) for n in range(-40, 41)] for every in (1, 2, 3, 4, 6, 8, 10, 20)]
    for ticks in chain(fine if high / low < 2 else middle if high / low < 16 else [], powers):
        found = [tick for tick in ticks if low <= tick <= high]
        if 2 <= len(found) <= most:
            return found
    return [1.0]


def tick_labels(ticks: Sequence[float]) -> list[str]:
    """`0.5x`; `1/2x` where there are smaller ones than quarters."""
    fractions = min(ticks) < 0.25
    return [f"1/{1 / tick:.6g}x" if fractions and tick < 1 else f"{tick:.6g}x" for tick in ticks]


def said(missing: Missing, lead: str = "") -> str:
    """Why there is nothing, in a line: `unsupported: it has no queue`."""
    word = lead + ABSENT.get(missing.status, missing.status)
    return f"{word}: {missing.reason}" if missing.reason else word


def tables(
    parts: Iterable[Part], heads: Sequence[str], columns: Sequence[str]
) -> tuple[Table, ...]:
    """Those of the rows, one a part; `heads` are of their labels, `columns` of their places."""
    made = (
        table(
            part.name or part.heading,
            heads,
            columns,
            (Line(row.labels, row.places) for row in part.rows),
        )
        for part in parts
    )
    return tuple(one for one in made if one is not None)
