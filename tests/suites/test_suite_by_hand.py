"""A suite by hand, as anybody runs it with plain pyperf options, on every interpreter."""

from pathlib import Path

import pyperf
import pytest
from inside import run_in
from real import get

from harness.interpreters import Interpreter, Matrix
from record import METADATA_KEY, Process
from record.process import parse_process

SMALL = (
    *("--parameters", "n=2000", "--processes", "2"),
    *("--values", "2", "--warmups", "1", "--quiet"),
)
NAME = "primes[n=2000]/w2/chunk=1,gc=on,pool=warm,scaling=strong"


def by_hand(interpreter: Interpreter, folder: Path, strategy: str, *options: str) -> pyperf.Run:
    """The benchmark that the suite writes."""
    out = folder / f"{interpreter.build.label}.{strategy}.json"
    argv = ("-m", f"suites.{strategy}", *SMALL, *options, "-o", str(out))
    done = run_in(interpreter, *argv, cwd=folder)
    assert done.returncode == 0, done.stderr
    (benchmark,) = pyperf.BenchmarkSuite.load(str(out)).get_benchmarks()
    return benchmark


def records(benchmark: pyperf.Benchmark) -> list[Process]:
    return [
        parse_process(run.get_metadata()[METADATA_KEY], "the file") for run in benchmark.get_runs()
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("by-hand")


@pytest.fixture(scope="module")
def benchmarks() -> dict[str, pyperf.Benchmark]:
    return {}


@pytest.fixture
def benchmark(
    interpreter: Interpreter, folder: Path, benchmarks: dict[str, pyperf.Benchmark]
) -> pyperf.Benchmark:
    """What `suites.threads --workers 2` wrote, once for each interpreter."""
    label = interpreter.build.label
    if label not in benchmarks:
        benchmarks[label] = by_hand(interpreter, folder, "threads", "--workers", "2")
    return benchmarks[label]


def test_two_processes_of_two_values(benchmark: pyperf.Benchmark) -> None:
    assert [len(run.values) for run in benchmark.get_runs()] == [2, 2]
    assert benchmark.get_total_loops() == 1
    assert benchmark.get_unit() == "second"


def test_the_name_is_the_same_in_every_interpreter(benchmark: pyperf.Benchmark) -> None:
    assert benchmark.get_name() == NAME


def test_each_process_says_which_cell_it_measured(
    benchmark: pyperf.Benchmark, interpreter: Interpreter
) -> None:
    for process in records(benchmark):
        cell = process.cell
        assert cell.interpreter == interpreter.build.label  # found out without being told
        assert (cell.strategy, cell.workload, cell.workers) == ("threads", "primes", 2)
        assert cell.parameters == {"n": 2000}
        assert cell.mode == {"chunk": "1", "gc": "on", "pool": "warm", "scaling": "strong"}
        assert (cell.replicate, process.block) == (0, 0)


def test_each_process_proves_what_ran(
    benchmark: pyperf.Benchmark, interpreter: Interpreter, matrix: Matrix
) -> None:
    first, second = records(benchmark)
    assert first.pid != second.pid
    for process, run in zip((first, second), benchmark.get_runs(), strict=True):
        assert process.code == matrix.code
        assert len({(lane.pid, lane.thread) for lane in process.lanes}) == 2
        assert {lane.pid for lane in process.lanes} == {process.pid}
        for lane in process.lanes:
            assert (lane.gil_before, lane.gil_after) == (interpreter.build.gil,) * 2
        assert process.batches == 3  # a warm-up too
        assert process.wall >= sum(run.values)
        assert process.cpu > 0
        assert process.memory is not None
        assert 4 << 20 < process.memory < 1 << 30


def test_the_name_is_the_same_in_every_strategy(matrix: Matrix, folder: Path) -> None:
    found = by_hand(get(matrix, "3.13"), folder, "processes_fork", "--workers", "2")
    assert found.get_name() == NAME
    assert {process.cell.strategy for process in records(found)} == {"processes-fork"}


def test_one_lane_has_one_worker_unless_told(matrix: Matrix, folder: Path) -> None:
    found = by_hand(get(matrix, "3.13"), folder, "sequential")
    assert found.get_name() == NAME.replace("w2", "w1")
    assert [len(process.lanes) for process in records(found)] == [1, 1]


def test_the_control_is_timed_between_values(benchmark: pyperf.Benchmark) -> None:
    """Eight loops before the first batch and after each of three."""
    for process in records(benchmark):
        assert len(process.control) == 8 * (1 + 3)
        assert all(seconds > 0 for seconds in process.control)


@pytest.mark.parametrize("strategy", ["sequential", "asyncio"])
def test_one_lane_pauses_within_a_batch_for_the_control(
    matrix: Matrix, tmp_path: Path, strategy: str
) -> None:
    """Which is neither in the values nor in the lane's CPU time, though it takes far longer."""
    found = by_hand(get(matrix, "3.13"), tmp_path, strategy)
    for process, run in zip(records(found), found.get_runs(), strict=True):
        assert len(process.control) == 1 + 3 * 8
        assert sum(run.values) < process.wall < sum(process.control) / 3
        assert process.cpu < sum(process.control) / 2


def test_memory_is_of_the_whole_tree(matrix: Matrix, folder: Path) -> None:
    """Each spawned lane is an interpreter, and cannot be had for less than a few MB."""
    found = by_hand(get(matrix, "3.13"), folder, "processes_spawn", "--workers", "4")
    alone = by_hand(get(matrix, "3.13"), folder, "asyncio", "--workers", "4")
    four, one = records(found)[0].memory, records(alone)[0].memory
    assert four is not None
    assert one is not None
    assert four > one + 4 * (2 << 20)


def test_a_server_is_started_and_ended_with_the_suite(matrix: Matrix, tmp_path: Path) -> None:
    found = by_hand(
        get(matrix, "3.13"),
        tmp_path,
        "threads",
        *("--workload", "echo", "--parameters", "connections=8,trips=2", "--workers", "8"),
    )
    assert found.get_name().startswith("echo[connections=8,trips=2]/w8/")


def test_loops_are_batches_too(matrix: Matrix, tmp_path: Path) -> None:
    options = ("--workers", "2", "--loops", "3", "--warmups", "0")
    found = by_hand(get(matrix, "3.13"), tmp_path, "threads", *options)
    assert [process.batches for process in records(found)] == [6, 6]


def test_more_workers_than_a_batch_has_tasks(matrix: Matrix, tmp_path: Path) -> None:
    options = ("--workers", "200", "--workload", "sleep_fanout")
    small = ("--parameters", "milliseconds=1,tasks=3", "--processes", "1")
    found = by_hand(get(matrix, "3.13t"), tmp_path, "threads", *options, *small)
    assert [len(process.lanes) for process in records(found)] == [200]
