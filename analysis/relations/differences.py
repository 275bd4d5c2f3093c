"""What is not the same in two runs: machines, builds, code, packages, plans. Pure."""

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.compare.machine import differing
from analysis.relations.side import Side
from record import Build, Goal, Machine
from record.text import short

NONE, UNKNOWN, NOT_HERE = "none", "unknown", "could not be had"
ENOUGH = 0.05  # by which memory differs
SAID = {True: "yes", False: "no", "": NONE}
WORDS = {"pgo": "PGO", "lto": "LTO", "jit": "JIT", "gil": "GIL", "shared": "shared libpython"}
MACHINE = {
    "cpu": "CPU",
    "cores": "CPUs",
    "physical": "cores",
    "quota": "quota of CPUs",
    "virtual": "hypervisor",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that the two runs do not share; texts of files that may be hostile."""

    about: str  # "machine", an interpreter's label, "measured code", ...
    what: str  # may be empty
    there: str
    here: str


def differences(there: Side, here: Side) -> tuple[Difference, ...]:
    """Machines first, then builds, then the rest."""
    return (
        *_machines(there.manifest.machine, here.manifest.machine),
        *_builds(there, here),
        *_software(there, here),
        *_plans(there, here),
    )


def _machines(there: Machine, here: Machine) -> Iterator[Difference]:
    for field, name in MACHINE.items():
        one, other = getattr(there, field), getattr(here, field)
        if one != other:
            yield Difference("machine", name, _told(one), _told(other))
    if abs(there.memory - here.memory) > ENOUGH * max(there.memory, here.memory):
        memory = (f"{machine.memory / 2**30:.0f} GiB" for machine in (there, here))
        yield Difference("machine", "memory", *memory)
    systems = [f"{machine.system} {machine.kernel}" for machine in (there, here)]
    if systems[0] != systems[1]:
        yield Difference("machine", "system", *map(short, systems))


def _builds(there: Side, here: Side) -> Iterator[Difference]:
    builds = here.manifest.plan.builds
    for label, build in there.manifest.plan.builds.items():
        if label not in builds:
            missing = here.missing.get(label)
            reason = f"{NOT_HERE}: {missing}" if missing else "not in this run"
            yield Difference(label, "", short(build.version), short(reason))
            continue
        other = builds[label]
        for field in differing(build, other):
            if field == "configure":
                yield from _configure(label, build, other)
                continue
            name = WORDS.get(field, field.replace("_", " "))
            yield Difference(
                label, name, _told(getattr(build, field)), _told(getattr(other, field))
            )


def _configure(label: str, build: Build, other: Build) -> Iterator[Difference]:
    """The switches that only one has: paths differ with machines, and say nothing."""
    one, two = _switches(build.configure), _switches(other.configure)
    if one != two:
        ours, theirs = (" ".join(sorted(only)) for only in (one - two, two - one))
        yield Difference(label, "configure", short(ours) or NONE, short(theirs) or NONE)


def _switches(configure: str) -> set[str]:
    try:
        words = shlex.split(configure)
    except ValueError:
        words = configure.split()
    return {word for word in words if "/" not in word}


def _software(there: Side, here: Side) -> Iterator[Difference]:
    one, other = there.manifest.plan.code, here.manifest.plan.code
    if one != other:
        yield Difference("measured code", "", short(one), short(other))
    tools = there.manifest.tools, here.manifest.tools
    for name in sorted(tools[0].keys() | tools[1].keys()):
        first, second = (short(own.get(name, UNKNOWN)) for own in tools)
        if first != second:
            yield Difference(name, "", first, second)
    for name in sorted(there.packages.keys() | here.packages.keys()):
        first, second = (
            short(", ".join(side.packages.get(name, ("not used",)))) for side in (there, here)
        )
        if first != second:
            yield Difference(name, "", first, second)


def _plans(there: Side, here: Side) -> Iterator[Difference]:
    ours, theirs = there.manifest.plan, here.manifest.plan
    for field, name in (("seed", "seed"), ("values", "values a process"), ("margin", "margin")):
        if getattr(ours, field) != getattr(theirs, field):
            yield Difference("plan", name, str(getattr(ours, field)), str(getattr(theirs, field)))
    if ours.reference != theirs.reference:
        yield Difference(
            "plan", "reference", _told(ours.reference or ""), _told(theirs.reference or "")
        )
    if there.report.blocks != here.report.blocks:
        blocks = (_blocks(side.report.blocks) for side in (there, here))
        yield Difference("plan", "blocks", *blocks)
    goals = [_stops(side.manifest.goal) for side in (there, here)]
    if goals[0] != goals[1]:
        yield Difference("plan", "stops", *goals)
    for reason, count in Counter(here.left_out.values()).most_common():
        cells = f"{count} cell{'s' if count > 1 else ''}"
        yield Difference("plan", cells, "planned", short(f"not planned: {reason}"))


def _blocks(blocks: tuple[int, int]) -> str:
    return str(blocks[0]) if blocks[0] == blocks[1] else f"{blocks[0]} to {blocks[1]}"


def _stops(goal: Goal) -> str:
    limits = {
        "within": goal.precision and f"{goal.precision:.1%}",
        "after": goal.budget and f"{goal.budget:g} s",
    }
    return ", ".join(f"{word} {limit}" for word, limit in limits.items() if limit) or "after blocks"


def _told(fact: object) -> str:
    if isinstance(fact, bool | str):
        return SAID.get(fact) or short(fact)
    return NONE if fact is None else f"{fact:g}" if isinstance(fact, float) else str(fact)
