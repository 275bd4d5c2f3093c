"""Getting ready: from the options of a run to its plan and the interpreters to run it with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from harness import catalog as catalogs_of
from harness.catalog import Catalog
from harness.doctor import examine, machine
from harness.errors import CellsFailed
from harness.interpreters import Interpreter, make_ready
from harness.interpreters.names import parse_all
from harness.plan.cells import preset
from harness.plan.make import check, make_plan
from harness.run import command
from harness.run.launch import environment
from record import Asked, Examination, Finding, Machine, Plan


@dataclass(frozen=True, slots=True)
class Prepared:
    asked: Asked
    plan: Plan
    interpreters: Mapping[str, Interpreter]  # by label
    catalogs: Mapping[str, Catalog]  # by label
    machine: Machine
    examination: Examination  # of the machine, before anything was built
    findings: tuple[Finding, ...]  # about the builds
    missing: Mapping[str, str]  # label -> why it could not be had

    def commands(self) -> dict[str, str]:
        """For each cell, the command that runs it alone."""
        return {
            cell.key: command.alone(
                cell,
                self.plan,
                self.interpreters[cell.interpreter],
                self.catalogs[cell.interpreter].strategy(cell.strategy),
                self.interpreters[cell.interpreter].env,
            )
            for cell in self.plan.cells
        }


def prepare(asked: Asked, say: Callable[[str], None], *, strict: bool = False) -> Prepared:
    """Raises GilbenchError for wrong names before anything slow is done.

    With `strict` it raises Unfit where the machine has an error finding.
    """
    names = asked.interpreters or preset(asked.preset).interpreters
    here = machine.look()
    cores = machine.usable_cores(here)
    labels = [request.label for request in parse_all(names)]
    check(asked, labels, catalogs_of.ask(), cores)
    examination = examine.at_start()
    if strict:
        examine.refuse(examination.findings)
    for finding in examination.findings:
        if finding.severity != "note":
            say(f"{finding.severity}: {examine.sentence(finding)}")
    sources = [Path(source) for source in asked.sources]
    matrix = make_ready(names, optimise=asked.optimise, sources=sources, say=say)
    for label, reason in matrix.missing.items():
        say(f"warning: {label} could not be had: {reason}")
    if not matrix.interpreters:
        raise CellsFailed("no interpreter could be had")
    interpreters = {one.build.label: one for one in matrix.interpreters}
    catalogs = {
        label: catalogs_of.ask(one.python, environment(one.env))
        for label, one in interpreters.items()
    }
    builds = {label: one.build for label, one in interpreters.items()}
    plan = make_plan(asked, builds, catalogs, cores, matrix.code)
    return Prepared(
        asked=asked,
        plan=plan,
        interpreters=interpreters,
        catalogs=catalogs,
        machine=here,
        examination=examination,
        findings=matrix.findings,
        missing=matrix.missing,
    )


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
