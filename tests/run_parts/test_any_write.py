"""A kill and a full disk at each single write of a run: nothing that was measured is lost."""

import contextlib
import errno
import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyperf
import pytest
from fake_bench import CELLS, Bench, Killed, manifest_of

from harness.errors import NotWritable
from harness.run.merge import merge
from record import Goal, RunFiles

CHANGES = ("fsync", "replace", "unlink", "mkdir")


class Disk:
    """Counts what changes the disk; at one change something happens, half of it done at most."""

    def __init__(self, patch: pytest.MonkeyPatch, error: BaseException, fatal: int) -> None:
        self.count = 0
        self._error = error
        self._fatal = fatal
        for name in CHANGES:
            patch.setattr(os, name, self._counting(name, getattr(os, name)))

    def _counting(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self._fatal:
                if name == "fsync":
                    _tear(arguments[0])
                raise self._error
            return real(*arguments, **options)

        return change


def _tear(file: int) -> None:
    """Leave half of the last line: what is before it was on the disk already."""
    path = Path(f"/proc/self/fd/{file}").readlink()
    data = path.read_bytes()
    start = data[:-1].rfind(b"\n") + 1 if path.suffix == ".jsonl" else 0
    os.truncate(path, (start + len(data)) // 2)


def whole_run(bench: Bench) -> None:
    with bench.folder.locked():
        bench.folder.write_manifest(manifest_of(bench.plan))
        bench.measure(Goal(blocks=1))
        merge(bench.folder, CELLS)


FAULTS: dict[str, tuple[BaseException, type[BaseException]]] = {
    "killed": (Killed(), Killed),
    "full": (OSError(errno.ENOSPC, "No space left on device"), NotWritable),
}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="/proc tells which file it is")
@pytest.mark.parametrize("fault", FAULTS)
def test_at_each_write(tmp_path: Path, fault: str) -> None:
    error, raised = FAULTS[fault]
    for fatal in itertools.count(1):
        root = tmp_path / str(fatal)
        root.mkdir()
        bench = Bench(root)
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, error, fatal)
            with contextlib.suppress(raised):  # the end of it, and no other
                whole_run(bench)
        if disk.count < fatal:
            break
        before = bench.journal()
        kept = {one.file: (bench.folder.root / one.file).read_bytes() for one in before}
        whole_run(bench)
        assert bench.journal()[: len(before)] == before
        assert {name: (bench.folder.root / name).read_bytes() for name in kept} == kept
        assert_whole(bench.folder.files)
    assert fatal > 50  # it was not met at the first few alone


def assert_whole(files: RunFiles) -> None:
    assert set(files.counted()) == {(one.key, 0) for one in CELLS}
    for strategy in {one.strategy for one in CELLS}:
        suite = pyperf.BenchmarkSuite.load(str(files.merged_path("3.13", strategy)))
        assert [one.get_nrun() for one in suite] == [1, 1]  # of both workloads
    assert not list(files.root.rglob("*.part"))
