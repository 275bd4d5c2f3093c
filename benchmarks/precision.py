"""What one comparison to within 3% costs: this harness, and pyperf with its defaults.

    python benchmarks/precision.py

The same two cells on one interpreter, the same suites, in turns: this harness (blocks, the
control, ending when the interval is narrow enough), then pyperf's manager with 20 processes a
cell, again and again until as much is known. pyperf gives no interval; its processes get the
honest one, Welch's t on process means.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyperf
from rich.console import Console
from rich.table import Table
from scipy import stats

from analysis.report import build
from record import RunFiles, Status

PRECISION = 0.03
ROUND = 20  # processes: pyperf's default
MOST = 30  # rounds
INTERPRETER = "3.13"
STRATEGIES = ("sequential", "asyncio")
GILBENCH = [sys.executable, "-m", "harness"]


def by_gilbench(folder: Path) -> tuple[int, float, float]:
    """Processes, seconds and half width of the ratio's interval."""
    options = ["--interpreters", INTERPRETER, "--workloads", "primes", "--workers", "2"]
    options += ["--strategies", ",".join(STRATEGIES), "--pairs", "1"]
    start = time.monotonic()
    command = [*GILBENCH, "run", *options, "--precision", f"{PRECISION:%}", "--out", str(folder)]
    subprocess.run(command, check=True, stdout=sys.stderr)
    seconds = time.monotonic() - start
    files = RunFiles(folder)
    twins = {cell.key for cell in files.manifest().plan.cells if cell.replicate}
    done = [one for one in files.journal() if one.status is Status.OK and one.cell not in twins]
    (ratio,) = build(folder).family.ratios.values()
    low, high = ratio.interval or (0.0, float("inf"))
    share = len(done) / max(1, len(files.journal()))  # of the time: A/A twins are left out
    return len(done), seconds * share, (high / low) ** 0.5 - 1


def by_pyperf(folder: Path) -> tuple[int, float, float]:
    """The same; rounds of all processes of one cell, then all of the other."""
    logs: dict[str, list[float]] = {strategy: [] for strategy in STRATEGIES}
    seconds, half = 0.0, float("inf")
    for number in range(MOST):
        for strategy in STRATEGIES:
            file = folder / f"{strategy}-{number}.json"
            start = time.monotonic()
            options = ["--workload", "primes", "-p", str(ROUND), "-q", "-o", str(file)]
            command = [*GILBENCH, "suite", INTERPRETER, strategy, *options]
            subprocess.run(command, check=True, stdout=sys.stderr)
            seconds += time.monotonic() - start
            runs = pyperf.Benchmark.load(str(file)).get_runs()
            logs[strategy] += [float(np.log(run.values).mean()) for run in runs]
        limits = stats.ttest_ind(*logs.values(), equal_var=False).confidence_interval()
        half = float(np.expm1((limits.high - limits.low) / 2))
        if half <= PRECISION:
            break
    return sum(map(len, logs.values())), seconds, half


def main() -> None:
    table = Table("method", "processes", "seconds", "half width", box=None)
    with tempfile.TemporaryDirectory(prefix="gilbench-precision-") as name:
        folder = Path(name)
        found = {
            "gilbench, before": by_gilbench(folder / "before"),
            "pyperf": by_pyperf(folder),
            "gilbench, after": by_gilbench(folder / "after"),
        }
    for method, (processes, seconds, half) in found.items():
        table.add_row(method, str(processes), f"{seconds:.0f}", f"±{half:.1%}")
    Console().print(table)


if __name__ == "__main__":
    main()
