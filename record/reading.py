"""Reading the files of a run, which may be damaged or hostile: one clear error, never more.

A run's folder can come from anyone. What it names is only read where it is a plain file of
a bounded size inside the folder, so that no link, `..` or device leads a reader elsewhere.
Nothing is ever unpacked.
"""

import hashlib
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from record import limits
from record.errors import UNREADABLE, RecordError, why
from record.text import short

T = TypeVar("T")

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_MARKS = {b"\xef\xbb\xbf": "UTF-8", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def contained(root: Path, name: str | Path) -> Path:
    """`name` within the folder `root`, links followed. RecordError where it leads outside."""
    shown = short(name)
    try:
        path = (root / name).resolve()
        inside = path.is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError) as error:  # a circle of links, a NUL
        raise RecordError(f"{root}: {shown!r} is no path within the run: {why(error)}") from None
    if not inside:
        raise RecordError(f"{root}: {shown!r} leads out of the run's folder")
    return path


def modified(root: Path, name: str | Path) -> int | None:
    """When a file of the run was last written, in nanoseconds; None where there is none."""
    path = contained(root, name)
    try:
        return path.stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise RecordError(f"{root / short(name)} cannot be read: {why(error)}") from None


def read(root: Path, name: str | Path, limit: int = limits.RESULTS) -> bytes:
    """The content of a file of the run. RecordError where it is none, or is not plain."""
    path, shown = contained(root, name), root / short(name)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RecordError(f"{shown} is {_kind(status.st_mode)}, not a plain file")
        if status.st_size > limit:
            raise RecordError(f"{shown} has {status.st_size} bytes; at most {limit} are read")
        return path.read_bytes()
    except (OSError, ValueError, MemoryError) as error:
        raise RecordError(f"{shown} cannot be read: {why(error)}") from None


def digest(path: Path, limit: int = limits.JOURNAL) -> bytes:
    """SHA-256 of what a plain file holds, wherever it is. RecordError where `read` reads none."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RecordError(f"{path} is {_kind(status.st_mode)}, not a plain file")
        if status.st_size > limit:
            raise RecordError(f"{path} has {status.st_size} bytes; at most {limit} are read")
        with path.open("rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").digest()
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read: {why(error)}") from None


def decoded(decode: Callable[[bytes], T], data: bytes, where: str) -> T:
    """`decode(data)` of a JSON text; RecordError, beginning with `where`, where it is none."""
    _check(data, where)
    try:
        return decode(data)
    except UNREADABLE as error:
        raise RecordError(f"{where}: {_place(why(error), data)}") from None


def _kind(mode: int) -> str:
    return _KINDS.get(stat.S_IFMT(mode), "something else")


def _place(told: str, data: bytes) -> str:
    """With what stands at the byte that an error names: `NaN` tells more than 234."""

    def shown(match: re.Match[str]) -> str:
        start = int(match[1])
        return f"(byte {start}: {short(data[start : start + 20].decode(errors='replace'))!r})"

    return re.sub(r"\(byte (\d+)\)", shown, told)


def _check(data: bytes, where: str) -> None:
    """Before decoding: what no decoder could tell as clearly, or would take the memory for."""
    if not data.strip(b"\0 \t\r\n"):
        raise RecordError(f"{where}: it is empty")
    for start, form in _PACKED.items():
        if data.startswith(start):
            raise RecordError(f"{where}: it is packed ({form}); unpack it first")
    for start, encoding in _MARKS.items():
        if data.startswith(start):
            raise RecordError(f"{where}: it begins with a mark of {encoding}; plain UTF-8 is read")
    if len(data) <= limits.ITEMS:
        return  # each value but the first follows one of the marks that are counted
    if (items := sum(map(data.count, (b",", b"[", b"{")))) > limits.ITEMS:
        raise RecordError(f"{where}: it has about {items} values; at most {limits.ITEMS} are read")
