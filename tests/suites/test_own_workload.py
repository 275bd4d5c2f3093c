"""The user's own function as a workload: every strategy measures it, and the same results."""

import json
from pathlib import Path
from typing import Any

import pyperf
import pytest
from inside import run_in
from own_jobs import TARGETS, lines, with_job
from real import get

from harness import catalog as catalogs
from harness.interpreters import Interpreter, Matrix
from harness.run.launch import environment
from record import METADATA_KEY, Process
from record.process import QUANTITY_KEY, parse_process

WORKER = ("--worker", "--worker-task", "0", "--loops", "1", "--values", "1", "--warmups", "0")
LABELS = ("3.12", "3.13t", "3.14")  # 3.13 is what all other tests run on


def measured(
    interpreter: Interpreter, folder: Path, strategy: str, workers: int = 2, mode: str = ""
) -> tuple[dict[str, float], Process]:
    """Seconds by quantity, and the process's record."""
    out = folder / "out.json"
    out.unlink(missing_ok=True)
    argv = ["-m", f"suites.{strategy.replace('-', '_')}", *WORKER, "--workload", "own"]
    argv += ["--workers", str(workers), "--mode", mode, "-o", str(out)]
    done = run_in(interpreter, *argv, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "imported" not in done.stdout + done.stderr
    found = {}
    benchmarks = pyperf.BenchmarkSuite.load(str(out)).get_benchmarks()
    for benchmark in benchmarks:
        (run,) = benchmark.get_runs()
        metadata = run.get_metadata()
        (found[metadata[QUANTITY_KEY]],) = run.values
    return found, parse_process(metadata[METADATA_KEY], strategy)


def digest(interpreter: Interpreter) -> str:
    """Of the batch's results, computed in a process of its own."""
    done = run_in(interpreter, "-m", "suites.probes.profile", "digest")
    found: str = json.loads(done.stdout.splitlines()[-1])["digest"]
    return found


def test_the_catalog_has_it_where_there_is_a_job(matrix: Matrix, tmp_path: Path) -> None:
    plain = get(matrix, "3.13")
    assert all(one.name != "own" for one in catalogs.ask(plain.python, plain.env).workloads)
    here = with_job(plain, tmp_path, "point", kind="wait", total=30, tasks=7, seconds=3.5)
    catalog = catalogs.ask(here.python, environment(here.env))
    (own,) = (one for one in catalog.workloads if one.name == "own")
    assert own.kind == "wait"
    assert own.sizes["small"].parameters == {"function": "evil.point", "tasks": 7}
    assert own.sizes["small"].seconds == 3.5
    assert (own.values, list(own.units)) == (1, ["batch", "entry", "total"])


@pytest.mark.parametrize("label", LABELS)
def test_lanes_of_all_kinds_compute_the_same(matrix: Matrix, tmp_path: Path, label: str) -> None:
    """Objects of the user's class come back from all of them, checked against the digest."""
    job: dict[str, Any] = {"total": 30, "tasks": 10, "repeats": 2}
    interpreter = get(matrix, label)
    here = with_job(interpreter, tmp_path, "point", **job)
    here = with_job(interpreter, tmp_path, "point", **job, checksum=digest(here))
    strategies = ["sequential", "threads", "processes-spawn"]
    if label == "3.14":
        strategies.append("interpreter-pool")
    for strategy in strategies:
        workers = 1 if strategy == "sequential" else 2
        found, process = measured(here, tmp_path, strategy, workers, "chunk=3")
        assert process.cell.parameters == {"function": "evil.point", "tasks": 10}
        assert process.cell.mode["chunk"] == "3"
        assert process.checksum == json.loads((tmp_path / "job.json").read_text())["checksum"]
        assert len(process.lanes) == workers
        assert found["total"] > 2 * found["batch"]  # and a batch with lanes that are started
        assert process.wall == pytest.approx(2 * found["batch"])


KIT = {"module": "kit.scoring", "file": ""}


@pytest.mark.parametrize(
    ("strategy", "function"),
    [("processes-forkserver", "score"), ("processes-spawn", "score"), ("processes-spawn", "near")],
)
def test_a_module_of_a_package_and_one_beside_it(
    matrix: Matrix, tmp_path: Path, strategy: str, function: str
) -> None:
    more: dict[str, Any] = KIT | lines(tmp_path, *range(6)) if function == "score" else {}
    here = with_job(get(matrix, "3.13"), tmp_path, function, **more)
    assert measured(here, tmp_path, strategy)[1].checksum == digest(here)


def test_inputs_of_the_modules_own_class_arrive(matrix: Matrix, tmp_path: Path) -> None:
    here = with_job(get(matrix, "3.13"), tmp_path, "of_point", generator="points", total=10)
    _, process = measured(here, tmp_path, "processes-spawn")
    assert process.checksum == digest(here)


@pytest.mark.parametrize(
    ("strategy", "chunk"),
    [("asyncio", "1"), ("asyncio-threads", "4"), ("sequential", "1"), ("processes-fork", "4")],
)
def test_what_is_asynchronous_is_awaited_everywhere(
    matrix: Matrix, tmp_path: Path, strategy: str, chunk: str
) -> None:
    here = with_job(get(matrix, "3.13"), tmp_path, "awaits", total=30, tasks=12)
    workers = 1 if strategy == "sequential" else 4
    _, process = measured(here, tmp_path, strategy, workers, f"chunk={chunk}")
    assert process.checksum == digest(here)


def test_arguments_are_unpacked(matrix: Matrix, tmp_path: Path) -> None:
    given = lines(tmp_path, [1, 2], {"a": 3, "c": 4}, [5])
    here = with_job(get(matrix, "3.13"), tmp_path, "pair", unpack=True, **given)
    plain = with_job(
        get(matrix, "3.13"), tmp_path / "plain", "near_sum", **lines(tmp_path / "plain", 3, 7, 5)
    )
    assert measured(here, tmp_path, "processes-fork")[1].checksum == digest(plain)


def test_a_call_that_raises_ends_no_batch_and_is_a_result(matrix: Matrix, tmp_path: Path) -> None:
    for function, strategy in (("raises", "threads"), ("exits", "processes-fork")):
        here = with_job(get(matrix, "3.13t"), tmp_path, function, total=30)
        assert measured(here, tmp_path, strategy)[1].checksum == digest(here)


def test_what_is_changed_is_given_anew(matrix: Matrix, tmp_path: Path) -> None:
    """Each repeat's inputs are as they were, or the second would have others."""
    job: dict[str, Any] = {"generator": "lists", "total": 10, "repeats": 3}
    here = with_job(get(matrix, "3.13"), tmp_path, "sorts", **job)
    here = with_job(get(matrix, "3.13"), tmp_path, "sorts", **job, checksum=digest(here))
    measured(here, tmp_path, "threads")


@pytest.mark.parametrize("label", LABELS)
def test_a_copy_that_a_call_makes_of_its_process_ends_with_the_call(
    matrix: Matrix, tmp_path: Path, label: str
) -> None:
    here = with_job(get(matrix, label), tmp_path, "forks", total=30, tasks=3)
    done = run_in(here, "-m", "suites.probes.profile", "digest", cwd=tmp_path)
    assert len(done.stdout.splitlines()) == 3
    for strategy in ("sequential", "processes-fork"):
        measured(here, tmp_path, strategy, 1)


def test_other_results_fail_the_process_and_it_says_so(matrix: Matrix, tmp_path: Path) -> None:
    here = with_job(get(matrix, "3.13"), tmp_path, "prints", total=30, checksum="0123456789abcdef")
    argv = ("-m", "suites.sequential", *WORKER, "--workload", "own", "-o", "out.json")
    done = run_in(here, *argv, cwd=tmp_path)
    assert done.returncode == 1
    assert "not 0123456789abcdef as in sequence" in done.stderr.splitlines()[-1]
    assert "xxx" not in done.stdout + done.stderr


def test_lanes_that_cannot_import_it_are_unsupported(matrix: Matrix, tmp_path: Path) -> None:
    """`evil` imports ctypes, which 3.12 has not in subinterpreters."""
    here = with_job(get(matrix, "3.12"), tmp_path, "point", total=30)
    argv = ("-m", "suites.interpreters", *WORKER, "--workload", "own", "--workers", "2")
    done = run_in(here, *argv, "-o", "out.json", cwd=tmp_path)
    assert done.returncode == 69
    assert done.stderr == (
        "its lanes cannot import evil: "
        "ImportError: module _ctypes does not support loading in subinterpreters\n"
    )


def test_any_file_is_a_module(matrix: Matrix, tmp_path: Path) -> None:
    """Whatever its name: it is found under the name that it is given."""
    odd = tmp_path / "my-script.py"
    odd.write_text((TARGETS / "evil.py").read_text().replace("import beside", "beside = None"))
    here = with_job(
        get(matrix, "3.13"), tmp_path, "point", module="my_script", file=str(odd), folder=""
    )
    assert measured(here, tmp_path, "processes-spawn")[1].checksum == digest(here)


@pytest.mark.parametrize("chunk", ["0", "-1", "1.5", "many", "٣"])
def test_chunks_are_whole_numbers(matrix: Matrix, tmp_path: Path, chunk: str) -> None:
    here = with_job(get(matrix, "3.13"), tmp_path, "point", total=30)
    argv = ("-m", "suites.threads", "--workload", "own", "--mode", f"chunk={chunk}")
    done = run_in(here, *argv, cwd=tmp_path)
    assert done.returncode == 2
    assert "known are chunk=1|auto|NUMBER, gc=on|off" in done.stderr
