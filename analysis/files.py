"""Reading the files of a run, which may be damaged or hostile: one clear error, never more.

A run's folder can come from anyone. What it names is only read where it is a plain file
inside the folder, so that no link, `..` or device file leads a reader elsewhere.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from record import RecordError, RunFiles

LIMIT = 2**29  # bytes: a thousand times what a real run's largest file has

T = TypeVar("T")


def contained(root: Path, name: str | Path) -> Path:
    """`name` within the folder `root`, links followed. RecordError where it leads outside."""
    shown = _one_line(name)
    try:
        path = (root / name).resolve()
        inside = path.is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError) as error:
        raise RecordError(f"{root}: {shown!r} is no path within the run: {_why(error)}") from None
    if not inside:
        raise RecordError(f"{root}: {shown!r} leads out of the run's folder")
    return path


def modified(root: Path, name: str | Path) -> int | None:
    """When a file of the run was last written, in nanoseconds; None where there is none."""
    path = contained(root, name)
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read: {_why(error)}") from None


def read(root: Path, name: str | Path) -> bytes:
    """The content of a file of the run. RecordError where it is none, or is not plain."""
    path = contained(root, name)
    try:
        if path.exists() and not path.is_file():
            raise RecordError(f"{path} is not a plain file")
        if (size := path.stat().st_size) > LIMIT:
            raise RecordError(f"{path} has {size} bytes; more than {LIMIT} are not read")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read: {_why(error)}") from None


def decoded(parse: Callable[[bytes], T], data: bytes, source: Path | str) -> T:
    """`parse(data)`, with every way in which JSON can be damaged told as a RecordError."""
    try:
        return parse(data)
    except RecursionError:
        raise RecordError(f"{source}: nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, OverflowError) as error:
        raise RecordError(f"{source}: {_why(error)}") from None


def checked(files: RunFiles) -> RunFiles:
    """The same files, once manifest and journal are known to be plain files of the folder."""
    if not files.manifest_path.exists():
        raise RecordError(f"{files.root} holds no run: manifest.json is missing")
    for path in (files.manifest_path, files.journal_path):
        if path.exists() or path.is_symlink():
            contained(files.root, path.name)
            if not path.is_file() or path.stat().st_size > LIMIT:
                raise RecordError(f"{path} is not a plain file of a readable size")
    return files


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


def _why(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or _one_line(error)
