"""`gilbench reproduce`: another's published run, here, and whether it says the same."""

import contextlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.commands import options
from harness.commands.extra import needed_for
from harness.commands.measuring import (
    check_all_measured,
    check_machine,
    manifest_of,
    measure,
    print_plan,
    told,
    widths_of,
)
from harness.errors import GilbenchError, NotWritable
from harness.interpreters.facts import differences
from harness.reproduce.original import Original, check_folder, goal_of, read
from harness.reproduce.prepare import Again, Options, prepare
from harness.run.folder import RunFolder
from harness.signals import advising
from record import Goal, RecordError, RunFiles
from record.errors import why
from record.reading import contained
from record.text import plain

if TYPE_CHECKING:
    from analysis.relations import Relations, Side

FOLDER = click.Path(path_type=Path)
WIDE = 140  # columns, where no terminal says how wide it is


@click.command("reproduce")
@click.argument("run", type=FOLDER)
@click.option("--against", metavar="HERE", type=FOLDER, help="Measure nothing: compare with HERE.")
@click.option(
    "--interpreters",
    type=options.NAMES,
    help="LABEL=PATH,...: these for RUN's own labels.  [default: the nearest to RUN's builds]",
)
@click.option("-k", "keep", metavar="EXPR", default="", help="Only cells of RUN that it fits.")
@click.option("--blocks", type=options.COUNT, help="How often.  [default: as often as RUN]")
@click.option("--budget", type=options.DURATION, help="As much as fits, in each session: 5m, 1h.")
@click.option("--optimise", is_flag=True, help="Build with PGO and LTO what had them in RUN.")
@click.option("--source", "sources", multiple=True, help="Tarball or folder to build from.")
@click.option("--strict", is_flag=True, help="Refuse a machine that is unfit (gilbench doctor).")
@click.option("--retry-failed", is_flag=True, help="Measure cells that failed again, from block 1.")
@click.option("--dry-run", is_flag=True, help="Print what would be measured, and what not.")
@click.option("--out", type=FOLDER, help="The new run's folder.  [default: results/again-...]")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
)
@click.option("--all", "everything", is_flag=True, help="Show in text what agrees, too.")
@click.option("--fail-on-disagreement", is_flag=True, help="Exit with 1 where one says otherwise.")
def command(
    *,
    run: Path,
    against: Path | None,
    blocks: int | None,
    budget: float | None,
    dry_run: bool,
    retry_failed: bool,
    out: Path | None,
    shape: str,
    everything: bool,
    fail_on_disagreement: bool,
    **chosen: object,
) -> int:
    """Measure RUN's plan here, and compare the relations that both runs show (not the seconds).

    RUN is a run's folder, of any machine; a published one without raw/ will do. The interpreters
    are the nearest to RUN's that are here or can be had; what cannot be measured here is listed
    with its reason. The same command goes on where it was stopped.
    """
    with needed_for("reproducing needs"):
        from analysis import relations  # noqa: PLC0415
    original = read(run)
    there = relations.read(run)  # that it can be read is told before anything slow
    if against is not None:
        _check_only_compared(chosen, blocks, budget, out, retry_failed or dry_run)
        found = relations.relate(there, relations.read(against))
        _show(found, shape, everything)
        return 1 if fail_on_disagreement and found.disagreements else 0
    goal = Goal(blocks=blocks, budget=budget)
    wanted = Options(**{name: value or () for name, value in chosen.items() if value})  # type: ignore[arg-type]
    if dry_run:
        again = prepare(original, wanted, _say)
        _print_plan(original, again, goal_of(original, None, goal))
        return 0
    folder = RunFolder(out or Path("results") / original.id)
    known = folder.files.manifest() if folder.exists() else None
    check_folder(original, folder.root, known)
    if known:
        check_machine(known, folder.root)
        folder.files.attempts(known.plan.cells)  # that it can be read is told, too
    goal = goal_of(original, known, goal)
    widths_of(goal)
    with advising("; the same command goes on with it"):
        again = prepare(original, wanted, _say)
        _tell(original, again, _say)
        with folder.locked():
            reproduces = original.reproduced(again.left_out)
            manifest = manifest_of(folder, again.prepared, goal, reproduces)
            session = measure(folder, again.prepared, manifest, _say, retry=retry_failed)
    for line in told(folder, again.prepared, session):
        _say(line)
    here = relations.read(folder.root)
    if session.timed or not folder.files.report.exists():
        _write_report(here, folder.root)
    found = relations.relate(there, here)
    _show(found, shape, everything)
    check_all_measured(again.prepared, session)
    return 1 if fail_on_disagreement and found.disagreements else 0


def _check_only_compared(chosen: Mapping[str, object], *others: object) -> None:
    """Raises GilbenchError where --against is given beside what says how to measure."""
    if any(chosen.values()) or any(others):
        raise GilbenchError(
            "--against measures nothing: besides it there are --format, --all and "
            "--fail-on-disagreement"
        )


def _tell(original: Original, again: Again, say: Callable[[str], None]) -> None:
    """What is not as it was: the builds, and the cells that are left out."""
    ready = again.prepared
    for label, build in original.manifest.plan.builds.items():
        here = ready.plan.builds.get(label)
        if here is None:
            why_not = ready.missing.get(label)
            say(f"{label}: missing: {plain(why_not)}" if why_not else f"{label}: no cell of it")
            continue
        unlike = differences(build, here)
        unlike += ["free-threaded"] if build.free_threaded != here.free_threaded else []
        version = here.version
        if build.version != here.version:
            version = f"{here.version} for {plain(build.version)}"
        said = f"unlike in: {', '.join(unlike)}" if unlike else "built alike"
        say(f"{label}: {version}, {said} ({here.executable})")
    for reason, count in Counter(again.left_out.values()).most_common():
        say(f"left out: {count} cell{'s' if count > 1 else ''}: {plain(reason)}")


def _print_plan(original: Original, again: Again, goal: Goal) -> None:
    print_plan(again.prepared, goal)
    click.echo()
    _tell(original, again, click.echo)


def _show(found: "Relations", shape: str, everything: bool) -> None:
    if shape == "markdown":
        from analysis.render.relations.markdown import markdown  # noqa: PLC0415

        click.echo(markdown(found), nl=False)
    elif shape == "json":
        from analysis.render.relations.json import json  # noqa: PLC0415

        click.echo(json(found), nl=False)
    else:
        from analysis.render.relations.text import show  # noqa: PLC0415
        from harness.console import Output  # noqa: PLC0415

        show(found, Output(piped=WIDE), everything=everything)


def _write_report(here: "Side", root: Path) -> None:
    """What `gilbench report` writes, into the run."""
    from analysis.write import write  # noqa: PLC0415

    folder = RunFiles(root).report
    try:
        contained(root, folder.name)
        written = write(here.report, folder)
    except RecordError as error:
        raise GilbenchError(str(error)) from None
    except OSError as error:
        raise NotWritable(f"the report cannot be written to {folder}: {why(error)}") from None
    _say(f"report and {len(written) - 1} charts are in {folder}")


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal is gone
        click.echo(line, err=True)
