"""CPython's source as a tarball or a folder: what version it is, and a private copy of it.

Tarballs come from the user and may be anything, so none is trusted: they are decompressed
to a bounded size, and every member is checked before the first one is written.
"""

import bz2
import errno
import gzip
import hashlib
import lzma
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path, PurePosixPath
from typing import IO

from harness.errors import GilbenchError, NotWritable
from harness.interpreters.facts import OLDEST

LARGEST = 1 << 30  # bytes; 3.13's is 130 MB, and its tarball 23 MB
_MOST_MEMBERS = 100_000

# Debian 12's own Python, 3.11.2, has no extraction filters.
_HAS_FILTERS = hasattr(tarfile, "data_filter")
_PATCHLEVEL = "Include/patchlevel.h"
_VERSION = re.compile(r'^#define\s+PY_VERSION\s+"((3\.\d+)\.\d+[0-9A-Za-z+]*)"', re.MULTILINE)
_MADE = ("__pycache__", "*.py[co]", "*.o", "*.a", "*.so", ".git", ".hg")
_PACKED: dict[bytes, Callable[[Path], BufferedIOBase]] = {
    b"\xfd7zXZ": lzma.LZMAFile,
    b"\x1f\x8b": gzip.GzipFile,
    b"BZh": bz2.BZ2File,
}
_DAMAGED = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Source:
    version: str  # exact: "3.13.15"
    path: Path
    digest: str  # SHA-256 of the tarball, or of the folder's files
    origin: str  # the provider of what is built from it

    @property
    def minor(self) -> str:
        return ".".join(self.version.split(".")[:2])


def examine(path: Path, origin: str) -> Source:
    """Raises GilbenchError for what is no CPython's source, or no safe tarball."""
    if path.is_dir():
        patchlevel = path / _PATCHLEVEL
        if not patchlevel.is_file() or not (path / "configure").is_file():
            raise GilbenchError(f"{path} holds no CPython source: no {_PATCHLEVEL} or configure")
        version = _version(patchlevel.read_text("utf-8", "replace"), path)
        return Source(version, path.resolve(), _digest_of_folder(path), origin)
    if not path.is_file():
        raise GilbenchError(f"{path}: no such tarball or folder")
    with _opened(path) as archive:
        top = _top(archive, path)
        header = archive.extractfile(f"{top}/{_PATCHLEVEL}")
        if header is None:
            raise GilbenchError(f"{path}: {_PATCHLEVEL} is not a file")
        version = _version(header.read().decode("utf-8", "replace"), path)
    return Source(version, path.resolve(), digest_of(path), origin)


def digest_of(tarball: Path) -> str:
    with tarball.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(source: Source, into: Path) -> Path:
    """A tree of one's own to build in, without what an earlier build left in a folder."""
    if source.path.is_dir():
        tree = into / "source"
        shutil.copytree(
            source.path, tree, symlinks=True, ignore=shutil.ignore_patterns(*_MADE, "config.status")
        )
        return tree
    with _opened(source.path) as archive:
        top = _top(archive, source.path)
        if _HAS_FILTERS:
            archive.extractall(into, filter="data")
        else:
            archive.extractall(into)
    return into / top


def _top(archive: tarfile.TarFile, path: Path) -> str:
    """The tarball's one folder, after a check of every member."""
    names: set[str] = set()
    size = 0
    for count, member in enumerate(archive, start=1):
        reason = _danger(member)
        if reason:
            raise GilbenchError(f"{path} is not a safe tarball: {reason}")
        size += member.size  # a sparse file may claim more than the tarball holds
        if count > _MOST_MEMBERS or size > LARGEST:
            raise _too_large(path)
        names.add(str(PurePosixPath(member.name)))
    tops = {name.split("/")[0] for name in names} - {"."}
    top = tops.pop() if len(tops) == 1 else ""
    if not {f"{top}/{_PATCHLEVEL}", f"{top}/configure"} <= names:
        raise GilbenchError(
            f"{path} is not a CPython tarball: no one folder with configure and {_PATCHLEVEL}"
        )
    return top


def _danger(member: tarfile.TarInfo) -> str:
    """Why a member must not be written; empty where it may be."""
    if _HAS_FILTERS:
        try:
            tarfile.data_filter(member, "/nowhere/at/all")
        except tarfile.FilterError as error:
            return str(error)
        return ""
    # CPython's tarballs hold plain files and folders, so no link has to be understood here.
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or not (member.isfile() or member.isdir()):
        return f"{member.name!r} is no plain file or folder inside"
    member.uid, member.gid, member.uname, member.gname = os.getuid(), os.getgid(), "", ""
    member.mode &= 0o755
    return ""


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    """The tarball, decompressed to a temporary file so that no header can outgrow memory."""
    try:
        with tempfile.TemporaryFile() as plain:
            _decompress(path, plain)
            plain.seek(0)
            with tarfile.open(fileobj=plain, mode="r:") as archive:
                yield archive
    except _DAMAGED as error:
        if isinstance(error, OSError) and error.errno:
            kind = NotWritable if error.errno == errno.ENOSPC else GilbenchError
            raise kind(f"{path} cannot be unpacked: {error.strerror}") from None
        raise GilbenchError(f"{path} is not a whole tarball: {error}") from None


def _decompress(path: Path, into: IO[bytes]) -> None:
    with path.open("rb") as file:
        magic = file.read(6)
    kinds = [kind for mark, kind in _PACKED.items() if magic.startswith(mark)]
    size = 0
    with kinds[0](path) if kinds else path.open("rb") as packed:
        while piece := packed.read(1 << 20):
            size += len(piece)
            if size > LARGEST:
                raise _too_large(path)
            into.write(piece)


def _too_large(path: Path) -> GilbenchError:
    return GilbenchError(
        f"{path} is not a CPython tarball: it unpacks to more than {LARGEST >> 20} MiB "
        f"or {_MOST_MEMBERS} files"
    )


def _version(header: str, path: Path) -> str:
    match = _VERSION.search(header)
    if not match:
        raise GilbenchError(f"{path} is not a CPython's source: {_PATCHLEVEL} names no version")
    if tuple(map(int, match[2].split("."))) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise GilbenchError(f"{path} is CPython {match[1]}; the oldest that works is {oldest}")
    return match[1]


def _digest_of_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(PurePosixPath(part).match(made) for part in relative.parts for made in _MADE):
            continue
        if path.is_file():
            digest.update(f"{relative}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            digest.update(path.read_bytes())
    return digest.hexdigest()
