"""The run's folder while it is written: whole files, an fsynced journal, one writer."""

import contextlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

import filelock
import pyperf

from harness.errors import GilbenchError, NotWritable
from record import Attempt, Cell, Manifest, RunFiles
from record.manifest import parse_manifest
from record.reading import contained

_LOCK = ".lock"
_PART = ".part"  # what is being written: there is one writer, so what a kill left is replaced


class RunFolder:
    """Writes a run. Every failure to write is NotWritable, and the run can be resumed."""

    def __init__(self, root: Path, beside: Collection[str] = ()) -> None:
        """`beside`: what of others' may be in it before there is a run."""
        self.files = RunFiles(root)
        self._known = {_LOCK, _PART, *beside}
        self._held: int | None = None  # the folder itself, while it is locked

    @property
    def root(self) -> Path:
        return self.files.root

    def exists(self) -> bool:
        """Whether a run is there; a folder that holds something else is refused."""
        if self.files.manifest_path.exists():
            return True
        if self.root.exists():
            if not self.root.is_dir():
                raise GilbenchError(f"--out {self.root} is a file, not a folder")
            if any(path.name not in self._known for path in self.root.iterdir()):
                raise GilbenchError(
                    f"--out {self.root} holds something that is no run; name another folder"
                )
        above = next(path for path in self.root.absolute().parents if path.exists())
        if not above.is_dir() or not os.access(above, os.W_OK):
            raise NotWritable(f"{self.root} cannot be written: {above} takes no folder")
        return False

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Only one harness writes to a run."""
        with _told(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            if (self.root / _LOCK).is_symlink():  # to lock it would empty what it leads to
                raise GilbenchError(f"{self.root / _LOCK} is a link; remove it")
            lock = filelock.FileLock(self.root / _LOCK, blocking=False)
            try:
                lock.acquire()
            except filelock.Timeout:
                raise GilbenchError(f"another gilbench is writing to {self.root}") from None
            self._held = os.open(self.root, os.O_RDONLY)
        try:
            yield
        finally:
            os.close(self._held)
            self._held = None
            with contextlib.suppress(OSError):
                lock.release()

    def write_manifest(self, manifest: Manifest) -> None:
        """Raises RecordError for one that could not be read again."""
        path, data = self.files.manifest_path, manifest.encode()
        parse_manifest(data, str(path))
        self._write(path, data)

    def keep_raw(self, cell: Cell, block: int, take: int, data: bytes) -> str:
        """Store a process's file; its name relative to the run.

        What was merged without it goes first: times of files would not tell that it is old
        where the clock was set back.
        """
        self.drop_merged(cell.interpreter, cell.strategy)
        path = self.files.raw_path(cell, block, take)
        self._write(path, data)
        return str(path.relative_to(self.root))

    def keep_merged(self, interpreter: str, strategy: str, suite: pyperf.BenchmarkSuite) -> None:
        path = self.files.merged_path(interpreter, strategy)
        with self._replacing(path) as part:
            suite.dump(str(part))

    def drop_merged(self, interpreter: str, strategy: str) -> None:
        """Remove what an earlier merge wrote; it can be made again."""
        path = self.files.merged_path(interpreter, strategy)
        with self._writing(path):
            path.unlink(missing_ok=True)

    def append(self, attempt: Attempt) -> None:
        """A line at the end of the journal: on the disk whole, or not there."""
        path = self.files.journal_path
        contained(self.root, path.name)
        with self._writing(path):
            self._mend_journal()
            with path.open("ab", buffering=0) as journal:
                end = journal.seek(0, os.SEEK_END)
                try:
                    line = memoryview(attempt.line())
                    while line:
                        line = line[journal.write(line) :]
                    os.fsync(journal.fileno())
                except OSError:
                    with contextlib.suppress(OSError):
                        journal.truncate(end)
                    raise

    def _mend_journal(self) -> None:
        """Cut a line that a kill left torn, or the next one would be written behind it."""
        path = self.files.journal_path
        if not path.exists():
            return
        with path.open("rb+") as journal:
            end = journal.seek(0, os.SEEK_END)
            if end == 0:
                return
            journal.seek(end - 1)
            if journal.read(1) == b"\n":
                return
            journal.seek(0)
            journal.truncate(journal.read().rfind(b"\n") + 1)

    def _write(self, path: Path, data: bytes) -> None:
        with self._replacing(path) as part:
            part.write_bytes(data)

    @contextlib.contextmanager
    def _replacing(self, path: Path) -> Iterator[Path]:
        """A name to write the file under; it takes its place whole, when it is on the disk."""
        part = self.root / _PART
        with self._writing(path):
            try:
                part.unlink(missing_ok=True)
                yield part
                with part.open("rb") as file:
                    os.fsync(file.fileno())
                path.parent.mkdir(parents=True, exist_ok=True)
                part.replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)
                raise

    @contextlib.contextmanager
    def _writing(self, path: Path) -> Iterator[None]:
        """Around every write: what fails is NotWritable, as is a run that was taken away.

        RecordError where a link would lead it out of the folder.
        """
        contained(self.root, path.parent.relative_to(self.root))
        if self._held is not None and not self._is_there(path, self._held):
            raise NotWritable(f"{self.root} was removed or replaced while it was written")
        with _told(path):
            yield

    def _is_there(self, path: Path, held: int) -> bool:
        """Whether the run is still the folder that was locked: the rest of it alone is no run."""
        manifest = self.files.manifest_path
        try:
            same = os.path.samestat(os.fstat(held), self.root.stat())
        except OSError:
            return False
        return same and (path == manifest or manifest.exists())


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritable(f"{path} cannot be written: {error.strerror or error}") from error
