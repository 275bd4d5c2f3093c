"""Where things stand on the page, by names that stay: what is linked today is found tomorrow.

A cell's is `cell-3.13t-threads-primes-w8` where its parameters and mode are the first that the
plan has of its workload; any other ends with a digest of both, which no other cell changes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from record import Cell
from record.cell import canonical

SHORT = 8  # hexadecimal digits


def cells(planned: Iterable[Cell]) -> Mapping[str, str]:
    """By the keys of cells (without quantities, in the order of the plan): each another name."""
    first: dict[str, tuple[str, str]] = {}
    names: dict[str, str] = {}
    for cell in planned:
        settings = (canonical(cell.parameters), canonical(cell.mode))
        usual = first.setdefault(cell.workload, settings) == settings
        names[cell.key] = _readable(cell) + ("" if usual else f"-{_digest(' '.join(settings))}")
    often = Counter(names.values())
    # Labels may have dashes: then two cells can read the same, and the whole keys tell them apart.
    return {
        key: name if often[name] == 1 else f"{name}-{_digest(key, 2 * SHORT)}"
        for key, name in names.items()
    }


def named(kind: str, titles: Iterable[str]) -> list[str]:
    """`kind-title` in letters, digits, dots and dashes; a digest where that tells too little."""
    known = list(titles)
    plain = [_plain(title) for title in known]
    often = Counter(plain)
    return [
        f"{kind}-{name}" if name and often[name] == 1 else f"{kind}-{name}-{_digest(title)}"
        for name, title in zip(plain, known, strict=True)
    ]


def _readable(cell: Cell) -> str:
    twin = f"-twin{cell.replicate}" if cell.replicate else ""
    return f"cell-{cell.interpreter}-{cell.strategy}-{cell.workload}-w{cell.workers}{twin}"


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9.+]+", "-", title.lower()).strip("-")[:60]


def _digest(text: str, digits: int = SHORT) -> str:
    return sha256(text.encode(errors="replace")).hexdigest()[:digits]
