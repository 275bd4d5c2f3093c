"""Writing a file whole: a write beside it and a rename."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, make: Callable[[Path], object]) -> None:
    """`make` writes the file that is given to it, which then takes the place of `path`.

    A rename replaces a link by the file, so that nothing elsewhere is written. Raises OSError.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    beside = Path(name)
    try:
        make(beside)
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
