"""What the strategy layer adds to a hand-written `Executor.map` over the same 1 ms tasks.

    python benchmarks/layer.py [INTERPRETER ...]

Both pools are open in one process and take turns, batch by batch; the ratio is of paired
batches. It re-executes itself inside each interpreter's environment.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable

TASKS, ROUNDS, WORKERS = 40, 60, 2


def inside() -> None:
    """In the measured interpreter: seconds of each batch, ours and by hand, by strategy."""
    import multiprocessing  # noqa: PLC0415
    from concurrent import futures  # noqa: PLC0415

    from suites.catalog import strategies  # noqa: PLC0415
    from suites.workloads.primes import count_primes  # noqa: PLC0415

    by_hand: dict[str, Callable[[], futures.Executor]] = {
        "threads": lambda: futures.ThreadPoolExecutor(WORKERS),
        "processes-fork": lambda: _processes("fork"),
        "processes-forkserver": lambda: _processes("forkserver"),
        "processes-spawn": lambda: _processes("spawn"),
        "interpreter-pool": lambda: futures.InterpreterPoolExecutor(WORKERS),
    }

    def _processes(method: str) -> futures.Executor:
        return futures.ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context(method))

    batch = [_one_millisecond(count_primes)] * TASKS
    found: dict[str, list[tuple[float, float]]] = {}
    for strategy_type in strategies():
        if strategy_type.unavailable() or strategy_type.name not in by_hand:
            continue
        strategy = strategy_type()
        strategy.open(WORKERS)
        with by_hand[strategy_type.name]() as executor:
            ours = _timer(lambda: strategy.run(count_primes, batch))  # noqa: B023
            theirs = _timer(lambda: list(executor.map(count_primes, batch)))
            ours(), theirs()
            pairs = []
            for turn in range(ROUNDS):
                first, second = (ours, theirs) if turn % 2 else (theirs, ours)
                times = {first: first(), second: second()}
                pairs.append((times[ours], times[theirs]))
        strategy.close()
        found[strategy_type.name] = pairs
    print(json.dumps(found))


def _one_millisecond(task: Callable[[tuple[int, int]], int]) -> tuple[int, int]:
    """The span of numbers that takes the task about one millisecond."""
    stop = 100
    while True:
        start = time.perf_counter()
        task((0, stop))
        if time.perf_counter() - start > 0.001:
            return (0, stop)
        stop += 20


def _timer(work: Callable[[], object]) -> Callable[[], float]:
    def timed() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return timed


def main() -> None:
    import numpy  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from scipy import stats  # noqa: PLC0415

    from harness.interpreters import DEFAULT, make_ready  # noqa: PLC0415
    from harness.run.launch import environment  # noqa: PLC0415

    table = Table(title=f"layer / by hand, {ROUNDS} pairs of {TASKS} tasks of 1 ms", box=None)
    for column in ("interpreter", "strategy", "ratio", "95% interval"):
        table.add_column(column)
    for interpreter in make_ready(sys.argv[1:] or DEFAULT).interpreters:
        done = subprocess.run(
            [interpreter.python, "-P", __file__, "--inside"],
            env=environment(interpreter.env),
            capture_output=True,
            check=True,
        )
        for strategy, pairs in json.loads(done.stdout).items():
            ours, theirs = numpy.log(numpy.array(pairs)).T
            test = stats.ttest_rel(ours, theirs)
            low, high = numpy.exp(test.confidence_interval())
            ratio = numpy.exp((ours - theirs).mean())
            label = interpreter.build.label
            table.add_row(label, strategy, f"{ratio:.3f}", f"[{low:.3f}, {high:.3f}]")
    Console().print(table)


if __name__ == "__main__":
    if "--inside" in sys.argv:
        inside()
    else:
        main()
