"""`gilbench suite`: one strategy's pyperf suite in one interpreter, by hand."""

import subprocess
import sys

import click

from harness import catalog as catalog_of
from harness.errors import CellsFailed
from harness.interpreters import make_ready
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
    matrix = make_ready([interpreter], say=lambda line: click.echo(line, err=True))
    if matrix.missing:
        raise CellsFailed(" ".join(matrix.missing.values()))
    (found,) = matrix.interpreters
    argv = [str(found.python), "-m", catalog.strategy(strategy).suite, *options]
    argv += ["--interpreter", found.build.label, "--inherit-environ", ",".join(PASSIVE)]
    become_subreaper()
    try:
        done = subprocess.run(argv, env=environment(found.env), check=False)
    finally:
        end_descendants()  # pyperf's manager, where it is ended, leaves its workers
    sys.exit(done.returncode)
