"""`gilbench ecosystem`: which packages work on which interpreter, and from which lanes."""

import secrets
from collections.abc import Sequence
from pathlib import Path

import click

from harness import cache
from harness.commands.extra import needed_for
from harness.commands.options import COUNT, NAMES, style_option
from harness.console import Output
from harness.doctor.machine import look, usable_cores
from harness.ecosystem import known
from harness.ecosystem.examine import examine
from harness.ecosystem.resolve import newest
from harness.ecosystem.wanted import Wanted, wanted
from harness.errors import CellsFailed, GilbenchError
from harness.interpreters import DEFAULT, Matrix, make_ready
from harness.probes.ask import side_by_side
from harness.probes.outputs import Outputs, out_option
from record.ecosystem import Ecosystem

LANES = 64
ASKED_AT_ONCE = 8  # of a registry


@click.command("ecosystem")
@click.argument("packages", nargs=-1, metavar="[PACKAGES]...")
@click.option(
    "-r",
    "--requirements",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A requirements file: names and versions alone; repeatable.",
)
@click.option(
    "--smoke",
    type=click.Path(path_type=Path),
    help="A TOML file of more packages, of the form of harness/ecosystem/packages.toml.",
)
@click.option("--interpreters", type=NAMES, help=f"[default: {','.join(DEFAULT)}]")
@click.option("--workers", type=COUNT, help="Lanes that call at once.  [default: 2 to 4]")
@style_option
@out_option("ecosystem")
def command(
    packages: tuple[str, ...],
    requirements: tuple[Path, ...],
    smoke: Path | None,
    interpreters: list[str] | None,
    workers: int | None,
    style: str,
    out: Path,
) -> None:
    """Which packages work: their wheels, imports, subinterpreters, calls from several lanes.

    PACKAGES are names, with versions or without (numpy, 'orjson>=3.10'). Without any: a list of
    widely used packages with native code.
    """
    data = known.read(known.DEFAULT) | (known.read(smoke) if smoke else {})
    asked = wanted(packages, requirements, data)
    count = workers or min(4, max(2, usable_cores(look())))
    if count > LANES:
        raise GilbenchError(f"at most {LANES} workers are looked at")
    with needed_for("the pictures need"):
        from analysis.charts.ecosystem import charts  # noqa: PLC0415 (slow to import)
    from analysis.render.ecosystem import show  # noqa: PLC0415

    outputs = Outputs(out, style)
    matrix = make_ready(interpreters or list(DEFAULT), say=_say)
    if not matrix.interpreters:
        raise CellsFailed("; ".join(matrix.missing.values()))
    found = _examined(matrix, asked, count, outputs)
    show(found, Output())  # first: what cannot be written is not lost
    for chart in charts(found):
        outputs.picture(chart)
    _say(outputs.where)
    lost = [
        f"{one.name} on {ecosystem.interpreter}: {one.wheel.reason}"
        for ecosystem in found
        for one in ecosystem.packages
        if one.wheel.status == "unasked"
    ]
    more = [f"and {len(lost) - 1} more"] if len(lost) > 1 else []
    if lost or matrix.missing:
        raise CellsFailed("; ".join([*lost[:1], *more, *matrix.missing.values()]))


def _examined(
    matrix: Matrix, asked: Sequence[Wanted], workers: int, outputs: Outputs
) -> list[Ecosystem]:
    """One interpreter after the other; each one's data are written when it is done."""
    found = []
    # Beside uv's cache as a rule: then files are linked and not copied.
    with cache.workspace(f"ecosystem-{secrets.token_hex(4)}") as room:
        _say(f"asking for the newest releases of {len(asked)} packages ...")
        python = matrix.interpreters[0].python
        versions = side_by_side(
            lambda one: newest(one.name, python, room / "newest" / one.name),
            asked,
            lambda one, version: None,
            ASKED_AT_ONCE,
        )
        latest = {one.name: version for one, version in zip(asked, versions, strict=True)}
        for interpreter in matrix.interpreters:
            folder = room / interpreter.build.label
            one = examine(interpreter, asked, latest, matrix.wheel, folder, workers, _say)
            outputs.data(one.name, one)
            found.append(one)
    return found


def _say(line: str) -> None:
    click.echo(line, err=True)
