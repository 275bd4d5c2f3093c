"""The run's folder: files are whole or not there, the journal heals, and one writes at a time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_bench import manifest_of, plan
from hypothesis import given
from hypothesis import strategies as st
from parts import attempt, cell

from harness.errors import GilbenchError, NotWritable
from harness.run.folder import RunFolder
from record import Manifest

CELL = cell()


def manifest(**changes: object) -> Manifest:
    return manifest_of(plan([CELL]), **changes)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """An empty one."""
    (tmp_path / "run").mkdir()
    return RunFolder(tmp_path / "run")


def files(folder: RunFolder) -> set[str]:
    paths = (path for path in folder.root.rglob("*") if path.is_file())
    return {str(path.relative_to(folder.root)) for path in paths}


def test_what_is_written_is_read_again(folder: RunFolder) -> None:
    folder.write_manifest(manifest())
    for block in (0, 1):
        folder.append(attempt(CELL, block, seconds=1.5))
    name = folder.keep_raw(CELL, 1, 0, b"{}")
    assert folder.exists()
    assert folder.files.manifest() == manifest()
    assert folder.files.journal() == [attempt(CELL, block, seconds=1.5) for block in (0, 1)]
    assert (folder.root / name).read_bytes() == b"{}"
    assert folder.files.raw_path(CELL, 1) == folder.root / name


def test_nothing_but_the_files_is_there_when_they_were_written(folder: RunFolder) -> None:
    for _ in range(2):
        folder.write_manifest(manifest())
        raw = folder.keep_raw(CELL, 0, 0, b"{}")
    assert files(folder) == {"manifest.json", raw}


def test_what_was_merged_without_a_new_process_goes_first(folder: RunFolder) -> None:
    """And is not told by its time: the clock may have been set back."""
    merged = [folder.files.merged_path("3.13", name) for name in ("threads", "sequential")]
    for path in merged:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"old")
    folder.keep_raw(CELL, 0, 1, b"{}")
    assert CELL.strategy == "threads"
    assert [path.exists() for path in merged] == [False, True]


@pytest.mark.parametrize("torn", [b"{", b'{"cell":"a', b"\xff\xff", attempt(CELL, 7).line()[:-1]])
def test_a_torn_line_is_cut_before_the_next_is_written(folder: RunFolder, torn: bytes) -> None:
    folder.append(attempt(CELL, 0))
    with folder.files.journal_path.open("ab") as journal:
        journal.write(torn)
    assert folder.files.journal() == [attempt(CELL, 0)]
    folder.append(attempt(CELL, 1))
    assert folder.files.journal() == [attempt(CELL, 0), attempt(CELL, 1)]


def test_a_journal_that_is_one_torn_line(folder: RunFolder) -> None:
    folder.append(attempt(CELL, 0))
    folder.files.journal_path.write_bytes(b'{"cell"')
    folder.append(attempt(CELL, 1))
    assert folder.files.journal() == [attempt(CELL, 1)]


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(0, 400), st.integers(0, 9))
def test_a_journal_that_is_cut_anywhere_loses_the_line_that_was_cut(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[int], kept: int, after: int
) -> None:
    folder = RunFolder(tmp_path_factory.mktemp("run"))
    for block in blocks:
        folder.append(attempt(CELL, block))
    path = folder.files.journal_path
    whole = path.read_bytes() if path.exists() else b""
    path.write_bytes(whole[:kept])
    folder.append(attempt(CELL, after))
    lines = whole[:kept].count(b"\n")
    assert [one.block for one in folder.files.journal()] == [*blocks[:lines], after]


def test_what_a_kill_left_half_written_is_in_nobody_s_way(folder: RunFolder) -> None:
    folder.write_manifest(manifest())
    left = folder.root / ".part"
    left.write_bytes(b"half")
    assert folder.files.manifest() == manifest()
    folder.write_manifest(manifest(run="another"))
    assert folder.files.manifest().run == "another"
    assert not left.exists()


def test_a_file_is_replaced_whole_or_stays_as_it_was(folder: RunFolder) -> None:
    class BrokenSuite:
        def dump(self, name: str) -> None:
            Path(name).write_bytes(b"half of i")
            raise OSError(28, "No space left on device")

    name = folder.files.merged_path("3.13", "threads")
    name.parent.mkdir(parents=True)
    name.write_bytes(b"old")
    with pytest.raises(NotWritable, match=r"threads\.json cannot be written: No space left"):
        folder.keep_merged("3.13", "threads", BrokenSuite())  # type: ignore[arg-type]
    assert name.read_bytes() == b"old"
    assert files(folder) == {"3.13/threads.json"}


def test_a_run_that_was_killed_before_it_had_a_manifest_can_be_begun_again(
    folder: RunFolder,
) -> None:
    for name in (".lock", ".part"):
        (folder.root / name).write_bytes(b"half")
    assert not folder.exists()


TAKEN_AWAY: dict[str, Callable[[Path], object]] = {
    "removed": shutil.rmtree,
    "moved": lambda root: root.rename(root.with_name("elsewhere")),
    "replaced": lambda root: [shutil.rmtree(root), root.mkdir()],
    "emptied": lambda root: [(root / "manifest.json").unlink(), shutil.rmtree(root / "raw")],
}


@pytest.mark.parametrize("taken", TAKEN_AWAY)
@pytest.mark.parametrize("write", ["journal", "raw"])
def test_a_run_that_was_taken_away_is_not_begun_anew(
    folder: RunFolder, taken: str, write: str
) -> None:
    """What is measured from then on would be of no use: there is no plan beside it."""
    with folder.locked():
        folder.write_manifest(manifest())
        folder.keep_raw(CELL, 0, 0, b"{}")
        TAKEN_AWAY[taken](folder.root)
        before = sorted(folder.root.rglob("*"))
        with pytest.raises(NotWritable, match="was removed or replaced while it was written"):
            WRITES[write](folder)
        assert sorted(folder.root.rglob("*")) == before


@pytest.mark.parametrize("name", ["notes.txt", ".git", "raw", "journal.jsonl"])
def test_a_folder_that_holds_something_else_is_refused(folder: RunFolder, name: str) -> None:
    (folder.root / name).mkdir()
    with pytest.raises(GilbenchError, match="holds something that is no run") as error:
        folder.exists()
    assert error.value.exit_code == 2
    assert [path.name for path in folder.root.iterdir()] == [name]


def test_a_file_is_no_folder(folder: RunFolder) -> None:
    folder.root.rmdir()
    folder.root.write_text("precious")
    with pytest.raises(GilbenchError, match="is a file, not a folder") as error:
        folder.exists()
    assert error.value.exit_code == 2
    assert folder.root.read_text() == "precious"


def test_an_empty_folder_or_none_may_be_used(folder: RunFolder) -> None:
    assert not folder.exists()
    folder.root.rmdir()
    assert not folder.exists()
    with folder.locked():  # as a run that was refused leaves it
        pass
    assert folder.root.is_dir()
    assert not folder.exists()


def test_two_do_not_write_at_a_time(folder: RunFolder) -> None:
    with folder.locked():
        with (
            pytest.raises(GilbenchError, match="another gilbench is writing to") as error,
            RunFolder(folder.root).locked(),
        ):
            pass
        assert error.value.exit_code == 2
    with RunFolder(folder.root).locked():
        pass


def test_a_killed_one_holds_no_lock(folder: RunFolder) -> None:
    program = (
        "import os, sys; from pathlib import Path; from harness.run.folder import RunFolder\n"
        "with RunFolder(Path(sys.argv[1])).locked(): os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", program, folder.root], check=False)
    assert done.returncode == -9
    with folder.locked():
        pass


WRITES: dict[str, Callable[[RunFolder], object]] = {
    "lock": lambda folder: folder.locked().__enter__(),
    "manifest": lambda folder: folder.write_manifest(manifest()),
    "journal": lambda folder: folder.append(attempt(CELL)),
    "raw": lambda folder: folder.keep_raw(CELL, 0, 0, b"{}"),
}


@pytest.mark.parametrize("write", WRITES)
def test_what_cannot_be_written_is_told(tmp_path: Path, write: str) -> None:
    (tmp_path / "file").touch()
    folder = RunFolder(tmp_path / "file" / "run")
    with pytest.raises(NotWritable, match="cannot be written: Not a directory") as error:
        WRITES[write](folder)
    assert error.value.exit_code == 5


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk that is full, where one can be had."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip(f"no small disk can be mounted: {done.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_loses_nothing_that_was_there(full: Path) -> None:
    folder = RunFolder(full / "run")
    folder.root.mkdir()
    folder.write_manifest(manifest())
    folder.append(attempt(CELL, 0))
    with (full / "ballast").open("wb", buffering=0) as ballast, pytest.raises(OSError):
        while True:
            ballast.write(os.urandom(4096))
    with pytest.raises(NotWritable, match="No space left on device"):
        folder.keep_raw(CELL, 0, 0, b"x" * 100_000)
    with pytest.raises(NotWritable, match="No space left on device"):
        for block in range(1, 10_000):
            folder.append(attempt(CELL, block))
    assert folder.files.journal_path.read_bytes().endswith(b"\n")  # no half of a line
    (full / "ballast").unlink()
    written = [one.block for one in folder.files.journal()]
    assert written == list(range(len(written)))
    folder.append(attempt(CELL, len(written)))
    assert len(folder.files.journal()) == len(written) + 1
    assert folder.files.manifest() == manifest()
    assert not any(name.endswith(".part") for name in files(folder))


def read_only(folder: Path) -> None:
    """From now on, for whoever comes by this path: files that are open stay writable."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)


def test_a_disk_that_is_read_only_from_one_moment_on(full: Path) -> None:
    folder = RunFolder(full / "run")
    with folder.locked():
        folder.write_manifest(manifest())
        folder.append(attempt(CELL, 0))
        read_only(full)
        try:
            for write in ("manifest", "journal", "raw"):
                with pytest.raises(NotWritable, match="Read-only file system"):
                    WRITES[write](folder)
            with pytest.raises(NotWritable, match="Read-only file system"):
                RunFolder(folder.root).locked().__enter__()
            with pytest.raises(NotWritable, match="takes no folder"):
                RunFolder(full / "another").exists()
        finally:
            subprocess.run(["umount", str(full)], check=True)
    assert folder.files.journal() == [attempt(CELL, 0)]
    assert folder.files.manifest() == manifest()
