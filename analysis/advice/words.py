"""How the sentences of an answer say what they say."""

from collections.abc import Sequence

from analysis.advice.model import Way
from analysis.overhead.readings import SEQUENTIAL
from analysis.render.words import scaled
from record.text import plain, short

MOST = 3  # of a list


def seconds(value: float) -> str:
    return scaled(value, "second")


def size(value: float) -> str:
    """Of pickles: `40 bytes`, `3.1 MiB`."""
    return count(round(value), "byte") if value < 1024 else scaled(value, "byte")


def way(one: Way, *, on: bool = True) -> str:
    """`threads with 4 workers on 3.13t`."""
    workers = "" if one.strategy == SEQUENTIAL else f" with {count(one.workers, 'worker')}"
    return f"{one.strategy}{workers}" + (f" on {one.interpreter}" if on else "")


def count(many: int, noun: str) -> str:
    return f"{many:,} {noun}{'' if many == 1 else 's'}"


def some(names: Sequence[str]) -> str:
    """The first few: `a, b, c and 4 more`."""
    shown = ", ".join(short(name) for name in names[:MOST])
    return f"{shown} and {len(names) - MOST} more" if len(names) > MOST else shown


def share(value: float) -> str:
    """`98%`, and `all` where that is told by nothing."""
    percent = f"{value:.0%}"
    return {"100%": "all", "0%": "less than 1%"}.get(percent, percent)


def quoted(text: str) -> str:
    """What a program said, on one line, without a full stop at its end."""
    return short(plain(text)).rstrip(". ")
