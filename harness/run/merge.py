"""Merging: the raw files of a run into one pyperf suite for each interpreter and strategy."""

import contextlib
from collections.abc import Iterable, Iterator

import pyperf

from harness.errors import GilbenchError
from harness.run.folder import RunFolder
from harness.run.resume import standing
from record import Attempt, Cell
from record.counting import counted, given_up
from record.reading import read
from record.text import short


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
            benchmarks += _benchmarks(folder, good[cell.key])
    for (interpreter, strategy), benchmarks in suites.items():
        if benchmarks:
            with _pyperf(f"{folder.files.merged_path(interpreter, strategy)} cannot be made"):
                suite = pyperf.BenchmarkSuite(benchmarks)
            folder.keep_merged(interpreter, strategy, suite)
        else:
            folder.drop_merged(interpreter, strategy)


def _benchmarks(folder: RunFolder, attempts: Iterable[Attempt]) -> list[pyperf.Benchmark]:
    """One for each quantity: a run for each of the cell's processes, in the order of the blocks."""
    attempts = list(attempts)
    runs: dict[str, list[pyperf.Run]] = {}
    for attempt in attempts:
        data = read(folder.root, attempt.file)
        remedy = "remove it, and its block is measured again"
        with _pyperf(f"{folder.root / attempt.file} cannot be merged", remedy):
            for benchmark in pyperf.BenchmarkSuite.loads(data):
                runs.setdefault(benchmark.get_name(), []).extend(benchmark.get_runs())
    with _pyperf(f"{folder.root}: the processes of {attempts[0].cell} cannot be merged"):
        return [pyperf.Benchmark(own) for own in runs.values()]


@contextlib.contextmanager
def _pyperf(where: str, remedy: str = "") -> Iterator[None]:
    """What pyperf raises on a file that it did not write can be anything."""
    try:
        yield
    except Exception as error:
        advice = f"; {remedy}" if remedy else ""
        raise GilbenchError(f"{where}: {short(error) or type(error).__name__}{advice}") from error
