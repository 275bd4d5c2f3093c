"""`gilbench timeline`: when each lane ran, seen from inside the lanes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec
from rich.table import Table

from harness import catalog as catalog_of
from harness.commands.extra import needed_for
from harness.commands.options import COUNT, NAMES, style_option
from harness.console import Output
from harness.doctor.machine import look, usable_cores
from harness.errors import GilbenchError
from harness.interpreters import DEFAULT, Interpreter, make_ready
from harness.plan.cells import choose
from harness.probes.ask import Question, ask, nothing_left
from harness.probes.outputs import Outputs, out_option, refuse_failed
from record.errors import RecordError
from record.text import short
from record.timeline import Timeline, parse_seen

STRATEGIES = ("threads", "asyncio", "interpreters", "processes-fork")
PROBE = "suites.probes.timeline"
PATIENCE = 60.0  # seconds beyond those that the lanes work
MOST = 10_000  # milliseconds
LANES = 256


class Panel(NamedTuple):
    interpreter: Interpreter
    strategy: str
    workers: int
    milliseconds: int
    blocking: int = 0  # milliseconds that the first coroutine blocks


@click.command("timeline")
@click.option("--interpreters", type=NAMES, help=f"[default: {','.join(DEFAULT)}]")
@click.option("--strategies", type=NAMES, help=f"[default: {','.join(STRATEGIES)}]")
@click.option("--workers", type=COUNT, help="[default: the cores, from 2 to 4]")
@click.option("--milliseconds", type=COUNT, default=100, help="That they work.  [default: 100]")
@style_option
@out_option("timeline")
def command(
    interpreters: list[str] | None,
    strategies: list[str] | None,
    workers: int | None,
    milliseconds: int,
    style: str,
    out: Path,
) -> None:
    """When each lane ran: stripes that take turns under a GIL, or lie side by side."""
    known = [one.name for one in catalog_of.ask().strategies]
    chosen = choose(strategies or list(STRATEGIES), known, "strategy")
    count = workers or min(4, max(2, usable_cores(look())))
    if milliseconds > MOST or count > LANES:
        raise GilbenchError(f"at most {MOST} milliseconds of {LANES} workers are looked at")
    with needed_for("the timeline's picture needs"):
        from analysis.charts.timeline import charts  # noqa: PLC0415 (slow to import)
    outputs = Outputs(out, style)
    matrix = make_ready(interpreters or list(DEFAULT), say=_say)
    panels = list(_panels(matrix.interpreters, chosen, count, milliseconds))
    found = []
    with nothing_left():
        for panel in panels:
            _say(f"{panel.strategy} on {panel.interpreter.build.label} ...")
            found.append(_look(panel))
    _print(found)  # first: what cannot be written is not lost
    for one in found:
        outputs.data(one.name, one)
    for label in dict.fromkeys(one.interpreter for one in found):
        own = [one for one in found if one.interpreter == label]
        for chart in charts(label, own, milliseconds / 1000):
            outputs.picture(chart)
    _say(outputs.where)
    refuse_failed(found, matrix.missing)


def _panels(
    interpreters: Sequence[Interpreter], strategies: Sequence[str], workers: int, milliseconds: int
) -> Iterator[Panel]:
    for interpreter in interpreters:
        for strategy in strategies:
            yield Panel(interpreter, strategy, workers, milliseconds)
            if strategy == "asyncio":
                yield Panel(interpreter, strategy, workers, milliseconds, milliseconds // 4)


def _look(panel: Panel) -> Timeline:
    """The panel's timeline; of one that fails or is unsupported, why."""
    own = Timeline(
        interpreter=panel.interpreter.build.label,
        strategy=panel.strategy,
        workers=panel.workers,
        blocking=panel.blocking,
        status="failed",
    )
    question = Question(
        panel.interpreter.python,
        PROBE,
        (panel.strategy, *_options(panel)),
        panel.interpreter.env,
        PATIENCE + panel.workers * panel.milliseconds / 1000,
    )
    answer = ask(question)
    if answer.status != "ok":
        return msgspec.structs.replace(own, status=answer.status, reason=short(answer.reason))
    try:
        tracks = parse_seen(answer.data, f"{panel.strategy} on {own.interpreter}")
    except RecordError as error:
        return msgspec.structs.replace(own, reason=short(str(error)))
    return msgspec.structs.replace(own, status="ok", lanes=tracks)


def _options(panel: Panel) -> Iterator[str]:
    for name in ("workers", "milliseconds", "blocking"):
        yield from (f"--{name}", str(getattr(panel, name)))


def _print(found: Sequence[Timeline]) -> None:
    from analysis.timeline import turns  # noqa: PLC0415 (slow to import)

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in (
        "interpreter",
        "strategy",
        "lanes",
        "nobody runs",
        "one",
        "several",
        "hand-overs/s",
    ):
        table.add_column(column)
    for one in found:
        name = f"{one.strategy}, one blocks" if one.blocking else one.strategy
        seen = turns(one)
        if seen is None:
            table.add_row(one.interpreter, name, one.status)
            continue
        shares = (
            f"{seen.nobody:.0%}",
            f"{seen.one:.0%}",
            f"{seen.several:.0%}",
            f"{seen.a_second:.0f}",
        )
        table.add_row(one.interpreter, name, str(len(one.lanes)), *shares)
    console = Output()
    console.print(table)
    for reason in dict.fromkeys(one.reason for one in found if one.reason):
        own = dict.fromkeys(
            f"{one.strategy} on {one.interpreter}" for one in found if one.reason == reason
        )
        console.print(f"{', '.join(own)}: {reason}", markup=False, soft_wrap=True)


def _say(line: str) -> None:
    click.echo(line, err=True)
