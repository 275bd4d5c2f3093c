"""Interpreters ready to measure with: each one's build facts and the python of its own."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import cache
from harness.errors import GilbenchError
from harness.interpreters.environment import environment
from harness.interpreters.errors import UnavailableError, UnusableError
from harness.interpreters.facts import Facts
from harness.interpreters.find import Finder, Found
from harness.interpreters.findings import findings
from harness.interpreters.install import Installer
from harness.interpreters.names import Name, Request, parse_all, promised
from harness.interpreters.probe import check_gil_can_be_forced, probe
from harness.interpreters.resolve import Way, resolve
from harness.interpreters.source import Source, examine
from harness.interpreters.ways import USER_SOURCE, Distribution, Given, Machine, Uv
from harness.interpreters.wheel import Wheel, find_suites, wheel_of
from record import Build, Finding


@dataclass(frozen=True, slots=True)
class Interpreter:
    build: Build
    python: Path  # the environment's: what measured processes are started with
    env: dict[str, str]  # what they need besides
    facts: Facts  # what `environment` makes another one from, with extras


@dataclass(frozen=True, slots=True)
class Matrix:
    interpreters: tuple[Interpreter, ...]  # in the order asked for
    missing: dict[str, str]  # label -> what was tried, what failed, what to do
    findings: tuple[Finding, ...]
    code: str  # version of the suites' wheel
    wheel: Wheel


def make_ready(
    names: Sequence[str],
    *,
    optimise: bool = False,
    sources: Sequence[Path] = (),
    say: Callable[[str], None] = lambda line: None,
) -> Matrix:
    """Find, install or build each interpreter, and make its environment.

    Raises GilbenchError for wrong usage before anything slow is done. An interpreter that
    cannot be had is no error here: it is in `missing`.
    """
    requests = parse_all(names)
    given = _given(sources, requests)
    by_path = {request.label: _by_path(request) for request in requests if request.path}
    wheel = wheel_of(find_suites(), say)

    finder, installer = Finder(), Installer()
    usual = (Machine(finder), Uv(finder, installer, say), Distribution(optimise, say))

    def ways(name: Name) -> Sequence[Way]:
        source = given.get(name.version)
        return (Given(source, optimise, say),) if source else usual

    resolved = resolve((request.name for request in requests if request.name), ways, say)

    ready: list[Interpreter] = []
    missing: dict[str, str] = {}
    for request in requests:
        found = resolved.found.get(request.name) if request.name else by_path[request.label]
        try:
            if found is None:
                assert request.name is not None
                raise UnavailableError(resolved.missing[request.name])
            ready.append(_interpreter(request, found, wheel, say))
        except (UnavailableError, UnusableError) as reason:
            missing[request.label] = f"{reason}; {_ADVICE}" if request.name else str(reason)
    builds = [interpreter.build for interpreter in ready]
    return Matrix(tuple(ready), missing, findings(builds), wheel.version, wheel)


_ADVICE = "name one with LABEL=PATH, or a source to build it from with --source"


def _interpreter(request: Request, found: Found, wheel: Wheel, say: cache.Say) -> Interpreter:
    if request.force_gil:
        check_gil_can_be_forced(Path(found.facts.executable))
    return Interpreter(
        found.facts.build(request.label, found.provider, force_gil=request.force_gil),
        environment(found.facts, wheel, say),
        {"PYTHON_GIL": "1"} if request.force_gil else {},
        found.facts,
    )


def _by_path(request: Request) -> Found:
    assert request.path is not None
    try:
        path = Path(request.path).expanduser()
        if not path.exists():
            raise GilbenchError(f"interpreter {request.label}: no such file: {path}")
        if not path.is_file() or not os.access(path, os.X_OK):
            raise GilbenchError(f"interpreter {request.label}: not an executable file: {path}")
        facts = probe(path.absolute())
    except (UnusableError, OSError, RuntimeError, ValueError) as error:
        raise GilbenchError(f"interpreter {request.label}: {error}") from None
    if request.force_gil and not facts.free_threaded:
        raise GilbenchError(f"interpreter {request.label}: {path} always has its GIL on; omit +gil")
    promise = promised(request.label)
    if promise and promise != (facts.name, request.force_gil):
        raise GilbenchError(
            f"interpreter {request.label}: {path} is {facts.version}"
            f"{' free-threaded' if facts.free_threaded else ''}: use another label"
        )
    return Found(facts, "the user")


def _given(paths: Sequence[Path], requests: Sequence[Request]) -> dict[str, Source]:
    wanted = {request.name.version for request in requests if request.name}
    given: dict[str, Source] = {}
    for path in paths:
        source = examine(path.expanduser(), USER_SOURCE)
        if source.minor not in wanted:
            raise GilbenchError(f"{path} is {source.version}, which no interpreter asked for is")
        if source.minor in given:
            raise GilbenchError(
                f"two sources of {source.minor}: {given[source.minor].path}, {path}"
            )
        given[source.minor] = source
    return given
