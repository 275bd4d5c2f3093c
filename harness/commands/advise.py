"""`gilbench advise`: which strategy for the user's own function."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.advise import inputs as inputs_of
from harness.advise import requirements as requirements_of
from harness.advise import target as target_of
from harness.advise.ready import Wanted
from harness.advise.stages import BESIDE
from harness.advise.stages import advise as measured
from harness.commands import options
from harness.commands.extra import needed_for
from harness.commands.measuring import manifest_of, measure
from harness.console import Output
from harness.errors import CellsFailed, GilbenchError, NotWritable
from harness.interpreters.names import parse_all
from harness.prepare import Prepared
from harness.run.engine import Session
from harness.run.folder import RunFolder
from harness.signals import advising
from record import Goal
from record.errors import why

if TYPE_CHECKING:
    from analysis.advice.model import Advice

FOLDER = click.Path(path_type=Path)
LEAST = 5.0  # seconds: profiles alone take two


@click.command("advise")
@click.argument("target", metavar="FILE.py:FUNCTION|MODULE:FUNCTION")
@click.argument("more", nargs=-1, metavar="")
@click.option(
    "--inputs",
    required=True,
    metavar="SPEC",
    help="What it is called with: 'photos/*.jpg' (paths), in.jsonl, in.csv:COLUMN, 'range(1000)', "
    "or a generator function of the same file. A * before JSON lines or a function unpacks.",
)
@click.option("--unpack", is_flag=True, help="Each input is a list or an object of arguments.")
@click.option("--interpreters", type=options.NAMES, help="[default: 3.12,3.13,3.13t]")
@click.option("--requirements", type=FOLDER, help="What it needs: a requirements file.")
@click.option("--allow-builds", is_flag=True, help="Build what has no wheel.")
@click.option(
    "--budget",
    type=options.DURATION,
    default="60s",
    show_default=True,
    help="For profiles and measuring; making interpreters ready comes before.",
)
@click.option("--workers", type=options.COUNTS, help="[default: as many as make sense]")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "markdown", "md", "html"]),
    default="text",
    show_default=True,
)
@click.option("--out", type=FOLDER, help="The run's folder.  [default: results/<time>-advise-...]")
def command(
    *,
    target: str,
    more: tuple[str, ...],
    inputs: str,
    unpack: bool,
    interpreters: list[str] | None,
    requirements: Path | None,
    allow_builds: bool,
    budget: float,
    workers: list[int] | None,
    shape: str,
    out: Path | None,
) -> None:
    """Which strategy for your function, on this machine, with evidence, in about a minute.

    It is profiled, then called by every strategy that can on each interpreter, in processes of
    their own; the best few are measured at length. "Stay sequential" is an answer, too.
    """
    if more:
        raise GilbenchError(
            f"{more[0]!r} is one argument too many; quote a pattern: --inputs 'photos/*.jpg'"
        )
    if budget < LEAST:
        raise GilbenchError(f"--budget: less than {LEAST:g} s is too little to learn anything")
    with needed_for("the answer needs"):
        from analysis.advice import advise  # noqa: PLC0415
    wanted = _wanted(
        target, inputs, unpack, interpreters, requirements, allow_builds, budget, workers
    )
    folder = _folder(out, wanted)
    with advising(f"; what was measured so far is in {folder.root}"), folder.locked():
        course = measured(wanted, folder, _measure, _say)
    found = advise(folder.root)
    _show(found, folder.root, shape)
    _say(f"{folder.root}: profiled and measured in {course.advised.seconds:.0f} s")
    if found.recommendation is None:
        raise CellsFailed(course.advised.stopped or "nothing could be measured")
    if course.missing and interpreters:
        raise CellsFailed(f"could not be had: {', '.join(course.missing)}")


def _wanted(
    target: str,
    inputs: str,
    unpack: bool,
    interpreters: list[str] | None,
    requirements: Path | None,
    builds: bool,
    budget: float,
    workers: list[int] | None,
) -> Wanted:
    """All that can be wrong is told before anything slow."""
    cwd = Path.cwd()
    parse_all(interpreters or ["3.13"])
    needs = requirements_of.check(requirements) if requirements else []
    function = target_of.parse(target, cwd, bool(needs))
    return Wanted(
        target=function,
        inputs=inputs_of.parse(inputs, unpack, function, cwd),
        cwd=cwd,
        budget=budget,
        interpreters=interpreters or (),
        requirements=requirements,
        builds=builds,
        workers=workers or (),
    )


def _folder(out: Path | None, wanted: Wanted) -> RunFolder:
    name = "".join(
        one if one.isascii() and one.isalnum() else "-" for one in wanted.target.function
    )
    root = out or Path("results") / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-advise-{name[:40]}"
    if not str(root).isprintable():
        raise GilbenchError(f"--out {str(root)!r} has letters that cannot be written down")
    folder = RunFolder(root, BESIDE)
    if folder.exists():
        raise GilbenchError(f"{root} holds a run; name another folder with --out")
    return folder


def _show(found: "Advice", root: Path, shape: str) -> None:
    if shape in ("markdown", "md"):
        from analysis.render.advice.markdown import markdown  # noqa: PLC0415

        click.echo(markdown(found), nl=False)
    elif shape == "json":
        from analysis.render.advice.json import json  # noqa: PLC0415

        click.echo(json(found), nl=False)
    elif shape == "html":
        from analysis.page.advice import page  # noqa: PLC0415

        path = root / "report" / "advice.html"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(found), encoding="utf-8")
        except OSError as error:
            raise NotWritable(f"{path} cannot be written: {why(error)}") from None
        click.echo(path)
    else:
        from analysis.render.advice.text import show  # noqa: PLC0415

        show(found, Output())


def _measure(folder: RunFolder, ready: Prepared, goal: Goal) -> Session:
    return measure(folder, ready, manifest_of(folder, ready, goal), _say)


def _say(line: str) -> None:
    with contextlib.suppress(OSError):  # the terminal is gone
        click.echo(line, err=True)
