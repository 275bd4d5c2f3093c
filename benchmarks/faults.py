"""Faults of every kind, in real runs, at random moments: what is lost, doubled, left behind.

\b
    python benchmarks/faults.py --injections 50 --seed 1
    python benchmarks/faults.py --list
    python benchmarks/faults.py --injections 3 --kind "harness: kill -9" --kind "disk: full"

Each injection is a run of small cells that is harmed, looked at, and gone on with to its end.
It takes 3.13, a minute for three or four injections, and root for the kinds of `disk`. The exit
code is 1 where anything was lost, doubled, left or not as documented.
"""

import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from injection import harness_faults, machine_faults, process_faults  # noqa: F401 (they register)
from injection.lab import Lab
from injection.registry import KINDS, Kind
from injection.trial import Missed, NoSmallDisk, Result, trial, usual
from injection.victim import SMALLEST, Setting
from rich.console import Console
from rich.table import Table

MOST_MISSED = 9  # runs in a row that were over before the fault


def trials(kinds: Sequence[Kind], injections: int, seed: int, setting: Setting) -> Iterator[Result]:
    """Every kind in turn, in random order; those that this machine cannot have are left out."""
    for number in (signal.SIGINT, signal.SIGHUP):
        # What was started in the background or by nohup ignores them, and so would the harness.
        signal.signal(number, _end)
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="gilbench-faults-"))
    try:
        lab = Lab(folder)
        undisturbed = usual(lab, setting)
        to_come: list[Kind] = []
        left, missed = injections, 0
        while left and kinds:
            if missed > MOST_MISSED:
                raise RuntimeError(f"{to_come[-1].name} comes too late each time")
            to_come = to_come or chance.sample(kinds, len(kinds))
            kind = to_come.pop()
            try:
                yield trial(kind, lab, setting, undisturbed, chance)
                left, missed = left - 1, 0
            except Missed:
                to_come.append(kind)
                missed += 1
            except NoSmallDisk:
                kinds = [one for one in kinds if not one.disk]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def table_of(results: Sequence[Result]) -> Table:
    columns = ("injections", "lost", "doubled", "children left", "resumed", "otherwise wrong")
    table = Table(box=None)
    table.add_column("kind")
    for column in columns:
        table.add_column(column, justify="right")
    for name in sorted({result.kind for result in results}):
        table.add_row(name, *_sums([result for result in results if result.kind == name]))
    table.add_row("all", *_sums(results), style="bold")
    return table


def _sums(results: Sequence[Result]) -> list[str]:
    sums = (
        len(results),
        sum(result.lost for result in results),
        sum(result.doubled for result in results),
        sum(result.left for result in results),
        sum(result.resumed for result in results),
        sum(bool(result.wrong) for result in results),
    )
    return [str(number) for number in sums]


@click.command(help=__doc__)
@click.option("--injections", type=int, default=50, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--kind", "names", multiple=True, type=click.Choice(list(KINDS)), metavar="NAME")
@click.option("--small", is_flag=True, help="The smallest run there is, for a quick look.")
@click.option("--list", "listing", is_flag=True, help="Print the kinds.")
def main(injections: int, seed: int, names: tuple[str, ...], small: bool, listing: bool) -> None:
    if listing:
        click.echo("\n".join(KINDS))
        return
    results = []
    kinds = [KINDS[name] for name in names or KINDS]
    for result in trials(kinds, injections, seed, SMALLEST if small else Setting()):
        results.append(result)
        told = "; ".join(result.wrong) or ("clean" if result.clean else "NOT CLEAN")
        click.echo(f"{len(results)}/{injections}  {result.kind}: {told}", err=True)
    Console(width=120).print(table_of(results))
    sys.exit(0 if all(result.clean for result in results) else 1)


if __name__ == "__main__":
    main()
