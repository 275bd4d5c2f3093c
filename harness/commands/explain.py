"""`gilbench explain`: program, process, thread, interpreter and coroutine, as they are here."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from harness import catalog as catalog_of
from harness.commands.extra import needed_for
from harness.commands.options import COUNT, NAMES, style_option
from harness.console import Output
from harness.errors import GilbenchError
from harness.interpreters import DEFAULT, Interpreter, make_ready
from harness.plan.cells import choose
from harness.probes.ask import Question, ask, nothing_left
from harness.probes.outputs import Outputs, out_option, refuse_failed
from record.errors import RecordError
from record.explain import Explained, parse_seen
from record.text import short

PROBE = "suites.probes.explain"
PATIENCE = 60.0  # seconds, and for each worker
EACH = 2.0
WORKERS = 64


@click.command("explain")
@click.option("--interpreters", type=NAMES, help=f"[default: {','.join(DEFAULT)}]")
@click.option("--strategies", type=NAMES, help="[default: all that need no package besides]")
@click.option("--workers", type=COUNT, default=2, help="Lanes of each.  [default: 2]")
@style_option
@out_option("explain")
def command(
    interpreters: list[str] | None,
    strategies: list[str] | None,
    workers: int,
    style: str,
    out: Path,
) -> None:
    """What each strategy's lanes are and share: processes, interpreters, threads, GILs."""
    catalog = catalog_of.ask()
    usual = [one.name for one in catalog.strategies if not one.extra]
    known = [one.name for one in catalog.strategies]
    chosen = choose(strategies or usual, known, "strategy")
    if workers > WORKERS:
        raise GilbenchError(f"at most {WORKERS} workers are looked at")
    with needed_for("the pictures need"):
        from analysis.charts.explain import charts  # noqa: PLC0415 (slow to import)
    outputs = Outputs(out, style)
    matrix = make_ready(interpreters or list(DEFAULT), say=_say)
    with nothing_left():
        found = list(_looked(matrix.interpreters, chosen, workers))
    _print(found)  # first: what cannot be written is not lost
    for one in found:
        outputs.data(one.name, one)
        for chart in charts(one):
            outputs.picture(chart)
    _say(outputs.where)
    refuse_failed(found, matrix.missing)


def _looked(
    interpreters: Sequence[Interpreter], strategies: Sequence[str], workers: int
) -> Iterator[Explained]:
    for interpreter in interpreters:
        for strategy in strategies:
            _say(f"{strategy} on {interpreter.build.label} ...")
            yield _look(interpreter, strategy, workers)


def _look(interpreter: Interpreter, strategy: str, workers: int) -> Explained:
    """What was seen; of what failed or is unsupported, why."""
    own = Explained(
        interpreter=interpreter.build.label, strategy=strategy, workers=workers, status="failed"
    )
    arguments = (strategy, "--workers", str(workers))
    patience = PATIENCE + EACH * workers
    answer = ask(Question(interpreter.python, PROBE, arguments, interpreter.env, patience))
    if answer.status != "ok":
        return msgspec.structs.replace(own, status=answer.status, reason=short(answer.reason))
    try:
        seen = parse_seen(answer.data, f"{strategy} on {own.interpreter}")
    except RecordError as error:
        return msgspec.structs.replace(own, reason=short(str(error)))
    return msgspec.structs.replace(own, status="ok", seen=seen)


def _print(found: Sequence[Explained]) -> None:
    from analysis.explain.text import legend, show  # noqa: PLC0415 (slow to import)

    console = Output()
    legend(console)
    for one in found:
        console.print()
        show(one, console)


def _say(line: str) -> None:
    click.echo(line, err=True)
