"""A set: a folder of ordinary runs, of several machines or shards, and `set.json`."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from record import limits
from record.errors import RecordError
from record.fields import File, Integer
from record.manifest import SCHEMA
from record.reading import contained, decoded, read

NAME = "set.json"


class RunSet(msgspec.Struct, frozen=True, kw_only=True):
    schema: Integer
    runs: Annotated[list[File], Meta(min_length=1, max_length=limits.RUNS)]  # folders in the set's

    def encode(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


_decode = msgspec.json.Decoder(RunSet).decode


def runs_of(root: Path) -> list[Path]:
    """The folders of a set's runs, in its order. Raises RecordError."""
    where = f"{root / NAME}: not a set of runs"
    told = decoded(_decode, read(root, NAME, limits.MANIFEST), where)
    if told.schema != SCHEMA:
        raise RecordError(f"{where}: its schema is {told.schema}; this gilbench reads {SCHEMA}")
    runs = [contained(root, name) for name in told.runs]
    for path, count in Counter(runs).items():
        if count > 1:  # its values would count twice
            raise RecordError(f"{where}: {path.name} is in it twice")
    return runs
