"""`gilbench compare`: what changed from one run to another, cell by cell."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.commands.extra import needed_for
from harness.commands.options import SHARE
from harness.errors import GilbenchError, NotWritable
from record.writing import write_whole

if TYPE_CHECKING:
    from analysis.compare import Comparison

FOLDER = click.Path(path_type=Path)
WIDE = 140  # columns, where no terminal says how wide it is


@click.command("compare")
@click.argument("base", type=FOLDER)
@click.argument("head", type=FOLDER)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown", "json", "csv"]),
    default="text",
    show_default=True,
    help="Markdown fits into a pull request's comment.",
)
@click.option("--margin", type=SHARE, help="What counts as the same.  [default: that of BASE]")
@click.option("--all", "everything", is_flag=True, help="Show in text what has not changed, too.")
@click.option("--unlike-machines", is_flag=True, help="Compare the ratios within each run.")
@click.option("--fail-on-regression", is_flag=True, help="Exit with 1 where a cell is worse.")
@click.option("--out", type=FOLDER, help="File for it.  [default: stdout]")
def command(
    base: Path,
    head: Path,
    shape: str,
    margin: float | None,
    everything: bool,
    unlike_machines: bool,
    fail_on_regression: bool,
    out: Path | None,
) -> int:
    """What changed from BASE to HEAD, the folders of two runs of one machine."""
    with needed_for("comparisons need"):
        from analysis.compare import compare, read  # noqa: PLC0415
    found = compare(read(base), read(head), margin, unlike_machines=unlike_machines)
    if fail_on_regression and found.unlike:
        raise GilbenchError(
            "runs of unlike machines tell of no regression: no --fail-on-regression"
        )
    if out is not None:
        _write(out, _content(found, shape, everything))
    elif shape == "text":
        from analysis.render.compare.text import show  # noqa: PLC0415
        from harness.console import Output  # noqa: PLC0415

        show(found, Output(piped=WIDE), everything=everything)
    else:
        click.echo(_content(found, shape, everything), nl=False)
    if shape == "csv":  # which has no place for them
        for notice in found.notices:
            click.echo(f"gilbench: {notice.severity.name.lower()}: {notice.cause}", err=True)
    return 1 if fail_on_regression and found.regressions else 0


def _content(found: "Comparison", shape: str, everything: bool) -> str:
    if shape == "markdown":
        from analysis.render.compare.markdown import markdown  # noqa: PLC0415

        return markdown(found)
    if shape == "json":
        from analysis.render.compare.json import json  # noqa: PLC0415

        return json(found)
    if shape == "csv":
        from analysis.render.compare.csv import csv  # noqa: PLC0415

        return csv(found)
    from io import StringIO  # noqa: PLC0415

    from analysis.render.compare.text import show  # noqa: PLC0415
    from harness.console import Output  # noqa: PLC0415

    stream = StringIO()
    show(found, Output(stream, piped=WIDE), everything=everything)
    return stream.getvalue()


def _write(path: Path, content: str) -> None:
    """Links are followed, and a device or a pipe is written to: this path is the user's own."""
    try:
        if path.exists() and not path.is_file():
            path.write_text(content, encoding="utf-8")
        else:
            whole = Path(os.path.realpath(path))
            write_whole(whole, lambda beside: beside.write_text(content, encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotWritable(f"the comparison cannot be written to {path}: {reason}") from None
