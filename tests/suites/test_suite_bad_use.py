"""A suite that cannot measure what it is asked to says so in one line; wrong work has no result."""

from pathlib import Path

import pytest
from inside import run_in
from real import get

from harness.interpreters import Interpreter, Matrix

SMALL = ("--processes", "1", "--values", "1", "--quiet")


@pytest.fixture
def python(matrix: Matrix) -> Interpreter:
    return get(matrix, "3.13")


def refused(python: Interpreter, folder: Path, suite: str, *options: str) -> str:
    """The one line of what it said."""
    out = folder / "out.json"
    done = run_in(python, "-m", f"suites.{suite}", *SMALL, *options, "-o", str(out))
    assert done.returncode != 0
    assert not out.exists()
    assert "Traceback" not in done.stderr
    assert not done.stdout
    *usage, last = done.stderr.strip().splitlines()
    assert not usage or usage[0].startswith("usage: ")
    return last


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--workers 0", "argument --workers: '0' is not a whole number from 1"),
        ("--workers=-1", "argument --workers: '-1' is not a whole number from 1"),
        ("--workers x", "argument --workers: 'x' is not a whole number from 1"),
        ("--workers 1.5", "argument --workers: '1.5' is not a whole number from 1"),
        ("--workload prime", "argument --workload: invalid choice: 'prime'"),
        ("--size tiny", "argument --size: invalid choice: 'tiny'"),
        ("--parameters m=3", "primes has the parameters n, not m"),
        ("--parameters n=3,m=4", "primes has the parameters n, not m, n"),
        ("--parameters n", "n= is no name and its value"),
        ("--parameters n=many", "primes: n=many is not a whole number"),
        ("--parameters n=-5", "n=-5 is no name and its value"),
        ("--parameters n=0", "primes: n goes from 1 to 1000000000, and is not 0"),
        (
            "--workload files --parameters files=30,fsync=no",
            "files: files goes from 20 to 1000000 in steps of 20, and is not 30",
        ),
        ("--workload mixed --parameters cpu=101,tasks=4", "cpu goes from 0 to 100, and is not 101"),
        ("--workload ping_pong --parameters rounds=0", "rounds goes from 1 to"),
        ("--mode pool=cold", "primes is measured with pool=warm"),
        ("--mode nonsense", "nonsense=: known are chunk=1|auto|NUMBER, gc=on|off"),
        ("--workload echo --service here", "'here' is not an address such as 127.0.0.1:7000"),
        ("--colour red", "unrecognized arguments: --colour red"),
    ],
)
def test_wrong_options(options: str, said: str, python: Interpreter, tmp_path: Path) -> None:
    assert said in refused(python, tmp_path, "threads", *options.split())


def test_sequential_has_one_worker(python: Interpreter, tmp_path: Path) -> None:
    line = refused(python, tmp_path, "sequential", "--workers", "2")
    assert "this strategy has one worker, not 2" in line


@pytest.mark.parametrize("worker", [(), ("--worker",)])
def test_what_a_strategy_cannot_do_is_unsupported(
    worker: tuple[str, ...], python: Interpreter
) -> None:
    done = run_in(python, "-m", "suites.sequential", "--workload", "ping_pong", *worker)
    assert (done.returncode, done.stderr) == (69, "one task ends before the next begins\n")


@pytest.mark.parametrize("worker", [(), ("--worker",)])
def test_what_only_its_worker_finds_lacking_is_unsupported(
    worker: tuple[str, ...], python: Interpreter
) -> None:
    parameters = "kind=list,rounds=1,size=1,way=memoryview"
    options = ("--workload", "transfer", "--parameters", parameters)
    done = run_in(python, "-m", "suites.threads", *options, *worker)
    assert done.returncode == 69
    reason = "a list is no buffer: there is nothing to see in its place"
    assert done.stderr.splitlines()[-1] == reason


def test_a_strategy_that_is_not_there(python: Interpreter, tmp_path: Path) -> None:
    line = refused(python, tmp_path, "interpreter_pool")
    assert line == "interpreter-pool cannot run here: InterpreterPoolExecutor is new in Python 3.14"


WORKER = ("--worker", "--worker-task", "0", "--loops", "1", "--values", "1", "--warmups", "0")


@pytest.mark.parametrize("fault", ["drops", "repeats", "swaps", "corrupts", "forgets"])
@pytest.mark.parametrize("size", ["n=2000", "n=150000"])  # computed here; a constant
def test_wrong_work_has_no_result(
    fault: str, size: str, python: Interpreter, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    argv = ("-m", "drive_faulty_strategy", fault, *WORKER, "--parameters", size, "-o", str(out))
    done = run_in(python, *argv)
    assert done.returncode != 0
    assert not out.exists()
    assert "WrongChecksum: the result's checksum is " in done.stderr.splitlines()[-1]


def test_right_work_by_the_same_driver_has(python: Interpreter, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    argv = ("-m", "drive_faulty_strategy", "none", *WORKER, "--parameters", "n=2000")
    done = run_in(python, *argv, "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert out.exists()
