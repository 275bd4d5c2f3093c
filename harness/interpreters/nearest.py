"""Which CPython here is nearest to a build of another machine, whose run is to be made again.

The same patch release comes first, then how it was built. Of what the other machine's files say,
no path is ever started: a build is only known by its version and its flags.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from harness.cache import Say
from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import Facts, alike, differences
from harness.interpreters.find import Found
from harness.interpreters.names import KNOWN, Name
from harness.interpreters.resolve import Way, get, twin_of
from record import Build
from record.text import short

_RELEASE = re.compile(r"(3\.[0-9]{1,2})\.([0-9]{1,3})((a|b|rc)[0-9]{1,2})?\+?")


class Exact(Way, Protocol):
    """A way that may have one patch release."""

    def exactly(self, name: Name, version: str) -> Found:
        """Install or build that one. Raises UnavailableError."""


Ways = Callable[[Name, bool], Sequence[Exact]]  # of a name, with or without PGO and LTO


def name_of(build: Build) -> Name | None:
    """What a build is, by its facts alone; None where this gilbench does not know such."""
    match = _RELEASE.fullmatch(build.version)
    name = Name(match[1], build.free_threaded) if match else None
    return name if str(name) in KNOWN else None


def distance(facts: Facts, wanted: Build) -> tuple[object, ...]:
    """The smaller, the nearer: no debug build for another, the release, the flags, the compiler."""
    unlike = differences(facts, wanted)
    return (
        facts.debug != wanted.debug,
        facts.version != wanted.version,
        abs(facts.release[2] - _patch(wanted)),
        len([one for one in unlike if one != "compiler"]),
        "compiler" in unlike,
        facts.executable,
    )


def nearest(wanted: Mapping[str, Build], ways: Ways, say: Say) -> dict[str, Found | str]:
    """By label the nearest that is here or can be had, or why there is none.

    A pair that differed in nothing but the GIL there shall do so here, too.
    """
    chosen: dict[str, Found | str] = {}
    for label in sorted(wanted, key=lambda label: not wanted[label].free_threaded):
        build, name = wanted[label], name_of(wanted[label])
        if name is None:
            chosen[label] = f"this gilbench knows no CPython {short(build.version)!r}"
            continue
        pairs = (found for other, found in chosen.items() if _paired(build, wanted[other]))
        pair = next((found for found in pairs if isinstance(found, Found)), None)
        try:
            chosen[label] = _choose(name, build, pair, ways(name, build.optimised), say)
        except UnavailableError as reason:
            chosen[label] = str(reason)
    return {label: chosen[label] for label in wanted}


def _choose(
    name: Name, wanted: Build, pair: Found | None, ways: Sequence[Exact], say: Say
) -> Found:
    have = [found for way in ways for found in way.have(name)]
    have.sort(key=lambda found: distance(found.facts, wanted))
    if pair:
        clean = [found for found in have if alike(found.facts, pair.facts)]
        if twin := clean[0] if clean else twin_of(name, pair, ways, say):
            return twin
    if have and not _unlike(have[0].facts, wanted):
        return have[0]
    for way in ways:
        try:
            have.append(way.exactly(name, wanted.version.removesuffix("+")))
            break
        except UnavailableError:
            continue
    return min(have, key=lambda found: distance(found.facts, wanted)) if have else get(name, ways)


def _unlike(facts: Facts, wanted: Build) -> bool:
    """Whether another way might have one that is nearer; compilers differ with machines."""
    return facts.version != wanted.version or bool({*differences(facts, wanted)} - {"compiler"})


def _paired(build: Build, other: Build) -> bool:
    """Whether two builds differed in nothing but the GIL."""
    return (
        build.version == other.version
        and build.free_threaded != other.free_threaded
        and not differences(build, other)
    )


def _patch(build: Build) -> int:
    """Which patch release of its version a build is."""
    match = _RELEASE.fullmatch(build.version)
    return int(match[2]) if match else 0
