"""`gilbench run`: measure; resume where it was stopped."""

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from harness.commands import options
from harness.commands.extra import needed_for
from harness.console import Output
from harness.doctor import examine, machine
from harness.errors import CellsFailed, GilbenchError
from harness.plan.cells import preset
from harness.plan.estimate import block_seconds
from harness.prepare import Prepared, differences, prepare
from harness.run.closing import closing, tightness
from harness.run.engine import Session
from harness.run.folder import RunFolder
from harness.run.launch import Launcher
from harness.run.merge import merge
from harness.run.progress import clock, describe, display
from harness.run.resume import resumed
from harness.run.stop import LEAST_BLOCKS, MOST_BLOCKS
from harness.signals import advising
from record import SCHEMA, Asked, Goal, Manifest, Status

if TYPE_CHECKING:
    from harness.run.widths import Widths


@click.command("run")
@click.option("--preset", help="quick, standard or full.  [default: quick]")
@click.option("--interpreters", type=options.NAMES, help="3.12,3.13t  [default: the preset's]")
@click.option("--strategies", type=options.NAMES, help="threads,asyncio  [default: the preset's]")
@click.option("--workloads", type=options.NAMES, help="primes,echo  [default: the preset's]")
@click.option("--workers", type=options.COUNTS, help="1,2,4  [default: the preset's sweep]")
@click.option("-k", "keep", metavar="EXPR", help="Only cells it fits: 'primes and workers>=2'.")
@click.option("--blocks", type=options.COUNT, help="How often each cell is measured, at most.")
@click.option(
    "--budget",
    type=options.DURATION,
    help="As much as fits, in each session: 90s, 5m, 1h. The first block is measured in any case.",
)
@click.option(
    "--precision",
    type=options.SHARE,
    help="Until the intervals of each group are as tight as this half width: 3%. "
    f"From {LEAST_BLOCKS} blocks on, and to {MOST_BLOCKS} at most if it is the only limit.",
)
@click.option("--margin", type=options.SHARE, help="What counts as the same.  [default: 3%]")
@click.option("--timeout", type=options.DURATION, help="Of one process.  [default: 2m]")
@click.option("--pairs", type=options.COUNT, help="A/A pairs.  [default: the preset's]")
@click.option("--seed", type=int, help="Of the order of the cells.  [default: 0]")
@click.option("--optimise", is_flag=True, default=None, help="Build interpreters with PGO and LTO.")
@click.option("--source", "sources", multiple=True, help="Tarball or folder to build them from.")
@click.option("--strict", is_flag=True, help="Refuse a machine that is unfit (gilbench doctor).")
@click.option("--dry-run", is_flag=True, help="Print the plan and its time; measure nothing.")
@click.option("--retry-failed", is_flag=True, help="Measure cells that failed again, from block 1.")
@click.option("--out", type=click.Path(path_type=Path), help="The run's folder; resumed if begun.")
def command(
    *,
    blocks: int | None,
    budget: float | None,
    precision: float | None,
    dry_run: bool,
    out: Path | None,
    retry_failed: bool,
    strict: bool,
    **asked: object,
) -> None:
    """Measure the matrix. Without options: the `quick` preset, in about six minutes.

    A run that was stopped goes on with `gilbench run --out DIR`; one that is finished is
    extended with `--blocks N`. Of --blocks, --budget and --precision, whichever is reached first
    ends a group of comparable cells; the time goes to the others.
    """
    given = {name: value for name, value in asked.items() if value not in (None, (), [])}
    wanted = _wanted(given)
    goal = Goal(blocks=blocks, budget=budget, precision=precision)
    if dry_run:
        _print_plan(prepare(wanted, _say, strict=strict), _with_default(goal, wanted))
        return
    if out and not str(out).isprintable():
        raise GilbenchError(f"--out {str(out)!r} has letters that cannot be written down")
    folder = RunFolder(out or Path("results") / _run_id(wanted))
    known = folder.files.manifest() if folder.exists() else None
    if known:
        _check_machine(known, folder.root)
        folder.files.attempts(known.plan.cells)  # that it can be read is told before anything slow
        wanted = wanted if given else known.asked
        goal = known.goal if goal == Goal() else goal
    goal = _with_default(goal, wanted)
    _widths_of(goal)  # which tells before anything slow that it cannot
    with advising(f"; go on with: gilbench run --out {folder.root}"):
        ready = prepare(wanted, _say, strict=strict)
        with folder.locked():
            manifest = _manifest(folder, ready, goal)
            session = _measure(folder, ready, manifest, retry_failed)
    _report(folder, ready, session)


def _check_machine(known: Manifest, root: Path) -> None:
    """A run has one machine; and another's may name programs that are not to be started here."""
    if known.machine.id != machine.look().id:
        raise GilbenchError(
            f"{root} was measured on another machine; measure in another folder (--out)"
        )


def _wanted(given: Mapping[str, object]) -> Asked:
    try:
        return msgspec.convert(given, Asked)
    except msgspec.ValidationError as error:
        raise GilbenchError(f"an option is beyond what can be written down: {error}") from None


def _with_default(goal: Goal, asked: Asked) -> Goal:
    if goal == Goal():
        return Goal(blocks=preset(asked.preset).blocks)
    if goal == Goal(precision=goal.precision):
        return msgspec.structs.replace(goal, blocks=MOST_BLOCKS)
    return goal


def _run_id(asked: Asked) -> str:
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{asked.preset}"


def _manifest(folder: RunFolder, ready: Prepared, goal: Goal) -> Manifest:
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
        )
    return manifest


def _measure(folder: RunFolder, ready: Prepared, manifest: Manifest, retry: bool) -> Session:
    alive = [cell for cell in ready.plan.cells if cell.key not in ready.refused]
    measure_widths = _widths_of(manifest.goal)
    widths = measure_widths(manifest.plan) if measure_widths else None
    ledger = resumed(
        folder.files, manifest.plan.cells, retry, _say, widths.keep if widths else None
    )
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


def _widths_of(goal: Goal) -> "type[Widths] | None":
    """What tells how tight the intervals are, where that ends the run."""
    if goal.precision is None:
        return None
    with needed_for("--precision needs"):
        from harness.run.widths import Widths  # noqa: PLC0415
    return Widths


def _report(folder: RunFolder, ready: Prepared, session: Session) -> None:
    """A line or two about the run on stdout; what failed as the exit code."""
    ledger, precision = session.ledger, session.goal.precision
    measured = closing(ledger, len(ready.plan.cells), session.seconds, session.timed)
    click.echo(f"{folder.root}: {measured}")
    if precision is not None:
        click.echo(tightness(ledger, precision, session.half_widths))
    failed = [one for one in ledger.given_up.values() if one.status is Status.FAILED]
    if failed:
        raise CellsFailed(f"{failed[0].cell} failed: {failed[0].reason}{_more(len(failed) - 1)}")
    if ready.missing and ready.asked.interpreters:
        raise CellsFailed(f"could not be had: {', '.join(ready.missing)}")


def _more(count: int) -> str:
    return f" (and {count} more: `gilbench report` lists them)" if count else ""


def _print_plan(ready: Prepared, goal: Goal) -> None:
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


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal is gone
        click.echo(line, err=True)
