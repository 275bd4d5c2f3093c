"""Where the files of a run are."""

from pathlib import Path

from record.cell import Cell
from record.errors import RecordError
from record.journal import Attempt, parse_journal
from record.manifest import Manifest, parse_manifest


class RunFiles:
    """Paths of one run's folder, and typed readers of its small files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest_path = root / "manifest.json"
        self.journal_path = root / "journal.jsonl"
        self.raw = root / "raw"
        self.probes = root / "probes"
        self.report = root / "report"

    def raw_path(self, cell: Cell, block: int) -> Path:
        return self.raw / cell.group / str(block) / f"{cell.name}.json"

    def merged_path(self, interpreter: str, strategy: str) -> Path:
        return self.root / interpreter / f"{strategy}.json"

    def manifest(self) -> Manifest:
        """Raises RecordError where the folder holds no run or its manifest is damaged."""
        return parse_manifest(self._read(self.manifest_path), str(self.manifest_path))

    def journal(self) -> list[Attempt]:
        """All attempts, oldest first; empty where nothing was measured yet."""
        if not self.journal_path.exists():
            return []
        return parse_journal(self._read(self.journal_path), str(self.journal_path))

    def latest(self) -> dict[tuple[str, int], Attempt]:
        """The attempt that counts for each (Cell.key, block)."""
        return {(attempt.cell, attempt.block): attempt for attempt in self.journal()}

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise RecordError(f"{self.root} holds no run: {path.name} is missing") from None
        except OSError as error:
            raise RecordError(f"{path} cannot be read: {error.strerror}") from None
