"""The sessions: thin, each a few lines over the `gilbench` command.

`nox` alone measures: it makes the interpreters ready, runs the `quick` preset and prints
the report. `nox -l` lists the rest.
"""

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["bench"]
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "uv|virtualenv"

INTERPRETERS = ("3.12", "3.13", "3.13t", "3.13t+gil", "3.14", "3.14t", "3.15", "3.15t")
STRATEGIES = (
    *("sequential", "threads", "asyncio", "asyncio-threads"),
    *("processes-fork", "processes-forkserver", "processes-spawn"),
    *("interpreters", "interpreter-pool"),
    *("loky", "dask"),
)
# Two files at a time: while one waits the other computes; more would disturb what measures.
AT_ONCE = ("-n", "2", "--dist", "loadfile")
ANY = (0, 5)  # of those that are asked for, none may be of one kind
PROBES = ("explain", "timeline", "sharing", "ecosystem")
SUITES = [
    nox.param(interpreter, strategy, id=f"{interpreter}, {strategy}")
    for interpreter in INTERPRETERS
    for strategy in STRATEGIES
]


@nox.session
def bench(session: nox.Session) -> None:
    """Who wins: run the quick preset (or `-- OPTIONS` of gilbench run) and print the report."""
    session.install("-e", ".[all]")
    try:
        session.run("gilbench", "run", *session.posargs)
    except nox.command.CommandFailed:
        session.run("gilbench", "report")  # what failed is in it, beside what did not
        raise
    session.run("gilbench", "report")


@nox.session
def report(session: nox.Session) -> None:
    """Print the newest run's report, or that of the run named: `nox -s report -- RUN`."""
    session.install("-e", ".[all]")
    session.run("gilbench", "report", *session.posargs)


@nox.session
def advise(session: nox.Session) -> None:
    """Which strategy for your function: `nox -s advise -- FILE.py:FUNCTION --inputs SPEC`."""
    session.install("-e", ".[all]")
    session.run("gilbench", "advise", *session.posargs)


@nox.session
@nox.parametrize("probe", PROBES, ids=PROBES)
def facts(session: nox.Session, probe: str) -> None:
    """Facts that are not timings: who runs when, what is shared, which packages work."""
    session.install("-e", ".[all]")
    session.run("gilbench", probe, *session.posargs)


@nox.session
@nox.parametrize("interpreter", INTERPRETERS, ids=INTERPRETERS)
def interpreter(session: nox.Session, interpreter: str) -> None:
    """Find, install or build one interpreter and print its build facts."""
    session.install("-e", ".")
    session.run("gilbench", "interpreters", interpreter, *session.posargs)


@nox.session
@nox.parametrize("interpreter, strategy", SUITES)
def suite(session: nox.Session, interpreter: str, strategy: str) -> None:
    """One strategy's pyperf suite by hand, with pyperf's options: to look at, not to compare."""
    session.install("-e", ".")
    session.run("gilbench", "suite", interpreter, strategy, *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Lint, types and all tests, on the real interpreters."""
    check(session)
    session.run(
        "pytest", "-m", "not slow and not alone", *AT_ONCE, *session.posargs, success_codes=ANY
    )
    session.run("pytest", "-m", "alone and not slow", *session.posargs, success_codes=ANY)


@nox.session
def lint(session: nox.Session) -> None:
    """Lint and types alone."""
    check(session)


def check(session: nox.Session) -> None:
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def slow(session: nox.Session) -> None:
    """What takes long: whole runs, and an optimised build from source."""
    session.install("-e", ".[dev]")
    session.run("pytest", "-m", "slow", *session.posargs)
