"""The command that the harness runs for a cell: what comes of it passes the harness's own judge."""

import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyperf
import pytest

from harness import catalog as catalogs_of
from harness.catalog import Catalog
from harness.interpreters import Interpreter, Matrix
from harness.run.command import alone, measure
from harness.run.launch import Launcher, environment
from harness.run.outcome import judge, read
from harness.run.proof import contradiction
from record import Cell, Plan, Status

TIMEOUT = 60.0


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as launcher:
        yield launcher


@pytest.fixture(scope="module")
def catalogs() -> dict[str, Catalog]:
    return {}


@pytest.fixture
def catalog(interpreter: Interpreter, catalogs: dict[str, Catalog]) -> Catalog:
    """What the interpreter itself tells that it has."""
    label = interpreter.build.label
    if label not in catalogs:
        catalogs[label] = catalogs_of.ask(interpreter.python, environment(interpreter.env))
    return catalogs[label]


def cell_of(interpreter: Interpreter, strategy: str, catalog: Catalog) -> Cell:
    return Cell(
        interpreter=interpreter.build.label,
        strategy=strategy,
        workload="primes",
        parameters={"n": 3000},
        workers=3 if catalog.strategy(strategy).sweeps else 1,
        mode=catalog.mode,
        replicate=1,
    )


@pytest.fixture
def plan(interpreter: Interpreter, matrix: Matrix) -> Plan:
    return Plan(
        preset="quick",
        cells=[],
        contrasts=[],
        margin=0.03,
        kinds={"primes": "cpu"},
        builds={interpreter.build.label: interpreter.build},
        reference=None,
        seed=0,
        values=2,
        timeout=TIMEOUT,
        code=matrix.code,
    )


STRATEGIES = (
    *("sequential", "threads", "asyncio"),
    *("processes-fork", "processes-forkserver", "processes-spawn"),
    *("interpreters", "interpreter-pool"),
)


@pytest.mark.parametrize("name", STRATEGIES)
def test_what_is_measured_is_what_was_asked_for(
    name: str, interpreter: Interpreter, catalog: Catalog, plan: Plan, launcher: Launcher
) -> None:
    strategy = catalog.strategy(name)
    if strategy.unavailable:
        pytest.skip(strategy.unavailable)
    cell = cell_of(interpreter, name, catalog)
    output = launcher.scratch / "out.json"
    output.unlink(missing_ok=True)
    argv = measure(cell, 5, plan.values, interpreter.python, strategy, None, output)
    ended = launcher.run(argv, environment(interpreter.env), TIMEOUT)
    assert ended.code == 0, ended.error
    data = output.read_bytes()
    outcome = judge(
        ended,
        data,
        TIMEOUT,
        lambda measured: contradiction(measured, cell, plan, interpreter.build, strategy),
    )
    assert (outcome.status, outcome.reason) == (Status.OK, "")
    (measured,) = read(data)
    values, process = measured.values, measured.process
    assert len(values) == plan.values
    assert process.block == 5
    assert process.batches == 2
    assert outcome.timed == pytest.approx(sum(values))
    assert process.wall == pytest.approx(sum(values), rel=0.01)  # nothing is timed besides
    assert process.cpu > 0


def test_the_line_for_people_does_the_same(
    interpreter: Interpreter, catalog: Catalog, plan: Plan, tmp_path: Path
) -> None:
    cell = cell_of(interpreter, "threads", catalog)
    line = alone(
        *(cell, plan.values, interpreter.python),
        *(catalog.strategy("threads"), interpreter.env),
    )
    assert len(line.splitlines()) == 1
    done = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    (written,) = tmp_path.iterdir()
    assert written.name == "cell.json"
    assert read(written.read_bytes())[0].cell == cell
    (benchmark,) = pyperf.BenchmarkSuite.load(str(written)).get_benchmarks()
    assert benchmark.get_nvalue() == plan.values


def test_the_line_survives_a_path_with_spaces(
    interpreter: Interpreter, catalog: Catalog, plan: Plan
) -> None:
    cell = cell_of(interpreter, "threads", catalog)
    odd = replace(interpreter, python=Path("/a b/it's/python"), env={"A": "x y"})
    line = alone(cell, plan.values, odd.python, catalog.strategy("threads"), odd.env)
    assert {"/a b/it's/python", "A=x y"} <= set(shlex.split(line))
