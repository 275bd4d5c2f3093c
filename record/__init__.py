"""What the sides share: the identity of a cell, and the form of a run on disk.

Plain data and its decoders, no behaviour: `harness` writes these files, `analysis` reads
them, and neither imports the other. The measured side writes its part (`Process`) as plain
JSON, because it may import pyperf alone.
"""

from record.build import Build
from record.cell import Cell
from record.errors import RecordError
from record.files import RunFiles
from record.journal import Attempt, Status
from record.manifest import (
    MARGIN,
    SCHEMA,
    Asked,
    Contrast,
    Examination,
    Finding,
    Goal,
    Kind,
    Machine,
    Manifest,
    Plan,
    Reproduces,
    Unit,
)
from record.process import METADATA_KEY, QUANTITY_KEY, Lane, Process

__all__ = [
    "MARGIN",
    "METADATA_KEY",
    "QUANTITY_KEY",
    "SCHEMA",
    "Asked",
    "Attempt",
    "Build",
    "Cell",
    "Contrast",
    "Examination",
    "Finding",
    "Goal",
    "Kind",
    "Lane",
    "Machine",
    "Manifest",
    "Plan",
    "Process",
    "RecordError",
    "Reproduces",
    "RunFiles",
    "Status",
    "Unit",
]
