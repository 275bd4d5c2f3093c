"""Merging: what pyperf reads from a run is what its processes wrote."""

from pathlib import Path

import msgspec
import pyperf
import pytest
from parts import attempt, cell, lane, process, pyperf_file

from harness.run.folder import RunFolder
from harness.run.merge import merge
from record import Cell, Status
from record.process import parse_process

FIRST = cell(workers=1)
SECOND = cell(workers=2)
TWIN = cell(workers=1, replicate=1)
OTHER = cell("asyncio")
CELLS = [FIRST, SECOND, TWIN, OTHER]


def name(one: Cell) -> str:
    return f"primes[n=7]/w{one.workers}{'/replicate=1' if one.replicate else ''}"


def measure(
    folder: RunFolder,
    one: Cell,
    block: int,
    values: list[float],
    status: Status = Status.OK,
    take: int = 0,
) -> None:
    record = msgspec.json.encode(process(one, [lane(1)], block=block)).decode()
    file = folder.keep_raw(one, block, take, pyperf_file(values, record, name(one)))
    folder.append(attempt(one, block, status, take=take, file=file))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """A run of two blocks."""
    folder = RunFolder(tmp_path)
    for block in (1, 0):
        for place, one in enumerate(CELLS):
            measure(folder, one, block, [1.0 + place + 10 * block, 2.0 + place])
    return folder


def load(folder: RunFolder, strategy: str = "threads") -> dict[str, list[tuple[float, ...]]]:
    """The values of each benchmark's processes, as pyperf reads them."""
    suite = pyperf.BenchmarkSuite.load(str(folder.files.merged_path("3.13", strategy)))
    return {
        benchmark.get_name(): [run.values for run in benchmark.get_runs()]
        for benchmark in suite.get_benchmarks()
    }


def test_one_file_a_strategy_with_all_that_was_measured(folder: RunFolder) -> None:
    merge(folder, CELLS)
    assert load(folder) == {
        name(FIRST): [(1.0, 2.0), (11.0, 2.0)],  # the blocks in their order
        name(SECOND): [(2.0, 3.0), (12.0, 3.0)],
        name(TWIN): [(3.0, 4.0), (13.0, 4.0)],
    }
    assert load(folder, "asyncio") == {name(OTHER): [(4.0, 5.0), (14.0, 5.0)]}


def test_each_process_keeps_its_record(folder: RunFolder) -> None:
    merge(folder, CELLS)
    suite = pyperf.BenchmarkSuite.load(str(folder.files.merged_path("3.13", "threads")))
    for benchmark in suite.get_benchmarks():
        records = [run.get_metadata()["gilbench"] for run in benchmark.get_runs()]
        assert [parse_process(record, "it").block for record in records] == [0, 1]


def test_what_was_measured_again_counts_once_and_with_its_group(folder: RunFolder) -> None:
    measure(folder, FIRST, 1, [99.0, 99.0], Status.CONTAMINATED)
    for place, one in enumerate(CELLS):
        measure(folder, one, 1, [7.0 + place, 8.0], take=1)
    merge(folder, CELLS)
    assert load(folder) == {
        name(FIRST): [(1.0, 2.0), (7.0, 8.0)],
        name(SECOND): [(2.0, 3.0), (8.0, 8.0)],
        name(TWIN): [(3.0, 4.0), (9.0, 8.0)],
    }


def test_it_can_be_made_again(folder: RunFolder) -> None:
    merge(folder, CELLS)
    path = folder.files.merged_path("3.13", "threads")
    before = path.read_bytes()
    merge(folder, CELLS)
    assert path.read_bytes() == before
    path.write_bytes(b"damaged")
    merge(folder, CELLS)
    assert path.read_bytes() == before


def test_a_cell_that_failed_is_left_out_with_all_its_blocks(folder: RunFolder) -> None:
    folder.append(attempt(FIRST, 2, Status.FAILED, reason="it crashed"))
    merge(folder, CELLS)
    assert set(load(folder)) == {name(SECOND), name(TWIN)}


def test_a_process_that_is_contaminated_counts_where_there_is_no_other(folder: RunFolder) -> None:
    measure(folder, FIRST, 0, [99.0, 99.0], Status.CONTAMINATED)
    merge(folder, CELLS)
    assert load(folder)[name(FIRST)] == [(99.0, 99.0), (11.0, 2.0)]


def test_no_file_for_what_was_not_measured(folder: RunFolder) -> None:
    folder.append(attempt(OTHER, 0, Status.UNSUPPORTED, reason="not here"))
    folder.append(attempt(OTHER, 1, Status.UNSUPPORTED, reason="not here"))
    merge(folder, CELLS)
    assert not folder.files.merged_path("3.13", "asyncio").exists()


def test_no_file_is_left_of_what_failed_after_the_last_merge(folder: RunFolder) -> None:
    merge(folder, CELLS)
    folder.append(attempt(OTHER, 2, Status.FAILED, reason="it crashed"))
    merge(folder, CELLS)
    assert not folder.files.merged_path("3.13", "asyncio").exists()
    assert load(folder)
