"""`gilbench run`: measure; resume where it was stopped."""

import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from harness.advise.plan import PRESET as ADVISE
from harness.commands import options
from harness.commands.measuring import (
    check_all_measured,
    check_machine,
    manifest_of,
    measure,
    print_plan,
    told,
    widths_of,
)
from harness.errors import GilbenchError
from harness.plan.cells import preset
from harness.prepare import prepare
from harness.run.folder import RunFolder
from harness.run.stop import LEAST_BLOCKS, MOST_BLOCKS
from harness.signals import advising
from record import Asked, Goal


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
        print_plan(prepare(wanted, _say, strict=strict), _with_default(goal, wanted))
        return
    if out and not str(out).isprintable():
        raise GilbenchError(f"--out {str(out)!r} has letters that cannot be written down")
    folder = RunFolder(out or Path("results") / _run_id(wanted))
    known = folder.files.manifest() if folder.exists() else None
    if known:
        check_machine(known, folder.root)
        if known.reproduces:
            raise GilbenchError(
                f"{folder.root} reproduces a run; go on with: gilbench reproduce RUN "
                f"--out {folder.root}"
            )
        if known.plan.preset == ADVISE:
            raise GilbenchError(
                f"{folder.root} is an answer of gilbench advise, which is not gone on with; ask "
                "again in another folder, with a larger --budget"
            )
        folder.files.attempts(known.plan.cells)  # that it can be read is told before anything slow
        wanted = wanted if given else known.asked
        goal = known.goal if goal == Goal() else goal
    goal = _with_default(goal, wanted)
    widths_of(goal)  # which tells before anything slow that it cannot
    with advising(f"; go on with: gilbench run --out {folder.root}"):
        ready = prepare(wanted, _say, strict=strict)
        with folder.locked():
            manifest = manifest_of(folder, ready, goal)
            session = measure(folder, ready, manifest, _say, retry=retry_failed)
    for line in told(folder, ready, session):
        click.echo(line)
    check_all_measured(ready, session)


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


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal is gone
        click.echo(line, err=True)
