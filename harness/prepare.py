"""Getting ready: from the options of a run to its plan and the interpreters to run it with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from harness import catalog as catalogs_of
from harness.catalog import Catalog
from harness.doctor import examine, machine
from harness.errors import CellsFailed
from harness.interpreters import Interpreter, Matrix, make_ready
from harness.interpreters.environment import environment as make_environment
from harness.interpreters.errors import UnavailableError
from harness.interpreters.names import parse_all
from harness.interpreters.wheel import Wheel
from harness.plan.cells import preset
from harness.plan.estimate import values_of
from harness.plan.make import check, make_plan, plan_cells
from harness.run import command
from harness.run.launch import environment
from record import Asked, Build, Cell, Examination, Finding, Machine, Plan


@dataclass(frozen=True, slots=True)
class Prepared:
    asked: Asked
    plan: Plan
    interpreters: Mapping[str, Interpreter]  # by label
    pythons: Mapping[str, Path]  # by Cell.key: of its interpreter, with what it needs
    refused: Mapping[str, str]  # Cell.key -> why it cannot be had
    catalog: Catalog
    machine: Machine
    examination: Examination  # of the machine, before anything was built
    findings: tuple[Finding, ...]  # about the builds
    missing: Mapping[str, str]  # label -> why it could not be had

    def commands(self) -> dict[str, str]:
        """For each cell, the command that runs it alone."""
        return {
            cell.key: command.alone(
                cell,
                values_of(cell, self.plan.values, self.catalog),
                self.pythons[cell.key],
                self.catalog.strategy(cell.strategy),
                self.interpreters[cell.interpreter].env,
            )
            for cell in self.plan.cells
        }


@dataclass(frozen=True, slots=True)
class Had:
    """The interpreters that could be had, and what each can measure; by label."""

    matrix: Matrix
    interpreters: Mapping[str, Interpreter]
    catalogs: Mapping[str, Catalog]

    @property
    def builds(self) -> dict[str, Build]:
        return {label: one.build for label, one in self.interpreters.items()}

    @property
    def catalog(self) -> Catalog:
        """What the plan is made from."""
        return next(iter(self.catalogs.values()))


def prepare(asked: Asked, say: Callable[[str], None], *, strict: bool = False) -> Prepared:
    """Raises GilbenchError for wrong names before anything slow is done.

    With `strict` it raises Unfit where the machine has an error finding.
    """
    names = asked.interpreters or preset(asked.preset).interpreters
    here = machine.look()
    cores = machine.usable_cores(here)
    labels = [request.label for request in parse_all(names)]
    check(asked, labels, catalogs_of.ask(), cores)
    examination = examined(say, strict=strict)
    had = have(names, asked, say)
    cells = plan_cells(asked, list(had.interpreters), had.catalog, cores)
    pythons, refused = places(cells, had, say)
    plan = make_plan(
        *(asked, cells, lambda cell: cell.key not in refused),
        *(had.builds, had.catalog, had.matrix.code),
    )
    return prepared(asked, plan, had, pythons, refused, here, examination)


def examined(say: Callable[[str], None], *, strict: bool) -> Examination:
    """The machine, before anything is built: what is wrong with it is said."""
    examination = examine.at_start()
    if strict:
        examine.refuse(examination.findings)
    for finding in examination.findings:
        if finding.severity != "note":
            say(f"{finding.severity}: {examine.sentence(finding)}")
    return examination


def have(
    names: Sequence[str],
    asked: Asked,
    say: Callable[[str], None],
    like: Mapping[str, Build] | None = None,
) -> Had:
    """The interpreters of these names; `like` as for `make_ready`. CellsFailed where none is."""
    sources = [Path(source) for source in asked.sources]
    matrix = make_ready(names, optimise=asked.optimise, sources=sources, like=like, say=say)
    for label, reason in matrix.missing.items():
        say(f"warning: {label} could not be had: {reason}")
    if not matrix.interpreters:
        raise CellsFailed("no interpreter could be had")
    interpreters = {one.build.label: one for one in matrix.interpreters}
    catalogs = {
        label: catalogs_of.ask(one.python, environment(one.env))
        for label, one in interpreters.items()
    }
    return Had(matrix, interpreters, catalogs)


def prepared(
    asked: Asked,
    plan: Plan,
    had: Had,
    pythons: Mapping[str, Path],
    refused: Mapping[str, str],
    here: Machine,
    examination: Examination,
) -> Prepared:
    """`pythons` are those of the plan's cells without twins, which have that of their original."""
    twins = {cell.key: pythons[original_of(cell).key] for cell in plan.cells if cell.replicate}
    return Prepared(
        asked=asked,
        plan=plan,
        interpreters=had.interpreters,
        pythons={**pythons, **twins},
        refused=refused,
        catalog=had.catalog,
        machine=here,
        examination=examination,
        findings=had.matrix.findings,
        missing=had.matrix.missing,
    )


def places(
    cells: Sequence[Cell], had: Had, say: Callable[[str], None]
) -> tuple[dict[str, Path], dict[str, str]]:
    """By Cell.key: the python of each cell, and why those that cannot be had cannot.

    What a workload or strategy needs besides goes into environments of its own.
    """
    pythons: dict[str, Path] = {}
    refused: dict[str, str] = {}
    made: dict[tuple[str, tuple[str, ...]], Path | str] = {}
    for cell in cells:
        own, catalog = had.interpreters[cell.interpreter], had.catalogs[cell.interpreter]
        pythons[cell.key] = own.python
        extras = catalog.extras(cell)
        if reason := catalog.refusal(cell):
            refused[cell.key] = reason
        elif extras:
            place = (cell.interpreter, extras)
            if place not in made:
                made[place] = _with_extras(own, had.matrix.wheel, extras, say)
            found = made[place]
            if isinstance(found, Path):
                pythons[cell.key] = found
            else:
                refused[cell.key] = found
    return pythons, refused


def _with_extras(
    own: Interpreter, wheel: Wheel, extras: tuple[str, ...], say: Callable[[str], None]
) -> Path | str:
    try:
        return make_environment(own.facts, wheel, say, extras=extras)
    except UnavailableError as reason:
        return str(reason)


def original_of(twin: Cell) -> Cell:
    """What it is the twin of."""
    return msgspec.structs.replace(twin, replicate=0)


def differences(old: Plan, new: Plan) -> list[str]:
    """What makes two plans differ, in words; empty where they are the same plan."""
    names = {
        "preset": "the preset",
        "seed": "the seed",
        "margin": "the margin",
        "values": "the values a process",
        "timeout": "the time-out",
        "code": "the measured code",
        "reference": "the reference interpreter",
    }
    found = [
        f"{what} was {getattr(old, name)} and is {getattr(new, name)}"
        for name, what in names.items()
        if getattr(old, name) != getattr(new, name)
    ]
    found += [
        f"the build of {label} differs"
        for label in old.builds.keys() & new.builds.keys()
        if old.builds[label] != new.builds[label]
    ]
    before, now = set(old.cells), set(new.cells)
    if before != now:
        found.append(f"{len(now - before)} cells are new and {len(before - now)} are gone")
    if not found and old.contrasts != new.contrasts:
        found.append("the comparisons that it declares differ")
    if not found and msgspec.json.encode(old) != msgspec.json.encode(new):
        found.append("the order of the cells differs")
    return found
