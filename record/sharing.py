"""What lanes get when they are sent objects, as `suites.probes.sharing` found by trying."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from record.errors import RecordError
from record.fields import Integer, Name, Text
from record.reading import decoded

SCHEMA = 1
ENTRIES = 10_000
PARTS = 20

Parts = Annotated[list[Name], Meta(max_length=PARTS)]
ROUTES = ("argument", "start", "result")  # by which an object is sent; the first is the usual one
Route = Annotated[str, Meta(pattern=rf"\A({'|'.join(ROUTES)})\Z")]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What the probe prints."""

    got: Annotated[str, Meta(pattern=r"\A(same object|shared memory|copy|error)\Z")]
    how: Annotated[str, Meta(pattern=r"\A(|by name|by code)\Z")] = ""  # of a copy
    lost: Parts = []  # parts that do not arrive with it
    system: Parts = []  # parts that both sides share, because they are the operating system's
    error: Text = ""  # its type and text, as the strategy raises it
    cause: Text = ""  # of the error that it comes from, where that is another
    by: Annotated[str, Meta(max_length=40)] = ""  # how the strategy's lanes are sent arguments
    native: bool | None = None  # the interpreter says that its own API takes it without pickle


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one kind of object on one route; why nothing did, or no good end."""

    kind: Name
    strategy: Name
    route: Route
    status: Annotated[str, Meta(pattern=r"\A(ok|failed|unsupported)\Z")]
    reason: Text = ""
    found: Found | None = None  # of a failed one: before it crashed


class Sharing(msgspec.Struct, frozen=True, kw_only=True):
    """The table of one interpreter."""

    schema: Integer = SCHEMA
    interpreter: Name
    entries: Annotated[list[Entry], Meta(max_length=ENTRIES)]

    @property
    def name(self) -> str:
        """Of its file, without a suffix."""
        return f"sharing-{self.interpreter}"


_decode = msgspec.json.Decoder(Sharing).decode
_decode_found = msgspec.json.Decoder(Found).decode


def parse_found(data: bytes, source: str) -> Found:
    """What a probe printed; RecordError where it printed something else."""
    return decoded(_decode_found, data, f"{source}: what it printed is no finding")


def parse_sharing(data: bytes, source: str | Path) -> Sharing:
    """RecordError where the file is damaged, or of another schema."""
    sharing = decoded(_decode, data, f"{source}: no table of sharing")
    if sharing.schema != SCHEMA:
        raise RecordError(f"{source}: its schema is {sharing.schema}; this gilbench reads {SCHEMA}")
    places = [(one.kind, one.strategy, one.route) for one in sharing.entries]
    if len(set(places)) < len(places):
        raise RecordError(f"{source}: it has two entries for one place of the table")
    if any(one.status == "ok" and one.found is None for one in sharing.entries):
        raise RecordError(f"{source}: an entry that is ok has nothing that was found")
    return sharing
