"""`gilbench sharing`: what a lane gets when it is sent an object, by kind and strategy."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from rich.table import Table as RichTable

from harness.commands.extra import needed_for
from harness.commands.options import NAMES
from harness.console import Output
from harness.errors import CellsFailed, NotWritable
from harness.interpreters import DEFAULT, make_ready
from harness.plan.cells import choose
from harness.probes.sharing import listed, try_all
from record.errors import why

if TYPE_CHECKING:
    from analysis.sharing import Mark, Place, Table

STRATEGIES = (
    *("threads", "asyncio"),
    *("processes-fork", "processes-forkserver", "processes-spawn"),
    *("interpreters", "interpreter-pool"),
)
WIDE = 170  # columns, where it is no terminal that says how wide it is


@click.command("sharing")
@click.option("--interpreters", type=NAMES, help=f"[default: {','.join(DEFAULT)}]")
@click.option("--strategies", type=NAMES, help=f"[default: {','.join(STRATEGIES)}]")
@click.option("--kinds", type=NAMES, help="Of objects, as the table names them.  [default: all]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("results/sharing"),
    show_default=True,
    help="A folder, a run's or any: data go to probes/ in it, pictures to report/.",
)
def command(
    interpreters: list[str] | None,
    strategies: list[str] | None,
    kinds: list[str] | None,
    out: Path,
) -> None:
    """What a lane gets that is sent an object: the same, shared memory, a copy, or an error."""
    known = listed()
    chosen = choose(strategies or list(STRATEGIES), known.strategies, "strategy")
    names = choose(kinds or [], [kind.name for kind in known.kinds], "kind of object")
    wanted = [kind for kind in known.kinds if not names or kind.name in names]
    with needed_for("the table's picture needs"):
        from analysis.charts.save import save_all  # noqa: PLC0415 (slow to import)
        from analysis.charts.sharing import chart  # noqa: PLC0415
        from analysis.sharing import table  # noqa: PLC0415
    with _writing(out):  # before it takes minutes
        (out / "probes").mkdir(parents=True, exist_ok=True)
        (out / "report").mkdir(exist_ok=True)
    matrix = make_ready(interpreters or list(DEFAULT), say=_say)
    found = try_all(matrix, wanted, chosen, _say)
    with _writing(out):
        for one in found:
            data = msgspec.json.format(msgspec.json.encode(one), indent=1)
            (out / "probes" / f"{one.name}.json").write_bytes(data)
            save_all(chart(table(one, folded=True)), out / "report" / one.name)
    tables = [table(one) for one in found]
    for shown in tables:
        _print(shown)
    _say(f"data are in {out / 'probes'}, pictures in {out / 'report'}")
    failed = [text for one in tables for text in one.failures()]
    if failed or matrix.missing:
        raise CellsFailed("; ".join([*failed, *matrix.missing.values()]))


@contextlib.contextmanager
def _writing(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritable(f"{out} cannot be written: {why(error)}") from None


def _print(one: "Table") -> None:
    console = Output()
    if not console.is_terminal:
        console = Output(width=WIDE)
    shown = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    shown.add_column(one.interpreter)
    for strategy in one.strategies:
        shown.add_column(f"{strategy}\n{one.by.get(strategy, '')}")
    for kind in one.kinds:
        places = [one.places.get((kind, strategy)) for strategy in one.strategies]
        shown.add_row(kind, *(_cell(place) for place in places))
    console.print(shown, markup=False, highlight=False)
    for line in one.lines():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    console.print()


def _cell(place: "Place | None") -> str:
    if place is None:
        return ""
    others = [f"{route} {_words(mark)}" for route, mark in place.others]
    return "; ".join([_words(place.mark), *others])


def _words(mark: "Mark") -> str:
    return f"{mark.text} {mark.note}" if mark.note else mark.text


def _say(line: str) -> None:
    click.echo(line, err=True)
