from pathlib import Path

import pytest

from harness.cache import made_once, stamp, workspace
from harness.errors import NotWritable


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> bytes:
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made_once(tmp_path / "a", fail, what="it", say=print)
    assert not (tmp_path / "a").exists()
    assert made_once(tmp_path / "a", lambda folder: b"x", what="it", say=print) == b"x"
    assert stamp(tmp_path / "a") == b"x"


def test_what_a_killed_one_left_is_not_seen(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "half").touch()

    def make(folder: Path) -> bytes:
        assert not list(folder.iterdir())
        return b""

    made_once(tmp_path / "a", make, what="it", say=print)


def test_what_no_longer_works_is_made_again(tmp_path: Path) -> None:
    def make(folder: Path) -> bytes:
        (folder / "part").touch()
        return b""

    def works(ready: bytes) -> bool:
        return (tmp_path / "a" / "part").exists()

    made_once(tmp_path / "a", make, what="it", say=print, works=works)
    (tmp_path / "a" / "part").unlink()
    made_once(tmp_path / "a", make, what="it", say=print, works=works)
    assert works(b"")


def test_a_workspace_removes_what_was_left(cache: Path) -> None:
    (cache / "work" / "a.killed").mkdir(parents=True)
    (cache / "work" / "b.other").mkdir()
    with workspace("a") as folder:
        assert folder.is_dir()
        assert not (cache / "work" / "a.killed").exists()
    assert [path.name for path in (cache / "work").iterdir()] == ["b.other"]


def test_a_full_or_closed_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotWritable, match="the cache cannot be written"):
        made_once(tmp_path / "file" / "a", lambda folder: b"", what="it", say=print)

    def full(folder: Path) -> bytes:
        with Path("/dev/full").open("wb", buffering=0) as file:
            file.write(b"x")
        return b""

    with pytest.raises(NotWritable, match="No space left"):
        made_once(tmp_path / "a", full, what="it", say=print)
