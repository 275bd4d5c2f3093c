"""`gilbench claims`: which published claims hold in a run."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness import catalog as catalog_of
from harness.claimed import refuse_unknown
from harness.commands.extra import needed_for
from record import RunFiles

if TYPE_CHECKING:
    from analysis.claims import Judgement

FILE = click.Path(path_type=Path)
WIDE = 120  # columns, where no terminal says how wide it is


@click.command("claims")
@click.argument("run", type=FILE)
@click.option("--file", "path", type=FILE, help="Claims of your own.  [default: the project's]")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
)
@click.option("--all", "everything", is_flag=True, help="Show in text every cell of every claim.")
@click.option("--fail-on-refuted", is_flag=True, help="Exit with 1 where a claim does not hold.")
def command(
    run: Path, path: Path | None, shape: str, everything: bool, fail_on_refuted: bool
) -> int:
    """Which published claims hold in RUN, a run's folder, and which cannot be tested there."""
    with needed_for("claims need"):
        from analysis.claims import (  # noqa: PLC0415
            Outcome,
            facts_of,
            judge,
            published,
            read_claims,
        )
        from analysis.report import build  # noqa: PLC0415
    claims = published() if path is None else read_claims(path)
    report = build(run)
    if path is not None:
        refuse_unknown(claims, catalog_of.ask(), RunFiles(run).manifest().plan, path)
    judged = judge(report, facts_of(run), claims)
    _print(judged, shape, everything)
    return 1 if fail_on_refuted and judged.of(Outcome.REFUTED) else 0


def _print(judged: "Judgement", shape: str, everything: bool) -> None:
    if shape == "json":
        from analysis.render.claims.json import json  # noqa: PLC0415

        click.echo(json(judged), nl=False)
    elif shape == "markdown":
        from analysis.render.claims.markdown import markdown  # noqa: PLC0415

        click.echo(markdown(judged), nl=False)
    else:
        from analysis.render.claims.text import show  # noqa: PLC0415
        from harness.console import Output  # noqa: PLC0415

        show(judged, Output(piped=WIDE), everything=everything)
