"""`gilbench suite`: one strategy's pyperf suite in one interpreter, by hand."""

import itertools
import subprocess
import sys
from collections.abc import Sequence

import click

from harness import catalog as catalog_of
from harness.catalog import Catalog
from harness.errors import CellsFailed
from harness.interpreters import make_ready
from harness.interpreters.environment import environment as make_environment
from harness.interpreters.errors import UnavailableError
from harness.plan.cells import choose
from harness.run.descendants import become_subreaper, end_descendants
from harness.run.launch import PASSIVE, environment


@click.command(
    "suite",
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
)
@click.argument("interpreter")
@click.argument("strategy")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def command(interpreter: str, strategy: str, options: tuple[str, ...]) -> None:
    """One suite by hand, with pyperf's own OPTIONS: to look at, not for comparison.

    For example: gilbench suite 3.13t threads --workload hashlib --workers 4 -o out.json
    """
    catalog = catalog_of.ask()
    choose([strategy], [known.name for known in catalog.strategies], "strategy")
    extras = _extras(catalog, strategy, options)
    matrix = make_ready([interpreter], say=_say)
    if matrix.missing:
        raise CellsFailed(" ".join(matrix.missing.values()))
    (found,) = matrix.interpreters
    try:
        python = (
            make_environment(found.facts, matrix.wheel, _say, extras) if extras else found.python
        )
    except UnavailableError as reason:
        raise CellsFailed(f"{interpreter}: {reason}") from None
    argv = [str(python), "-m", catalog.strategy(strategy).suite, *options]
    argv += ["--interpreter", found.build.label, "--inherit-environ", ",".join(PASSIVE)]
    become_subreaper()
    try:
        done = subprocess.run(argv, env=environment(found.env), check=False)
    finally:
        end_descendants()  # pyperf's manager, where it is ended, leaves its workers
    sys.exit(done.returncode)


def _extras(catalog: Catalog, strategy: str, options: Sequence[str]) -> tuple[str, ...]:
    """Extras of the suites' wheel that the strategy and the workload named in OPTIONS need."""
    given = list(itertools.pairwise(" ".join(options).replace("=", " ").split()))
    named = {pair[1] for pair in given if pair[0] == "--workload"}
    found = {
        size.extra for one in catalog.workloads if one.name in named for size in one.variants()
    }
    return tuple(sorted({*found, catalog.strategy(strategy).extra} - {""}))


def _say(line: str) -> None:
    click.echo(line, err=True)
