"""Where the files of a run are."""

from collections.abc import Iterable
from pathlib import Path

from record import limits
from record.cell import Cell
from record.counting import counted
from record.errors import RecordError
from record.journal import Attempt, parse_journal
from record.manifest import Manifest, parse_manifest
from record.reading import modified, read
from record.text import short


class RunFiles:
    """Paths of one run's folder, and typed readers of its small files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest_path = root / "manifest.json"
        self.journal_path = root / "journal.jsonl"
        self.raw = root / "raw"
        self.probes = root / "probes"
        self.report = root / "report"

    def raw_path(self, cell: Cell, block: int, take: int = 0) -> Path:
        again = f".take={take}" if take else ""
        return self.raw / cell.group / str(block) / f"{cell.name}{again}.json"

    def merged_path(self, interpreter: str, strategy: str) -> Path:
        return self.root / interpreter / f"{strategy}.json"

    def manifest(self) -> Manifest:
        """Raises RecordError where the folder holds no run or its manifest is damaged."""
        if modified(self.root, self.manifest_path.name) is None:
            raise RecordError(f"{self.root} holds no run: {self.manifest_path.name} is missing")
        data = read(self.root, self.manifest_path.name, limits.MANIFEST)
        return parse_manifest(data, str(self.manifest_path))

    def journal(self) -> list[Attempt]:
        """All attempts, oldest first; empty where nothing was measured yet."""
        if modified(self.root, self.journal_path.name) is None:
            return []
        data = read(self.root, self.journal_path.name, limits.JOURNAL)
        return parse_journal(data, str(self.journal_path))

    def attempts(self, cells: Iterable[Cell]) -> list[Attempt]:
        """The journal of a plan of these cells. RecordError where it names another."""
        known, journal = {cell.key for cell in cells}, self.journal()
        for attempt in journal:
            if attempt.cell not in known:
                raise RecordError(
                    f"{self.journal_path}: {short(attempt.cell)!r} is no cell of the run's plan"
                )
        return journal

    def counted(self) -> dict[tuple[str, int], Attempt]:
        """The attempt that counts for each (Cell.key, block)."""
        cells = self.manifest().plan.cells
        return counted(cells, self.attempts(cells))
