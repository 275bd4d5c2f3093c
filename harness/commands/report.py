"""`gilbench report`: a run's tables in the terminal, and its pages and charts in a folder."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.commands.extra import needed_for
from harness.commands.options import style_option
from harness.errors import GilbenchError, NotWritable
from record import RecordError, RunFiles
from record.errors import why
from record.reading import contained
from record.text import printable

if TYPE_CHECKING:
    from analysis.charts.style import Style
    from analysis.claims import Judgement
    from analysis.report import Report

RESULTS = Path("results")
WIDE = 100  # columns, where no terminal says how wide it is


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is made of, and where it goes."""

    report: "Report"
    run: Path
    folder: Path
    style: "Style"


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


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritable(f"the report cannot be written to {folder}: {why(error)}") from None


def _asked(run: Path, out: Path | None, style: str) -> Asked:
    with needed_for("reports need"):
        from analysis.charts.style import STYLES  # noqa: PLC0415
        from analysis.report import build  # noqa: PLC0415
    report = build(run)
    return Asked(report, run, out if out is not None else _inside(run), STYLES[style])


def _inside(folder: Path) -> Path:
    """The run's own folder for reports."""
    path = RunFiles(folder).report
    try:
        contained(folder, path.name)
    except RecordError as error:
        raise GilbenchError(f"{error}; name another folder with --out") from None
    return path


def _print_commands(folder: Path, wanted: str) -> None:
    manifest = RunFiles(folder).manifest()
    keys = [cell.key for cell in manifest.plan.cells if wanted in cell.key]
    if not keys:
        raise GilbenchError(f"no cell of the run has {wanted!r} in its key")
    for key in keys:
        click.echo(key)
        click.echo(f"    {printable(manifest.commands.get(key, ''))}")


def _text(asked: Asked) -> None:
    from analysis.render.claims.text import short  # noqa: PLC0415
    from analysis.render.terminal import show  # noqa: PLC0415
    from harness.console import Output  # noqa: PLC0415

    judged = _judged(asked)
    told = _pages(asked, judged)
    console = Output(piped=WIDE)
    show(asked.report, console)
    short(judged, console)
    click.echo(told, err=True)


def _markdown(asked: Asked) -> None:
    from analysis.render.markdown import markdown  # noqa: PLC0415

    judged = _judged(asked)
    told = _pages(asked, judged)
    click.echo(markdown(asked.report, judged=judged), nl=False)
    click.echo(told, err=True)


def _judged(asked: Asked) -> "Judgement":
    """What the run says of published claims."""
    from analysis.claims import facts_of, judge, published  # noqa: PLC0415

    return judge(asked.report, facts_of(asked.run), published())


def _pages(asked: Asked, judged: "Judgement") -> str:
    """Writes report.md and the charts: what became of them."""
    from analysis.write import write  # noqa: PLC0415

    with _writing(asked.folder):
        written = write(asked.report, asked.folder, asked.style, judged)
    return f"report and {len(written) - 1} charts are in {asked.folder}"


def _slides(asked: Asked) -> None:
    from analysis.slides import write_slides  # noqa: PLC0415

    folder = asked.folder / "slides"
    with _writing(folder):
        written = write_slides(asked.report, asked.run, folder, asked.style)
    click.echo(f"{len(written)} slides are in {folder}")


def _html(asked: Asked) -> None:
    with needed_for("the page needs"):
        from analysis.page import write_page  # noqa: PLC0415

    with _writing(asked.folder):
        written = write_page(asked.report, asked.run, asked.folder)
    click.echo(f"the page is {written}")


def _csv(asked: Asked) -> None:
    from analysis.export import csv  # noqa: PLC0415

    click.echo(csv(asked.report), nl=False)


def _json(asked: Asked) -> None:
    from analysis.export import json  # noqa: PLC0415

    click.echo(json(asked.report, _judged(asked)), nl=False)


def _parquet(asked: Asked) -> None:
    from analysis.export import parquet  # noqa: PLC0415

    with _writing(asked.folder):
        written = parquet(asked.report, asked.run, asked.folder)
    click.echo(f"{', '.join(path.name for path in written)} are in {asked.folder}")


# What `--format` names: each writes what it has to, and tells.
FORMATS: dict[str, Callable[[Asked], None]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "slides": _slides,
    "csv": _csv,
    "json": _json,
    "parquet": _parquet,
}
PRINTED = ("csv", "json")


@click.command("report")
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "shape",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="text, markdown: what is printed beside the charts; html: all on one page; slides: "
    "numbered PNGs; csv, json: results on stdout; parquet: values, results, ratios as files.",
)
@style_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for report.md, the charts, index.html, slides/.  [default: RUN/report]",
)
@click.option(
    "--commands",
    is_flag=False,
    flag_value="",
    metavar="[FILTER]",
    help="Print the command that runs each cell alone, of the cells whose key has FILTER in it.",
)
def command(
    run: Path | None, shape: str, style: str, out: Path | None, commands: str | None
) -> None:
    """Tables and charts of RUN, a run's folder (default: the newest one in results/)."""
    if out is not None and shape in PRINTED:
        raise GilbenchError(f"--format {shape} is printed: no --out, which names a folder")
    folder = run if run is not None else newest(RESULTS)
    if commands is not None:
        _print_commands(folder, commands)
        return
    FORMATS[shape](_asked(folder, out, style))
