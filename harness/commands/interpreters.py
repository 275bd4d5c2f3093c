"""`gilbench interpreters`: find, install or build CPythons; print what each one is."""

from pathlib import Path

import click
import msgspec
from rich.table import Table

from harness.console import Output
from harness.errors import CellsFailed
from harness.interpreters import DEFAULT, Matrix, make_ready
from record import Build


@click.command("interpreters")
@click.argument("names", nargs=-1, metavar="[NAME | LABEL=NAME | LABEL=PATH]...")
@click.option("--optimise", is_flag=True, help="Build with PGO and LTO what has to be built.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Tarball or folder to build its version from; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all facts as JSON.")
def command(
    names: tuple[str, ...], optimise: bool, sources: tuple[Path, ...], as_json: bool
) -> None:
    """Find, install or build interpreters; print each one's build facts.

    NAME is 3.12, 3.13, 3.13t and so on; +gil behind a free-threaded one switches its GIL on.
    Without a NAME: 3.12 3.13 3.13t.
    """
    matrix = make_ready(names or DEFAULT, optimise=optimise, sources=sources, say=_say)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(matrix, enc_hook=str), indent=1))
    else:
        show([interpreter.build for interpreter in matrix.interpreters], Output())
    _warn(matrix)
    if names and matrix.missing:
        raise CellsFailed(f"could not be had: {', '.join(matrix.missing)}")


def show(builds: list[Build], console: Output) -> None:
    if not builds:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("interpreter", "version", "GIL", "", "compiler"):
        table.add_column(column, no_wrap=True)
    for column in ("made by", "built"):
        table.add_column(column, overflow="fold")
    for build in builds:
        gil, kind = "on" if build.gil else "off", "free-threaded" * build.free_threaded
        row = (build.label, build.version, gil, kind, build.compiler, build.provider)
        table.add_row(*row, summary(build))
    console.print(table)
    for build in builds:
        # Written as it is: a path that is cut or wrapped cannot be copied.
        console.out(f"{build.label}: {build.executable}")


def summary(build: Build) -> str:
    """What the build is, in the words of configure. Pure."""
    words = {
        "debug": build.debug,
        build.optimisation: bool(build.optimisation),
        "PGO": build.pgo,
        "LTO": build.lto,
        "JIT": build.jit,
        "tail calls": build.tail_call,
        "shared": build.shared,
    }
    return " ".join(word for word, is_so in words.items() if is_so)


def _warn(matrix: Matrix) -> None:
    for finding in matrix.findings:
        click.echo(
            f"{finding.severity}: {finding.what}\n  {finding.effect}; {finding.remedy}", err=True
        )
    for label, reason in matrix.missing.items():
        click.echo(f"missing: {label}: {reason}", err=True)


def _say(line: str) -> None:
    click.echo(line, err=True)
