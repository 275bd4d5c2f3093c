"""What was measured where: the machine, the builds, and what a reader must know of both."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.caveats import Caveat, Severity
from analysis.page.grids import Grid, Line, Place
from analysis.report import Report
from record import Build, Manifest

WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTE: "Note"}


@dataclass(frozen=True, slots=True)
class Warned:
    word: str
    looks: str
    caveat: Caveat


@dataclass(frozen=True, slots=True)
class Environment:
    facts: tuple[tuple[str, str], ...]
    builds: Grid
    configured: tuple[tuple[str, str], ...]  # interpreters, and with which arguments
    warned: tuple[Warned, ...]


def environment(report: Report, manifest: Manifest) -> Environment:
    plan, machine = manifest.plan, manifest.machine
    facts = {
        "Run": report.run,
        "Measured": f"{report.created}, gilbench's suites {plan.code}",
        "Machine": report.machine,
        "CPUs": _cpus(manifest),
        "Plan": f"{plan.preset}: {len(plan.cells)} cells, seed {plan.seed}, "
        f"{plan.values} values a process",
        "Reference": plan.reference or "none: every interpreter is compared with itself alone",
        "Same": f"what lies within {plan.margin:.0%}",
        "Machine's id": f"{machine.id} (hashed)",
    }
    warned = (
        Warned(WORDS[one.severity], WORDS[one.severity].lower(), one) for one in report.caveats
    )
    configured = tuple(
        (label, build.configure or "not told") for label, build in plan.builds.items()
    )
    return Environment(tuple(facts.items()), _builds(manifest), configured, tuple(warned))


def _cpus(manifest: Manifest) -> str:
    machine = manifest.machine
    told = [f"{machine.cores} usable"]
    if machine.physical:
        told.append(f"{machine.physical} cores")
    if machine.quota is not None:
        told.append(f"quota {machine.quota:g}")
    return ", ".join(told)


def _builds(manifest: Manifest) -> Grid:
    rows: dict[str, Callable[[Build], str]] = {
        "version": lambda build: build.version,
        "GIL": _gil,
        "optimised": _optimised,
        "compiler": lambda build: " ".join(filter(None, (build.compiler, build.optimisation))),
        "libpython": lambda build: "shared" if build.shared else "static",
        "else": _else,
        "from": lambda build: build.provider,
    }
    builds = manifest.plan.builds
    return Grid(
        caption="Build facts: what differs here besides the version, ratios measure too",
        heads=("interpreter",),
        columns=tuple(rows),
        lines=tuple(
            Line((label,), tuple(Place(tell(build)) for tell in rows.values()))
            for label, build in builds.items()
        ),
    )


def _gil(build: Build) -> str:
    if not build.free_threaded:
        return "on"
    return "free-threaded build, GIL switched on" if build.gil else "off (free-threaded)"


def _optimised(build: Build) -> str:
    return ", ".join(name for name in ("PGO", "LTO") if getattr(build, name.lower())) or "no"


def _else(build: Build) -> str:
    flags = {"JIT": build.jit, "tail calls": build.tail_call, "debug": build.debug}
    return ", ".join(name for name, there in flags.items() if there) or "nothing"
