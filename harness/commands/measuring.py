"""Measuring a prepared plan into a run's folder: what `run` and `reproduce` have in common."""

import platform
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from harness.commands.extra import needed_for
from harness.console import Output
from harness.doctor import examine, machine
from harness.errors import CellsFailed, GilbenchError
from harness.plan.estimate import block_seconds
from harness.prepare import Prepared, differences
from harness.run.closing import closing, tightness
from harness.run.engine import Session
from harness.run.folder import RunFolder
from harness.run.launch import Launcher
from harness.run.merge import merge
from harness.run.progress import clock, describe, display
from harness.run.resume import resumed
from harness.run.stop import LEAST_BLOCKS
from record import SCHEMA, Goal, Manifest, Reproduces, Status

if TYPE_CHECKING:
    from harness.run.widths import Widths

Say = Callable[[str], None]


def check_machine(known: Manifest, root: Path) -> None:
    """A run has one machine; and another's may name programs that are not to be started here."""
    if known.machine.id != machine.look().id:
        raise GilbenchError(
            f"{root} was measured on another machine; measure in another folder (--out)"
        )


def manifest_of(
    folder: RunFolder, ready: Prepared, goal: Goal, reproduces: Reproduces | None = None
) -> Manifest:
    """The run's manifest: a new one, or the one that is there with another goal.

    Looked for again, in the locked folder: another gilbench may have begun it meanwhile.
    """
    if folder.exists():
        known = folder.files.manifest()
        unlike = differences(known.plan, ready.plan)
        if unlike:
            raise GilbenchError(
                f"{folder.root} holds a run of another plan ({'; '.join(unlike)}); "
                "give the options it was started with, none at all, or another --out"
            )
        examinations = [*known.examinations, ready.examination]
        manifest = msgspec.structs.replace(known, goal=goal, examinations=examinations)
    else:
        manifest = Manifest(
            schema=SCHEMA,
            run=folder.root.resolve().name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            asked=ready.asked,
            plan=ready.plan,
            goal=goal,
            machine=ready.machine,
            examinations=[ready.examination],
            findings=list(ready.findings),
            missing=dict(ready.missing),
            commands=ready.commands(),
            tools=tools(),
            reproduces=reproduces,
        )
    return manifest


def tools() -> dict[str, str]:
    """Versions of what measures here."""
    named = {name: version(name) for name in ("gilbench", "pyperf")}
    return named | {"python": platform.python_version()}


def measure(
    folder: RunFolder, ready: Prepared, manifest: Manifest, say: Say, *, retry: bool = False
) -> Session:
    """Until the manifest's goal is reached. The folder is locked; `retry` cells that failed."""
    alive = [cell for cell in ready.plan.cells if cell.key not in ready.refused]
    measure_widths = widths_of(manifest.goal)
    widths = measure_widths(manifest.plan) if measure_widths else None
    ledger = resumed(folder.files, manifest.plan.cells, retry, say, widths.keep if widths else None)
    folder.write_manifest(manifest)
    blocks = None if manifest.goal.precision else manifest.goal.blocks
    done = [(attempt.cell, attempt.block) for attempt in ledger.counted()]
    with display(Output(stderr=True), len(alive), blocks, done) as watcher:
        session = Session(
            plan=manifest.plan,
            goal=manifest.goal,
            folder=folder,
            interpreters=ready.interpreters,
            pythons=ready.pythons,
            refused=ready.refused,
            catalog=ready.catalog,
            watcher=watcher,
            ledger=ledger,
            widths=widths,
        )
        with Launcher() as launcher:
            session.run(launcher)
    merge(folder, manifest.plan.cells)
    if session.timed:  # last of all: nothing is lost where this is interrupted
        examinations = [*manifest.examinations, examine.at_end(ready.examination)]
        folder.write_manifest(msgspec.structs.replace(manifest, examinations=examinations))
    return session


def widths_of(goal: Goal) -> "type[Widths] | None":
    """What tells how tight the intervals are, where that ends the run."""
    if goal.precision is None:
        return None
    with needed_for("--precision needs"):
        from harness.run.widths import Widths  # noqa: PLC0415
    return Widths


def told(folder: RunFolder, ready: Prepared, session: Session) -> list[str]:
    """A line or two about the run."""
    ledger, precision = session.ledger, session.goal.precision
    measured = closing(ledger, len(ready.plan.cells), session.seconds, session.timed)
    lines = [f"{folder.root}: {measured}"]
    if precision is not None:
        lines.append(tightness(ledger, precision, session.half_widths))
    return lines


def check_all_measured(ready: Prepared, session: Session) -> None:
    """Raises CellsFailed where a cell failed, or an interpreter that was named was not had."""
    ledger = session.ledger
    failed = [one for one in ledger.given_up.values() if one.status is Status.FAILED]
    if failed:
        raise CellsFailed(f"{failed[0].cell} failed: {failed[0].reason}{_more(len(failed) - 1)}")
    if ready.missing and ready.asked.interpreters:
        raise CellsFailed(f"could not be had: {', '.join(ready.missing)}")


def _more(count: int) -> str:
    return f" (and {count} more: `gilbench report` lists them)" if count else ""


def print_plan(ready: Prepared, goal: Goal) -> None:
    """The cells, and how long they take."""
    plan = ready.plan
    alive = [cell for cell in plan.cells if cell.key not in ready.refused]
    for cell in plan.cells:
        reason = ready.refused.get(cell.key)
        click.echo(f"{describe(cell)}{f'  unsupported: {reason}' if reason else ''}")
    block = block_seconds(alive, plan.values, ready.catalog, lambda label: plan.builds[label].gil)
    click.echo(f"{len(alive)} cells, about {clock(block)} a block")
    if goal.blocks:
        click.echo(f"{goal.blocks} blocks: about {clock(block * goal.blocks)}")
    if goal.precision:
        least = f"{LEAST_BLOCKS} blocks on: about {clock(block * LEAST_BLOCKS)}"
        click.echo(f"within {goal.precision * 100:g}%, from {least} or more")
    if goal.budget:
        click.echo(f"{clock(goal.budget)}: about {max(1, int(goal.budget / block))} blocks")
