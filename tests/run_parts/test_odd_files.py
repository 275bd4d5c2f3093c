"""A process that leaves something else than a file where its file should be: its cell fails."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from fake_bench import CELLS, Bench

from harness.run.launch import Ended
from record import Goal, limits
from record.counting import counted


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(limits.RESULTS + 1)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "folder": (Path.mkdir, "is a folder"),
    "pipe": (os.mkfifo, "is a pipe"),
    "link": (lambda path: path.symlink_to("/etc/passwd"), "leads out of"),
    "huge": (huge, "at most"),
    "nothing": (lambda path: None, "it wrote no file"),
    "noise": (lambda path: path.write_bytes(os.urandom(99)), "pyperf"),
}
ONE = CELLS[0]


class OddBench(Bench):
    """The first process of one cell leaves it."""

    def __init__(self, root: Path, leave: Callable[[Path], object]) -> None:
        super().__init__(root)
        self._own = root / "process"
        self.output = self._own / "file"
        self._leave: Callable[[Path], object] | None = leave

    def run(self, argv: Sequence[str], env: Mapping[str, str], timeout: float) -> Ended:
        shutil.rmtree(self._own, ignore_errors=True)  # as the supervisor does
        self._own.mkdir()
        ended = super().run(argv, env, timeout)
        if self._leave and self._which(argv)[0] == ONE:
            self.output.unlink()
            self._leave(self.output)
            self._leave = None
        return ended


@pytest.mark.parametrize("odd", ODD)
def test_its_cell_fails_and_no_other(tmp_path: Path, odd: str) -> None:
    leave, reason = ODD[odd]
    bench = OddBench(tmp_path, leave)
    bench.measure(Goal(blocks=2))
    failed = [one for one in bench.journal() if not one.measured]
    assert [one.cell for one in failed] == [ONE.key]
    assert reason in failed[0].reason
    others = {(one.key, block) for one in CELLS if one != ONE for block in range(2)}
    assert set(counted(CELLS, bench.journal())) == others
