"""What works of each package on one interpreter, as `gilbench ecosystem` found it by trying."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from record.errors import RecordError
from record.fields import Integer, Name, Number, Text, Workers
from record.reading import decoded

SCHEMA = 1
PACKAGES = 1000
MODULES = 20_000

# What is asked of every package, in this order, by the names of `Package`'s fields.
QUESTIONS = (
    *("wheel", "imports", "gil", "alone", "together"),
    *("threads", "interpreters", "processes"),
)

Distribution = Annotated[str, Meta(pattern=r"\A[a-z0-9]([a-z0-9-]{0,198}[a-z0-9])?\Z")]
Modules = Annotated[list[Text], Meta(max_length=MODULES)]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One question's answer.

    `ok`: it works. `part`: it works, but the reason says how. `failed`: it does not.
    `unasked`: nothing is known; the reason says why. `idle`: there is nothing to ask.
    """

    status: Annotated[str, Meta(pattern=r"\A(ok|part|failed|unasked|idle)\Z")]
    reason: Text = ""
    whose: Text = ""  # not the package's own doing: whose
    remedy: Text = ""  # with which it was seen to work


class Package(msgspec.Struct, frozen=True, kw_only=True):
    name: Distribution
    requirement: Text  # as it was asked for
    version: Text = ""  # that was taken; empty: none
    latest: Text = ""  # of all, for any interpreter; empty: not known
    modules: Modules = []  # whose import was tried
    wheel: Check
    imports: Check
    gil: Check
    alone: Check
    together: Check
    threads: Check
    interpreters: Check
    processes: Check

    def check(self, question: str) -> Check:
        found: Check = getattr(self, question)
        return found


class Ecosystem(msgspec.Struct, frozen=True, kw_only=True):
    """All packages on one interpreter."""

    schema: Integer = SCHEMA
    interpreter: Name
    version: Text
    free_threaded: bool
    workers: Workers  # lanes that called at once
    seconds: Annotated[float, Meta(ge=0, lt=1e9)] = 0.0  # that it took
    packages: Annotated[list[Package], Meta(max_length=PACKAGES)]

    @property
    def name(self) -> str:
        """Of its file, without a suffix."""
        return f"ecosystem-{self.interpreter}"


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What one lane did, as the probe prints it."""

    error: Text
    native: Modules
    gil: bool
    rounds: Number
    lost: Text = ""  # why its native code is not there, where it goes without


class Lanes(msgspec.Struct, frozen=True, kw_only=True):
    lanes: Annotated[list[Deed], Meta(min_length=1, max_length=4096)]


class Main(msgspec.Struct, frozen=True, kw_only=True):
    """What the import did to the main interpreter, and what the smoke call returned there."""

    error: Text
    native: Modules
    gil: tuple[bool, bool]  # before the import and after it
    warnings: Annotated[list[Text], Meta(max_length=1000)]
    standard: Modules  # of the standard library, that the import brought
    result: Text
    wrong: Text
    native_called: Modules = []  # after the smoke call
    gil_called: bool = True


class Names(msgspec.Struct, frozen=True, kw_only=True):
    modules: Modules


_decode = msgspec.json.Decoder(Ecosystem).decode
_decode_main = msgspec.json.Decoder(Main).decode
_decode_lanes = msgspec.json.Decoder(Lanes).decode
_decode_names = msgspec.json.Decoder(Names).decode


def parse_ecosystem(data: bytes, source: str | Path) -> Ecosystem:
    """RecordError where the file is damaged, or of another schema."""
    found = decoded(_decode, data, f"{source}: no facts of packages")
    if found.schema != SCHEMA:
        raise RecordError(f"{source}: its schema is {found.schema}; this gilbench reads {SCHEMA}")
    return found


def parse_main(data: bytes, source: str) -> Main:
    return decoded(_decode_main, data, f"{source}: what it printed is no answer")


def parse_lanes(data: bytes, source: str) -> list[Deed]:
    return decoded(_decode_lanes, data, f"{source}: what it printed is no answer").lanes


def parse_names(data: bytes, source: str) -> list[str]:
    return decoded(_decode_names, data, f"{source}: what it printed is no answer").modules
