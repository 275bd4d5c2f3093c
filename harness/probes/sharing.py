"""What becomes of objects that lanes are sent: every place of the table is a process of its own."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from harness import catalog as catalog_of
from harness.errors import GilbenchError
from harness.interpreters import Interpreter, Matrix
from harness.interpreters.environment import environment as make_environment
from harness.interpreters.errors import UnavailableError
from harness.probes.ask import Answer, Question, ask, ask_all
from harness.run.launch import environment
from record.errors import RecordError
from record.sharing import ROUTES, Entry, Sharing, parse_found
from record.text import short

PROBE = "suites.probes.sharing"
PATIENCE = 30.0  # seconds of one process; the slowest takes one
# What a tracker of shared memory warns of would hide what a crashing library wrote before.
QUIET = {"PYTHONWARNINGS": "ignore"}
Say = Callable[[str], None]


class KindInfo(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    extra: str  # of the suites' wheel: what it needs besides


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    kinds: list[KindInfo]
    strategies: list[str]


class Place(NamedTuple):
    """Of the table; `question` is None where the answer is known: `refused`."""

    interpreter: str
    kind: str
    strategy: str
    route: str
    question: Question | None
    refused: str = ""


def listed() -> Listed:
    """What the probe knows, as the controlling Python tells it."""
    env = {"PYTHONPATH": str(catalog_of.suites_folder().parent)}
    answer = ask(Question(Path(sys.executable), PROBE, ("--list",), env, PATIENCE))
    if answer.status != "ok":
        raise GilbenchError(f"{PROBE} cannot tell what there is to send: {answer.reason}")
    return msgspec.json.decode(answer.data, type=Listed)


def try_all(
    matrix: Matrix, kinds: Sequence[KindInfo], strategies: Sequence[str], say: Say
) -> list[Sharing]:
    """One table an interpreter."""
    places = [
        place
        for interpreter in matrix.interpreters
        for place in _places(interpreter, matrix, kinds, strategies, say)
    ]
    questions = [place.question for place in places if place.question]
    answers = iter(ask_all(questions, _counted(len(questions), say)))
    entries: dict[str, list[Entry]] = {one.build.label: [] for one in matrix.interpreters}
    for place in places:
        entries[place.interpreter].append(_entry(place, next(answers) if place.question else None))
    return [Sharing(interpreter=label, entries=own) for label, own in entries.items()]


def _places(
    interpreter: Interpreter,
    matrix: Matrix,
    kinds: Sequence[KindInfo],
    strategies: Sequence[str],
    say: Say,
) -> Iterator[Place]:
    label = interpreter.build.label
    catalog = catalog_of.ask(interpreter.python, environment(interpreter.env))
    pythons: dict[tuple[str, ...], Path | str] = {(): interpreter.python}
    for kind in kinds:
        for name in strategies:
            strategy = catalog.strategy(name)
            extras = tuple(sorted({kind.extra, strategy.extra} - {""}))
            if extras not in pythons:
                pythons[extras] = _with_extras(interpreter, matrix, extras, say)
            python = pythons[extras]
            refused = strategy.unavailable or (python if isinstance(python, str) else "")
            for route in ROUTES:
                question = None
                if isinstance(python, Path) and not refused:
                    arguments = (name, kind.name, "--route", route)
                    env = interpreter.env | QUIET
                    question = Question(python, PROBE, arguments, env, PATIENCE)
                yield Place(label, kind.name, name, route, question, refused)


def _with_extras(
    interpreter: Interpreter, matrix: Matrix, extras: tuple[str, ...], say: Say
) -> Path | str:
    try:
        return make_environment(interpreter.facts, matrix.wheel, say, extras=extras)
    except UnavailableError as reason:
        return str(reason)


def _counted(count: int, say: Say) -> Callable[[Question, Answer], None]:
    """Says so at every tenth of them."""
    done = 0

    def answered(question: Question, answer: Answer) -> None:
        nonlocal done
        done += 1
        if done * 10 // count > (done - 1) * 10 // count:
            say(f"{done} of {count} tried")

    return answered


def _entry(place: Place, answer: Answer | None) -> Entry:
    told = Entry(
        kind=place.kind,
        strategy=place.strategy,
        route=place.route,
        status="unsupported" if answer is None else answer.status,
        reason=short(place.refused if answer is None else answer.reason),
    )
    if answer is None or (not answer.data and answer.status != "ok"):
        return told
    try:
        what = f"{place.kind} by {place.strategy} on {place.interpreter}"
        return replace(told, found=parse_found(answer.data, what))
    except RecordError as error:
        return replace(told, status="failed", reason=told.reason or short(str(error)))
