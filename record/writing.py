"""Writing a file whole: a write beside it and a rename."""

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

REPLACED = {stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR}  # the last one says so by itself


def write_whole(path: Path, make: Callable[[Path], object]) -> None:
    """`make` writes the file that is given to it, which then takes the place of `path`.

    A rename replaces a link by the file, so that nothing elsewhere is written. Raises OSError,
    also where `path` is a device or a pipe, which root would replace.
    """
    with contextlib.suppress(FileNotFoundError):
        if stat.S_IFMT(path.lstat().st_mode) not in REPLACED:
            raise OSError(errno.EINVAL, "not a plain file", str(path))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    beside = Path(name)
    try:
        make(beside)
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
