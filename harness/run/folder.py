"""The run's folder while it is written: whole files, an fsynced journal, one writer."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import filelock
import pyperf

from harness.errors import GilbenchError, NotWritable
from record import Attempt, Cell, Manifest, RunFiles


class RunFolder:
    """Writes a run. Every failure to write is NotWritable, and the run can be resumed."""

    def __init__(self, root: Path) -> None:
        self.files = RunFiles(root)

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
            if any(path.name != ".lock" for path in self.root.iterdir()):
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
        with _writing(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.root / ".lock", blocking=False)
            try:
                lock.acquire()
            except filelock.Timeout:
                raise GilbenchError(f"another gilbench is writing to {self.root}") from None
        try:
            yield
        finally:
            lock.release()

    def write_manifest(self, manifest: Manifest) -> None:
        self._write(self.files.manifest_path, manifest.encode())

    def keep_raw(self, cell: Cell, block: int, data: bytes) -> str:
        """Store a process's file; its name relative to the run."""
        path = self.files.raw_path(cell, block)
        self._write(path, data)
        return str(path.relative_to(self.root))

    def keep_merged(self, interpreter: str, strategy: str, suite: pyperf.BenchmarkSuite) -> None:
        path = self.files.merged_path(interpreter, strategy)
        with _replacing(path) as part:
            suite.dump(part)

    def drop_merged(self, interpreter: str, strategy: str) -> None:
        """Remove what an earlier merge wrote of cells that have failed since."""
        path = self.files.merged_path(interpreter, strategy)
        with _writing(path):
            path.unlink(missing_ok=True)

    def append(self, attempt: Attempt) -> None:
        path = self.files.journal_path
        with _writing(path):
            self._mend_journal()
            with path.open("ab") as journal:
                journal.write(attempt.line())
                journal.flush()
                os.fsync(journal.fileno())

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
        with _replacing(path) as part:
            Path(part).write_bytes(data)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[str]:
    """A name to write the file under; it takes its place whole, when it is on the disk."""
    part = str(path.with_name(f".{path.name}.part"))
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            Path(part).unlink(missing_ok=True)  # of a run that was killed
            yield part
            with Path(part).open("rb") as file:
                os.fsync(file.fileno())
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritable(f"{path} cannot be written: {error.strerror}") from error
