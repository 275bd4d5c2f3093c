"""Merging: the raw files of a run into one pyperf suite for each interpreter and strategy."""

from collections.abc import Iterable

import pyperf

from harness.run.folder import RunFolder
from harness.run.resume import standing
from record import Attempt, Cell
from record.counting import counted, given_up


def merge(folder: RunFolder, cells: Iterable[Cell]) -> None:
    """Write `RUN/<interpreter>/<strategy>.json`. Cells that failed are left out of them.

    From raw alone, so it can be made again; what pyperf merges is what it wrote.
    """
    cells = list(cells)
    attempts = standing(folder.files, cells)
    failed = given_up(attempts)
    counting = counted(cells, attempts).values()
    good: dict[str, list[Attempt]] = {}
    for attempt in sorted(counting, key=lambda attempt: attempt.block):
        if attempt.cell not in failed:
            good.setdefault(attempt.cell, []).append(attempt)
    suites: dict[tuple[str, str], list[pyperf.Benchmark]] = {}
    for cell in cells:
        benchmarks = suites.setdefault((cell.interpreter, cell.strategy), [])
        if cell.key in good:
            benchmarks.append(_benchmark(folder, good[cell.key]))
    for (interpreter, strategy), benchmarks in suites.items():
        if benchmarks:
            folder.keep_merged(interpreter, strategy, pyperf.BenchmarkSuite(benchmarks))
        else:
            folder.drop_merged(interpreter, strategy)


def _benchmark(folder: RunFolder, attempts: Iterable[Attempt]) -> pyperf.Benchmark:
    """One benchmark with a run for each of the cell's processes, in the order of the blocks."""
    files = [str(folder.root / attempt.file) for attempt in attempts]
    runs = [run for file in files for run in pyperf.Benchmark.load(file).get_runs()]
    return pyperf.Benchmark(runs)
