"""Facts of a run's probes, and whether they are what a claim says: seen once, without intervals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from analysis.claims.model import Fact, Limits, Part, listed
from analysis.claims.select import builds_of, described
from analysis.claims.verdict import Check, Outcome
from analysis.ecosystem import count
from analysis.timeline import turns
from record import Build
from record.ecosystem import QUESTIONS, Ecosystem, parse_ecosystem
from record.reading import read
from record.sharing import Sharing, parse_sharing
from record.timeline import Timeline, parse_timeline

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run's `probes/` has for claims."""

    sharing: tuple[Sharing, ...] = ()
    packages: tuple[Ecosystem, ...] = ()
    timelines: tuple[Timeline, ...] = ()


def facts_of(run: Path) -> Facts:
    """Those of a run's folder. Raises RecordError."""
    return Facts(
        sharing=tuple(_of(run, "sharing", parse_sharing)),
        packages=tuple(_of(run, "ecosystem", parse_ecosystem)),
        timelines=tuple(_of(run, "timeline", parse_timeline)),
    )


def _of(run: Path, kind: str, parse: Callable[[bytes, Path], T]) -> Iterator[T]:
    for path in sorted((run / "probes").glob(f"{kind}-*.json")):
        yield parse(read(run, path.relative_to(run)), path)


def checks(facts: Facts, builds: list[Build], part: Part) -> tuple[tuple[Check, ...], str]:
    """What each interpreter's probe says, or why none does."""
    wanted = part.seen
    assert wanted is not None
    labels = [one.label for one in builds_of(builds, wanted.interpreter, wanted.version)]
    if not labels:
        return (), f"the run has no {described(wanted.interpreter, wanted.version)}"
    told = {"sharing": _sharing, "packages": _packages, "timeline": _timelines}[wanted.probe]
    found = tuple(told(facts, wanted, part, labels))
    command = {"packages": "ecosystem"}.get(wanted.probe, wanted.probe)
    return found, "" if found else f"the run has no such facts: gilbench {command} --out RUN"


def _sharing(facts: Facts, wanted: Fact, part: Part, labels: list[str]) -> Iterator[Check]:
    for one in facts.sharing:
        for entry in one.entries if one.interpreter in labels else ():
            place = (entry.kind, entry.route) == (wanted.kind, wanted.route)
            if not place or entry.strategy not in listed(wanted.strategy) or entry.found is None:
                continue
            seen = entry.found.got
            yield Check(
                what=f"{entry.kind} to {entry.strategy} on {one.interpreter}",
                keys=(),
                limits=(None, None),
                outcome=_outcome(seen.replace(" ", "-") in part.words),
                seen=seen,
            )


def _packages(facts: Facts, wanted: Fact, part: Part, labels: list[str]) -> Iterator[Check]:
    for one in facts.packages:
        if one.interpreter not in labels or wanted.question not in QUESTIONS:
            continue
        counted = count(one, wanted.question)
        if counted.asked:
            yield _share(
                f"packages, {wanted.question} on {one.interpreter}",
                counted.works / counted.asked,
                f"{counted.works} of {counted.asked}",
                part,
                "of them",
            )


def _timelines(facts: Facts, wanted: Fact, part: Part, labels: list[str]) -> Iterator[Check]:
    for one in facts.timelines:
        there = one.interpreter in labels and one.status == "ok" and not one.blocking
        told = turns(one) if there and one.strategy in listed(wanted.strategy) else None
        if told is None:
            continue
        what = f"timeline of {len(one.lanes)} {one.strategy} on {one.interpreter}"
        if wanted.share == "hand-overs":
            yield _share(what, told.a_second, f"{told.a_second:.0f} a second", part, "a second")
        else:
            share = told.several if wanted.share == "several" else told.one
            seen = f"{wanted.share} at once for {share:.0%} of the time"
            yield _share(what, share, seen, part, "of the time")


def _share(what: str, value: float, seen: str, part: Part, unit: str) -> Check:
    limits: Limits = part.limits
    low = limits[0] is None or value > limits[0]
    high = limits[1] is None or value < limits[1]
    outcome = _outcome(low and high)
    return Check(what=what, keys=(), limits=limits, outcome=outcome, unit=unit, seen=seen)


def _outcome(is_so: bool) -> Outcome:
    return Outcome.HOLDS if is_so else Outcome.REFUTED
