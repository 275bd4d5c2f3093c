"""What `gilbench advise` learnt of a function before it measured it: RUN/advice.json."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from record.errors import RecordError
from record.fields import Amount, Bytes, Count, File, Name, Number, Seconds, Text, Workers
from record.reading import decoded

SCHEMA = 1
FILE = "advice.json"
TRIALS = "trials"  # the folder of the run that chose who is measured at length
SEEN = 100  # files, addresses or commands that are told of

Seen = Annotated[list[Text], Meta(max_length=SEEN)]


class Calls(msgspec.Struct, frozen=True, kw_only=True):
    """One pass over some of the inputs, one after the other, in the main thread."""

    count: Count
    wall: Seconds  # of all of them
    cpu: Seconds  # of the whole process and its children
    shortest: Seconds  # these three less what other processes had the CPUs for
    median: Seconds
    longest: Seconds
    raised: Number = 0  # calls that ended in an exception or in sys.exit
    error: Text = ""  # of the first of these: "ValueError: ..."
    same: bool = True  # whether a second call with the same inputs gave the same results
    remembers: bool = False  # whether such a call was many times faster


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """How large things are when they are pickled, on average; or why they cannot be."""

    size: Bytes = 0
    error: Text = ""


class Deeds(msgspec.Struct, frozen=True, kw_only=True):
    """What the calls did besides returning something, as audit events tell."""

    written: Seen = []  # files
    connected: Seen = []  # addresses
    started: Seen = []  # programs
    printed: Bytes = 0


class Gil(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the GIL was on: at first, after the import, after the calls; and whose doing."""

    first: bool
    imported: bool
    called: bool
    culprits: Seen = []  # modules that switched it on again


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One interpreter's. With an `error` there is nothing else."""

    error: Text = ""  # why it cannot be measured there: what is not installed, what crashed
    asynchronous: bool = False
    total: Number = 0  # inputs in all
    imports: Seconds = 0.0  # what importing the function took
    calls: Calls | None = None
    argument: Size = Size()
    result: Size = Size()
    function: Text = ""  # why the function itself cannot be sent to a process; empty: it can
    deeds: Deeds = Deeds()
    gil: Gil | None = None
    together: Amount | None = None  # CPUs that two threads kept busy with calls; None: not asked
    subinterpreter: Text | None = None  # why it does not load in one; "": it does; None: not asked
    notes: Seen = []  # what else was seen: a sentence each, without a full stop
    digest: Text = ""  # of the results of the inputs that are measured


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """What was not measured: a strategy on an interpreter, or everything on it."""

    interpreter: Name
    strategy: Name | None = None  # None: all
    reason: Text


class Advised(msgspec.Struct, frozen=True, kw_only=True):
    schema: Number = SCHEMA
    target: Text  # as it was given: resize.py:process
    module: Text
    function: Text  # its name there
    inputs: Text  # as they were given: photos/*.jpg
    unpack: bool = False  # each input is a list or an object of arguments
    total: Number = 0  # inputs in all
    tasks: Number = 0  # of these, in one measured batch
    chunk: Count = 1  # inputs that are handed out at a time
    budget: Seconds
    seconds: Seconds = 0.0  # from the first profile to the last measurement
    requirements: Annotated[list[Text], Meta(max_length=1000)] = []
    profiles: dict[Name, Profile]
    left_out: Annotated[list[LeftOut], Meta(max_length=10_000)] = []
    workers: Workers = 1  # cores that may be used
    trials: File = ""  # the folder of the trials, within the run's; empty: there were none
    stopped: Text = ""  # why nothing was measured at all

    def encode(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


_decode = msgspec.json.Decoder(Advised).decode
_decode_profile = msgspec.json.Decoder(Profile).decode


def parse_advised(data: bytes, source: str | Path) -> Advised:
    """Raises RecordError."""
    found = decoded(_decode, data, f"{source}: not what gilbench advise writes")
    if found.schema != SCHEMA:
        raise RecordError(f"{source}: its schema is {found.schema}; this gilbench reads {SCHEMA}")
    return found


def parse_profile(data: bytes, source: str) -> Profile:
    """Raises RecordError."""
    return decoded(_decode_profile, data, f"{source}: not a profile")
