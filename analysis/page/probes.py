"""The facts in RUN/probes that are not timings, as tables and sentences."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from analysis.ecosystem import SHORT, counts, footnotes, no_wheel, text
from analysis.explain.sentences import finding, meaning
from analysis.explain.text import drawn, tree
from analysis.page.grids import Grid, Line, Place
from analysis.render.ecosystem import MARKS
from analysis.sharing import Mark, table
from analysis.sharing import Place as Fate
from analysis.timeline import turns
from record.ecosystem import QUESTIONS, Check, Ecosystem, Package, parse_ecosystem
from record.explain import Explained, parse_explained
from record.reading import read
from record.sharing import Sharing, parse_sharing
from record.timeline import Timeline, parse_timeline

T = TypeVar("T")

GOT = {
    "same": "same",
    "shared": "shared",
    "copy": "copy",
    "by name": "anew",
    "by code": "anew",
    "error": "error",
}


@dataclass(frozen=True, slots=True)
class Really:
    """What a strategy was seen to be."""

    finding: str
    meaning: tuple[str, ...]
    tree: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Probes:
    sharing: tuple[Grid, ...]
    counts: Grid | None  # of packages that work
    packages: tuple[Grid, ...]
    timeline: Grid | None
    really: tuple[Really, ...]


def probes(run: Path) -> Probes:
    """What the run's folder has of them. Raises RecordError."""
    ecosystems = list(_of(run, "ecosystem", parse_ecosystem))
    timelines = list(_of(run, "timeline", parse_timeline))
    numbers = footnotes(ecosystems)
    return Probes(
        sharing=tuple(_sharing(one) for one in _of(run, "sharing", parse_sharing)),
        counts=_counts(ecosystems) if ecosystems else None,
        packages=tuple(_packages(one, numbers) for one in ecosystems),
        timeline=_timeline(timelines) if timelines else None,
        really=tuple(_really(one) for one in _of(run, "explain", parse_explained)),
    )


def _of(run: Path, kind: str, parse: Callable[[bytes, Path], T]) -> Iterator[T]:
    for path in sorted((run / "probes").glob(f"{kind}-*.json")):
        yield parse(read(run, path.relative_to(run)), path)


def _sharing(found: Sharing) -> Grid:
    content = table(found, folded=True)
    return Grid(
        caption=f"{found.interpreter}: what a lane gets that is sent an object",
        heads=("kind of object",),
        columns=tuple(content.strategies),
        lines=tuple(
            Line(
                (", ".join(row.kinds),),
                tuple(None if one is None else _got(one) for one in row.places),
            )
            for row in content.rows()
        ),
        notes=tuple(content.lines()),
    )


def _got(place: Fate) -> Place:
    others = [f"{route}: {_mark(mark)}" for route, mark in place.others]
    return Place(_mark(place.mark), "\n".join(others), f"got-{GOT.get(place.mark.word, 'ended')}")


def _mark(mark: Mark) -> str:
    return f"{mark.text} ({mark.note})" if mark.note else mark.text


def _counts(ecosystems: list[Ecosystem]) -> Grid:
    lines = []
    for one in ecosystems:
        places = []
        for found in counts(one).values():
            part = f"and {found.part} in part" if found.part else ""
            shown = Place(f"{found.works} of {found.asked}", part) if found.asked else None
            places.append(shown)
        lines.append(Line((one.interpreter,), tuple(places)))
    return Grid(
        "Packages that work",
        ("interpreter",),
        tuple(SHORT[question] for question in QUESTIONS),
        tuple(lines),
    )


def _packages(ecosystem: Ecosystem, numbers: dict[str, int]) -> Grid:
    used: dict[int, str] = {}

    def place(check: Check, mark: str = "") -> Place:
        number = numbers.get(text(check), 0)
        if number:
            used[number] = text(check)
        looks = {"ok": "got-same", "part": "got-anew", "failed": "got-error"}.get(check.status, "")
        return Place(mark or MARKS[check.status], looks=looks, note=number)

    def line(one: Package) -> Line:
        if one.wheel.status != "ok":
            wheel = place(one.wheel, no_wheel(one))
            return Line((one.name, one.version), (wheel, *[None] * (len(QUESTIONS) - 1)))
        return Line((one.name, one.version), tuple(place(one.check(name)) for name in QUESTIONS))

    lines = tuple(line(one) for one in ecosystem.packages)
    return Grid(
        f"{ecosystem.interpreter} ({ecosystem.version}): each package",
        ("package", "version"),
        tuple(SHORT[question] for question in QUESTIONS),
        lines,
        tuple(f"({number}) {used[number]}" for number in sorted(used)),
        sortable=True,
    )


def _timeline(timelines: list[Timeline]) -> Grid:
    lines = []
    for one in timelines:
        found = turns(one)
        name = f"{one.strategy} (one blocks)" if one.blocking else one.strategy
        labels = (one.interpreter, name, str(one.workers))
        if found is None:
            lines.append(Line(labels, (Place(one.status, one.reason, "absent"), None, None, None)))
            continue
        shares = (found.several, found.one, found.nobody)
        places = (*(Place(f"{share:.0%}") for share in shares), Place(f"{found.a_second:.0f}"))
        lines.append(Line(labels, places))
    return Grid(
        "How much of the time several lanes ran at once, and how often they took turns",
        ("interpreter", "strategy", "workers"),
        ("several ran", "one ran", "none ran", "hand-overs a second"),
        tuple(lines),
        sortable=len(lines) > 2,
    )


def _really(explained: Explained) -> Really:
    seen = explained.seen
    if seen is None:
        return Really(finding(explained), (explained.reason,), ())
    return Really(finding(explained), tuple(meaning(seen)), tuple(drawn(tree(seen))))
