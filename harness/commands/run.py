"""`gilbench run`: measure; resume where it was stopped."""

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from harness.commands import options
from harness.console import Output
from harness.errors import CellsFailed, GilbenchError
from harness.plan.cells import preset
from harness.plan.estimate import block_seconds
from harness.prepare import Prepared, differences, prepare
from harness.run.engine import Session
from harness.run.folder import RunFolder
from harness.run.launch import Launcher
from harness.run.ledger import Ledger
from harness.run.merge import merge
from harness.run.progress import clock, describe, display
from harness.run.resume import standing
from harness.run.stop import rule_of
from harness.signals import advising
from record import SCHEMA, Asked, Goal, Manifest, Status


@click.command("run")
@click.option("--preset", help="quick, standard or full.  [default: quick]")
@click.option("--interpreters", type=options.NAMES, help="3.12,3.13t  [default: the preset's]")
@click.option("--strategies", type=options.NAMES, help="threads,asyncio  [default: the preset's]")
@click.option("--workloads", type=options.NAMES, help="primes,echo  [default: the preset's]")
@click.option("--workers", type=options.COUNTS, help="1,2,4  [default: the preset's sweep]")
@click.option("-k", "keep", metavar="EXPR", help="Only cells it fits: 'primes and workers>=2'.")
@click.option("--blocks", type=options.COUNT, help="How often each cell is measured.")
@click.option("--budget", type=options.DURATION, help="As many blocks as fit: 90s, 5m, 1h.")
@click.option("--margin", type=options.SHARE, help="What counts as the same.  [default: 3%]")
@click.option("--seed", type=int, help="Of the order of the cells.  [default: 0]")
@click.option("--optimise", is_flag=True, default=None, help="Build interpreters with PGO and LTO.")
@click.option("--source", "sources", multiple=True, help="Tarball or folder to build them from.")
@click.option("--dry-run", is_flag=True, help="Print the plan and its time; measure nothing.")
@click.option("--retry-failed", is_flag=True, help="Measure cells that failed again, from block 1.")
@click.option("--out", type=click.Path(path_type=Path), help="The run's folder; resumed if begun.")
def command(
    *,
    blocks: int | None,
    budget: float | None,
    dry_run: bool,
    out: Path | None,
    retry_failed: bool,
    **asked: object,
) -> None:
    """Measure the matrix. Without options: the `quick` preset, in about five minutes.

    A run that was stopped goes on with `gilbench run --out DIR`; one that is finished is
    extended with `--blocks N`.
    """
    given = {name: value for name, value in asked.items() if value not in (None, (), [])}
    wanted = msgspec.convert(given, Asked)
    goal = Goal(blocks=blocks, budget=budget)
    if dry_run:
        _print_plan(prepare(wanted, _say), _with_default(goal, wanted))
        return
    if out and not str(out).isprintable():
        raise GilbenchError(f"--out {str(out)!r} has letters that cannot be written down")
    folder = RunFolder(out or Path("results") / _run_id(wanted))
    known = folder.files.manifest() if folder.exists() else None
    if known:
        wanted = wanted if given else known.asked
        goal = known.goal if goal == Goal() else goal
    goal = _with_default(goal, wanted)
    with advising(f"; go on with: gilbench run --out {folder.root}"):
        ready = prepare(wanted, _say)
        with folder.locked():
            manifest = _manifest(folder, ready, goal, known)
            session = _measure(folder, ready, manifest, retry_failed)
    _report(folder, ready, session)


def _with_default(goal: Goal, asked: Asked) -> Goal:
    return Goal(blocks=preset(asked.preset).blocks) if goal == Goal() else goal


def _run_id(asked: Asked) -> str:
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{asked.preset}"


def _manifest(folder: RunFolder, ready: Prepared, goal: Goal, known: Manifest | None) -> Manifest:
    """The run's manifest: a new one, or the one that is there with another goal."""
    if known:
        unlike = differences(known.plan, ready.plan)
        if unlike:
            raise GilbenchError(
                f"{folder.root} holds a run of another plan ({'; '.join(unlike)}); "
                "give the options it was started with, none at all, or another --out"
            )
        manifest = msgspec.structs.replace(known, goal=goal)
    else:
        manifest = Manifest(
            schema=SCHEMA,
            run=folder.root.resolve().name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            asked=ready.asked,
            plan=ready.plan,
            goal=goal,
            machine=ready.machine,
            findings=list(ready.findings),
            missing=dict(ready.missing),
            commands=ready.commands(),
        )
    return manifest


def _measure(folder: RunFolder, ready: Prepared, manifest: Manifest, retry: bool) -> Session:
    alive = [
        cell for cell in ready.plan.cells if _supported(ready, cell.interpreter, cell.strategy)
    ]
    before = standing(folder.files, manifest.plan.cells, retry, _say)
    folder.write_manifest(manifest)
    done = sum(attempt.status is Status.OK for attempt in before)
    with display(Output(stderr=True), len(alive), manifest.goal.blocks, done) as watcher:
        session = Session(
            plan=manifest.plan,
            goal=manifest.goal,
            folder=folder,
            interpreters=ready.interpreters,
            catalogs=ready.catalogs,
            watcher=watcher,
            ledger=Ledger(manifest.plan.cells, before),
        )
        with Launcher() as launcher:
            session.run(rule_of(manifest.goal), launcher)
    merge(folder, manifest.plan.cells)
    return session


def _supported(ready: Prepared, interpreter: str, strategy: str) -> bool:
    return ready.catalogs[interpreter].strategy(strategy).unavailable is None


def _report(folder: RunFolder, ready: Prepared, session: Session) -> None:
    """One line about the run on stdout; what failed as the exit code."""
    given_up = session.ledger.given_up.values()
    failed = [attempt for attempt in given_up if attempt.status is Status.FAILED]
    unsupported = len(given_up) - len(failed)
    share = f", {session.timed / session.seconds:.0%} of it in timed code" if session.timed else ""
    click.echo(
        f"{folder.root}: {len(ready.plan.cells) - len(given_up)} cells x "
        f"{session.ledger.blocks()} blocks, measured in {clock(session.seconds)}{share}; "
        f"{len(failed)} failed, {unsupported} unsupported"
    )
    if failed:
        raise CellsFailed(f"{failed[0].cell} failed: {failed[0].reason}{_more(len(failed) - 1)}")
    if ready.missing and ready.asked.interpreters:
        raise CellsFailed(f"could not be had: {', '.join(ready.missing)}")


def _more(count: int) -> str:
    return f" (and {count} more: `gilbench report` lists them)" if count else ""


def _print_plan(ready: Prepared, goal: Goal) -> None:
    plan = ready.plan
    alive = [cell for cell in plan.cells if _supported(ready, cell.interpreter, cell.strategy)]
    for cell in plan.cells:
        reason = ready.catalogs[cell.interpreter].strategy(cell.strategy).unavailable
        click.echo(f"{describe(cell)}{f'  unsupported: {reason}' if reason else ''}")
    block = block_seconds(plan, next(iter(ready.catalogs.values())), alive)
    click.echo(f"{len(alive)} cells, about {clock(block)} a block")
    if goal.blocks:
        click.echo(f"{goal.blocks} blocks: about {clock(block * goal.blocks)}")
    if goal.budget:
        click.echo(f"{clock(goal.budget)}: about {max(1, int(goal.budget / block))} blocks")


def _say(line: str) -> None:
    click.echo(line, err=True)
