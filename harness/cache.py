"""The user's cache folder, and folders in it that are made once however many processes ask."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from harness.errors import NotWritable

Say = Callable[[str], None]

_STAMP = "made.json"
_ABANDONED = 24 * 3600.0  # seconds; the longest build takes less than an hour
_UNWRITABLE = {
    *(errno.EACCES, errno.EPERM, errno.EROFS),
    *(errno.ENOSPC, errno.EDQUOT),
    *(errno.ENOTDIR, errno.EEXIST, errno.ENOENT),  # a file where a folder is to be, or none can
}


def root() -> Path:
    return platformdirs.user_cache_path("gilbench")


def stamp(folder: Path) -> bytes | None:
    """What the folder's maker left when it was done; None where it never was."""
    try:
        return (folder / _STAMP).read_bytes()
    except OSError:
        return None


def made_once(
    folder: Path,
    make: Callable[[Path], bytes],
    *,
    what: str,
    say: Say,
    works: Callable[[bytes], bool] = lambda ready: True,
) -> bytes:
    """Have `make` fill the empty folder, unless that was done; returns what `make` returned.

    One process makes it and the others wait. The stamp comes last: a folder without one was
    left by a process that was killed, and is made again, as is one that no longer works.
    """
    ready = stamp(folder)
    if ready is not None and works(ready):
        return ready
    with writing(folder), _locked(folder, what, say):
        ready = stamp(folder)
        if ready is None or not works(ready):
            remove(folder)
            folder.mkdir(parents=True)
            try:
                ready = make(folder)
                _write_stamp(folder, ready)
            except BaseException:
                remove(folder)
                raise
    return ready


@contextmanager
def workspace(name: str) -> Iterator[Path]:
    """A folder of one's own beside the cache's others, gone afterwards.

    What a killed process left behind under this name is removed first, so the caller must
    hold the lock that `name` stands for.
    """
    parent = root() / "work"
    with writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        for left in parent.iterdir():
            if left.name.startswith(f"{name}.") or _is_abandoned(left):
                remove(left)
        folder = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=parent))
        try:
            yield folder
        finally:
            remove(folder)


def mark_used(folder: Path) -> None:
    with suppress(OSError):
        os.utime(folder / _STAMP)


def last_used(folder: Path) -> float | None:
    """Seconds since the epoch; None for what was never finished."""
    try:
        return (folder / _STAMP).stat().st_mtime
    except OSError:
        return None


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    with suppress(OSError):
        return time.time() - folder.stat().st_mtime > _ABANDONED
    return False


def _write_stamp(folder: Path, content: bytes) -> None:
    draft = folder / f"{_STAMP}.new"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _STAMP)


@contextmanager
def _locked(folder: Path, what: str, say: Say) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_name(f"{folder.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"waiting for another process that is making {what} ...")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Tells a disk that is full or may not be written as the documented error."""
    try:
        yield
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        where = error.filename or folder
        raise NotWritable(f"the cache cannot be written: {where}: {error.strerror}") from error
