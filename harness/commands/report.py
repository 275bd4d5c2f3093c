"""`gilbench report`: a run's tables in the terminal, and its pages and charts in a folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.commands.extra import needed_for
from harness.errors import GilbenchError, NotWritable
from record import RecordError, RunFiles
from record.reading import contained
from record.text import printable

if TYPE_CHECKING:
    from analysis.report import Report

RESULTS = Path("results")
PIPED_WIDTH = 100


@click.command("report")
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="What is printed to stdout.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for report.md and the charts.  [default: RUN/report]",
)
@click.option(
    "--commands",
    is_flag=False,
    flag_value="",
    metavar="[FILTER]",
    help="Print the command that runs each cell alone, of the cells whose key has FILTER in it.",
)
def command(run: Path | None, shape: str, out: Path | None, commands: str | None) -> None:
    """Tables and charts of RUN, a run's folder (default: the newest one in results/)."""
    folder = run if run is not None else newest(RESULTS)
    if commands is not None:
        _print_commands(folder, commands)
        return
    report = _report(folder)
    written = _write(report, folder, out)
    _print(report, shape)
    click.echo(f"report and {len(written) - 1} charts are in {written[0].parent}", err=True)


def newest(results: Path) -> Path:
    """The run in `results` that was created last. Damaged ones are passed over, and told."""
    created: dict[Path, str] = {}
    for path in sorted(results.glob("*/manifest.json")):
        try:
            created[path.parent] = RunFiles(path.parent).manifest().created
        except RecordError as error:
            click.echo(f"gilbench: warning: passed over: {error}", err=True)
    if not created:
        raise GilbenchError(f"no run in {results}/; measure one (gilbench run) or name its folder")
    return max(created, key=lambda path: created[path])


def _report(folder: Path) -> "Report":
    with needed_for("reports need"):
        from analysis.report import build  # noqa: PLC0415
    return build(folder)


def _write(report: "Report", folder: Path, out: Path | None) -> list[Path]:
    with needed_for("reports need"):
        from analysis.write import write  # noqa: PLC0415
    target = out if out is not None else _inside(folder)
    try:
        return write(report, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotWritable(f"the report cannot be written to {target}: {reason}") from None


def _inside(folder: Path) -> Path:
    """The run's own folder for reports."""
    path = RunFiles(folder).report
    try:
        contained(folder, path.name)
    except RecordError as error:
        raise GilbenchError(f"{error}; name another folder with --out") from None
    return path


def _print(report: "Report", shape: str) -> None:
    if shape == "markdown":
        from analysis.render.markdown import markdown  # noqa: PLC0415

        click.echo(markdown(report), nl=False)
        return
    from analysis.render.terminal import show  # noqa: PLC0415
    from harness.console import Output  # noqa: PLC0415

    console = Output(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, PIPED_WIDTH)
    show(report, console)


def _print_commands(folder: Path, wanted: str) -> None:
    manifest = RunFiles(folder).manifest()
    keys = [cell.key for cell in manifest.plan.cells if wanted in cell.key]
    if not keys:
        raise GilbenchError(f"no cell of the run has {wanted!r} in its key")
    for key in keys:
        click.echo(key)
        click.echo(f"    {printable(manifest.commands.get(key, ''))}")
