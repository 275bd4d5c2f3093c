"""What tables are made of: figures with their intervals, why there is none, and some words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from analysis.estimate import Estimate


class Form(Enum):
    """What a figure is, and so how it is written."""

    RATIO = "ratio"
    SECONDS = "seconds"
    SHARE = "share"  # of one, written in percent
    MIB = "MiB"
    BYTES = "bytes"  # written in the unit that fits
    RATE = "rate"  # a second
    BANDWIDTH = "bandwidth"  # bytes a second
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its 95% interval; of shares and of memory it may be 0 or less."""

    estimate: Estimate
    form: Form


@dataclass(frozen=True, slots=True)
class Missing:
    """Why nothing can be said where the plan wanted a figure."""

    status: str  # failed, unsupported, missing
    reason: str


@dataclass(frozen=True, slots=True)
class Word:
    """What a place says that is no number: a verdict, who was best."""

    text: str


Said = Figure | Missing | None  # None: not planned
Place = Said | Word


@dataclass(frozen=True, slots=True)
class Line:
    labels: tuple[str, ...]
    said: tuple[Place, ...]

    @property
    def says_something(self) -> bool:
        """Besides why there is nothing."""
        return any(isinstance(one, Figure | Word) for one in self.said)


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    heads: tuple[str, ...]  # of the labels
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()  # what was left out, and why


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    about: str  # what its figures are, in a sentence or two
    tables: tuple[Table, ...]


def table(
    caption: str, heads: Sequence[str], columns: Sequence[str], lines: Iterable[Line]
) -> Table | None:
    """Without the lines that say nothing: they become notes, one a reason. None: nothing at all.

    Without the columns, too, that no line was planned for.
    """
    known = [line for line in lines if any(line.said)]
    planned = [number for number in range(len(columns)) if any(one.said[number] for one in known)]
    kept = [
        Line(line.labels, tuple(line.said[number] for number in planned))
        for line in known
        if line.says_something
    ]
    folded: dict[str, list[str]] = {}
    for line in known:
        if not line.says_something:
            reasons = dict.fromkeys(_why(one) for one in line.said if isinstance(one, Missing))
            folded.setdefault("; ".join(reasons), []).append(" ".join(filter(None, line.labels)))
    if not known:
        return None
    notes = (f"{', '.join(names)}: {why}" for why, names in folded.items())
    shown = tuple(columns[number] for number in planned)
    return Table(caption, tuple(heads), shown, tuple(kept), tuple(notes))


def section(title: str, about: str, tables: Iterable[Table | None]) -> Section | None:
    """None without a table."""
    found = tuple(one for one in tables if one is not None)
    return Section(title, about, found) if found else None


def screens(lines: Sequence[Line], most: int) -> Iterator[Sequence[Line]]:
    """Parts of at most so many lines, cut where the first label changes; longer if that cannot be.

    At least one, which may be empty.
    """
    parts: list[list[Line]] = [[]]
    for _, some in groupby(lines, key=lambda line: line.labels[0]):
        own = list(some)
        if parts[-1] and len(parts[-1]) + len(own) > most:
            parts.append([])
        parts[-1] += own
    yield from parts


def _why(missing: Missing) -> str:
    words = {"missing": "not measured"}.get(missing.status, missing.status)
    return f"{words}: {missing.reason}" if missing.reason else words
