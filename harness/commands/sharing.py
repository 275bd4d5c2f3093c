"""`gilbench sharing`: what a lane gets when it is sent an object, by kind and strategy."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table as RichTable

from harness.commands.extra import needed_for
from harness.commands.options import NAMES, style_option
from harness.console import Output
from harness.errors import CellsFailed
from harness.interpreters import DEFAULT, make_ready
from harness.plan.cells import choose
from harness.probes.outputs import Outputs, out_option
from harness.probes.sharing import listed, try_all

if TYPE_CHECKING:
    from analysis.sharing import Mark, Place, Table

WORDS = """\
same: the same object. shared: another object, the same memory. copy: another, of its own. by name:
the lane's own import of it. by code: made anew from its code. All of what is sent as an argument;
`start` is what is handed out with the lanes, `result` what a task returns, where they differ.
"""
STRATEGIES = (
    *("threads", "asyncio"),
    *("processes-fork", "processes-forkserver", "processes-spawn"),
    *("interpreters", "interpreter-pool"),
)
WIDE = 170  # columns, where no terminal says how wide it is


@click.command("sharing")
@click.option("--interpreters", type=NAMES, help=f"[default: {','.join(DEFAULT)}]")
@click.option("--strategies", type=NAMES, help=f"[default: {','.join(STRATEGIES)}]")
@click.option("--kinds", type=NAMES, help="Of objects, as the table names them.  [default: all]")
@style_option
@out_option("sharing")
def command(
    interpreters: list[str] | None,
    strategies: list[str] | None,
    kinds: list[str] | None,
    style: str,
    out: Path,
) -> None:
    """What a lane gets that is sent an object: the same, shared memory, a copy, or an error."""
    known = listed()
    chosen = choose(strategies or list(STRATEGIES), known.strategies, "strategy")
    names = choose(kinds or [], [kind.name for kind in known.kinds], "kind of object")
    wanted = [kind for kind in known.kinds if not names or kind.name in names]
    with needed_for("the table's picture needs"):
        from analysis.charts.sharing import charts  # noqa: PLC0415 (slow to import)
        from analysis.sharing import table  # noqa: PLC0415
    outputs = Outputs(out, style)
    matrix = make_ready(interpreters or list(DEFAULT), say=_say)
    found = try_all(matrix, wanted, chosen, _say)
    tables = [table(one) for one in found]
    for shown in tables:
        _print(shown)  # first: what cannot be written is not lost
    for one in found:
        outputs.data(one.name, one)
        for chart in charts(one.name, table(one, folded=True)):
            outputs.picture(chart)
    Output().print(WORDS, markup=False, soft_wrap=True)
    _say(outputs.where)
    failed = [text for one in tables for text in one.failures()]
    if failed or matrix.missing:
        raise CellsFailed("; ".join([*failed, *matrix.missing.values()]))


def _print(one: "Table") -> None:
    console = Output(piped=WIDE)
    shown = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    shown.add_column(one.interpreter)
    for strategy in one.strategies:
        shown.add_column(f"{strategy}\n{one.by.get(strategy, '')}")
    for kind in one.kinds:
        places = [one.places.get((kind, strategy)) for strategy in one.strategies]
        shown.add_row(kind, *(_cell(place) for place in places))
    console.print(shown, markup=False)
    for line in one.lines():
        console.print(line, markup=False, soft_wrap=True)
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
