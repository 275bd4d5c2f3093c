"""Interpreters ready to measure with: each one's build facts and the python of its own."""

import os
from collections.abc import Callable, Mapping, Sequence
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
from harness.interpreters.nearest import Exact, nearest
from harness.interpreters.probe import check_gil_can_be_forced, probe
from harness.interpreters.resolve import resolve
from harness.interpreters.source import Source, examine
from harness.interpreters.ways import USER_SOURCE, Distribution, Given, Kept, Machine, Uv
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
    like: Mapping[str, Build] | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Matrix:
    """Find, install or build each interpreter, and make its environment.

    `like` are builds of another machine, by label: what is asked for by name is then the nearest
    to that, and not the newest. Raises GilbenchError for wrong usage before anything slow is
    done. An interpreter that cannot be had is no error here: it is in `missing`.
    """
    requests = parse_all(names)
    given = _given(sources, requests)
    by_path = {request.label: _by_path(request) for request in requests if request.path}
    wheel = wheel_of(find_suites(), say)

    by_name = _by_name(requests, given, optimise, like, say)

    ready: list[Interpreter] = []
    missing: dict[str, str] = {}
    for request in requests:
        found = by_name[request.label] if request.name else by_path[request.label]
        try:
            if isinstance(found, str):
                raise UnavailableError(found)
            ready.append(_interpreter(request, found, wheel, say))
        except (UnavailableError, UnusableError) as reason:
            missing[request.label] = f"{reason}; {_ADVICE}" if request.name else str(reason)
    builds = [interpreter.build for interpreter in ready]
    return Matrix(tuple(ready), missing, findings(builds), wheel.version, wheel)


def _by_name(
    requests: Sequence[Request],
    given: Mapping[str, Source],
    optimise: bool,
    like: Mapping[str, Build] | None,
    say: cache.Say,
) -> Mapping[str, Found | str]:
    """By label what is used for a name, or why there is none."""
    finder, installer = Finder(), Installer()
    distribution = {built: Distribution(built, say) for built in (False, True)}

    def ways(name: Name, optimised: bool = optimise) -> Sequence[Exact]:
        if source := given.get(name.version):
            return (Given(source, optimised, say),)
        return Machine(finder), Uv(finder, installer, say), distribution[optimised]

    def near(name: Name, optimised: bool) -> Sequence[Exact]:
        # With PGO and LTO is built what is to be; what was built so once can be had in any case.
        own = ways(name, optimised and optimise)
        kept = optimised and not optimise and name.version not in given
        return (*own, Kept(distribution[True])) if kept else own

    names = {request.label: request.name for request in requests if request.name}
    if like is not None:
        return nearest({label: like[label] for label in names}, near, say)
    resolved = resolve(names.values(), ways, say)
    return {
        label: resolved.found.get(name) or resolved.missing[name] for label, name in names.items()
    }


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
