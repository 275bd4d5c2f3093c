"""A typed decoder of pyperf's JSON: per process, what it told of itself and its values.

pyperf's own loader validates every run again and is far slower; it is the tests' oracle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec

from record.cell import Cell
from record.errors import RecordError
from record.fields import Positive, Quantity
from record.manifest import Unit
from record.process import METADATA_KEY, QUANTITY_KEY, Process, parse_process
from record.reading import decoded


class _Metadata(msgspec.Struct, frozen=True):
    gilbench: str | None = msgspec.field(default=None, name=METADATA_KEY)
    quantity: Quantity | None = msgspec.field(default=None, name=QUANTITY_KEY)
    unit: Unit | None = None


class _Run(msgspec.Struct, frozen=True):
    metadata: _Metadata = _Metadata()
    values: Annotated[list[Positive], msgspec.Meta(min_length=1)] | None = None


class _Benchmark(msgspec.Struct, frozen=True):
    runs: list[_Run]
    metadata: _Metadata = _Metadata()


class _Suite(msgspec.Struct, frozen=True):
    benchmarks: list[_Benchmark]
    metadata: _Metadata = _Metadata()


_decode = msgspec.json.Decoder(_Suite).decode


@dataclass(frozen=True, slots=True)
class Measured:
    """One quantity of one process: what the process told of itself, and the values."""

    process: Process
    quantity: str  # empty: the time of a batch
    unit: Unit  # never a rate: pyperf has none
    values: tuple[float, ...]

    @property
    def cell(self) -> Cell:
        """The process's cell as the place of this quantity."""
        return self.process.cell.of(self.quantity)


def processes(data: bytes, source: Path | str) -> Iterator[Measured]:
    """What the processes of a pyperf file measured, calibrations left out. Raises RecordError.

    pyperf moves what all runs have in common to their benchmark, and what all benchmarks
    have in common to the file: the innermost that is there counts.
    """
    suite = decoded(_decode, data, f"{source}: not a pyperf file")
    for benchmark in suite.benchmarks:
        for run in benchmark.runs:
            if run.values is None:
                continue
            levels = (run.metadata, benchmark.metadata, suite.metadata)
            text = next((level.gilbench for level in levels if level.gilbench is not None), None)
            if text is None:
                raise RecordError(f"{source}: a run has no `{METADATA_KEY}` metadata")
            yield Measured(
                process=parse_process(text, str(source)),
                quantity=next((one.quantity for one in levels if one.quantity is not None), ""),
                unit=next((level.unit for level in levels if level.unit is not None), "second"),
                values=tuple(run.values),
            )
