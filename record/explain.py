"""What the lanes of one strategy are and share, as `suites.probes.explain` found by trying."""

from itertools import combinations
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from record.errors import RecordError
from record.fields import Count, Integer, Name, Number, Text, Workers
from record.reading import decoded

SCHEMA = 1
LANES = 256
PROCESSES = 4096
THREADS = 4096  # of one process

Called = Annotated[str, Meta(max_length=1000)]  # of a thread, a task, a class, a command
Nanoseconds = Annotated[int, Meta(ge=0, le=10**18)]
Counted = Annotated[int, Meta(ge=0, le=10**12)]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as an interpreter knows it."""

    thread: Integer  # the system's number
    interpreter: Integer
    name: Called
    kind: Called  # its class


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """What a lane, or a coroutine, says of itself; addresses are of objects in its memory."""

    pid: Integer
    ppid: Integer
    thread: Integer
    interpreter: Integer
    gil: bool
    loop: Called | None  # the class of the event loop that runs it
    loop_at: Integer | None
    task: Called | None
    modules_at: Integer
    none_at: Integer
    int_at: Integer
    list_at: Integer  # that of a module's global, to which `had_global` refers
    had_global: bool  # that the main process had set before there were lanes
    had_environ: bool
    had_descriptor: bool
    pipes: Number  # that are open in the main process, too
    known: Annotated[list[Known], Meta(max_length=THREADS)]

    @property
    def home(self) -> tuple[int, int]:
        """The process and the interpreter: lanes of one home have one memory."""
        return self.pid, self.interpreter


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as the system shows it."""

    thread: Integer
    called: Called


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """A process as the system shows it."""

    pid: Integer
    ppid: Integer
    program: Called
    command: Called
    threads: Annotated[list[Thread], Meta(max_length=THREADS)]


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """What was started."""

    executable: Called
    arguments: Called
    implementation: Called
    version: Called
    free_threaded: bool
    cores: Count
    switch_interval: Annotated[float, Meta(gt=0, le=1e6)]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """Who pickled what a lane received."""

    pid: Integer
    thread: Called
    by: Called


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A list of one item that was sent to a lane, once it had appended."""

    length: Counted
    route: Route | None


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The same list, of the sender."""

    appends: Count  # of each lane
    length: Counted
    received: Annotated[list[Received], Meta(min_length=1, max_length=LANES)]


class Saw(msgspec.Struct, frozen=True, kw_only=True):
    """Which of one lane's changes are seen from here."""

    module: bool  # a module's global
    imported: bool  # a module
    environ: bool  # os.environ
    folder: bool  # the working directory
    descriptor: bool  # a file's number


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What the first lane changed, as all see it."""

    lanes: Annotated[list[Saw], Meta(min_length=1, max_length=LANES)]
    main: Saw
    child: bool  # a process that the main one started then has the environment variable


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two lanes, coroutines or tasks that worked at the same time."""

    first: Number
    second: Number
    units: Counted  # of both, while both were at work
    nanoseconds: Nanoseconds  # that both were at work
    at_once: Counted  # times that they were seen at the same moment


class Moments(msgspec.Struct, frozen=True, kw_only=True):
    """Whether they ran at the same moment."""

    tries: Count
    pairs: Annotated[list[Pair], Meta(max_length=LANES * LANES)]
    hand_overs: Counted  # times that another than before ended a unit
    stretches: Counted  # between awaits, or from a task's beginning to its end
    interrupted: Counted  # of them, those that were not over when the next began
    possible: bool | None  # whether this machine showed any two at the same moment; None: not tried


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What the probe prints."""

    program: Program
    main: Lane
    lanes: Annotated[list[Lane], Meta(min_length=1, max_length=LANES)]
    processes: Annotated[list[Process], Meta(max_length=PROCESSES)] | None  # None: it cannot tell
    sent: Sent
    changed: Changed
    moments: Moments


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """One strategy on one interpreter: what was seen, or why nothing was."""

    schema: Integer = SCHEMA
    interpreter: Name
    strategy: Name
    workers: Workers
    status: Annotated[str, Meta(pattern=r"\A(ok|failed|unsupported)\Z")]
    reason: Text = ""
    seen: Seen | None = None

    @property
    def name(self) -> str:
        """Of its files, without a suffix."""
        return f"explain-{self.interpreter}-{self.strategy}"


_decode = msgspec.json.Decoder(Explained).decode
_decode_seen = msgspec.json.Decoder(Seen).decode


def parse_seen(data: bytes, source: str) -> Seen:
    """What a probe printed; RecordError where it printed something else."""
    return _checked(
        decoded(_decode_seen, data, f"{source}: what it printed explains nothing"), source
    )


def parse_explained(data: bytes, source: str | Path) -> Explained:
    """RecordError where the file is damaged, or of another schema."""
    explained = decoded(_decode, data, f"{source}: it explains nothing")
    if explained.schema != SCHEMA:
        raise RecordError(
            f"{source}: its schema is {explained.schema}; this gilbench reads {SCHEMA}"
        )
    if (explained.status == "ok") != (explained.seen is not None):
        raise RecordError(f"{source}: its status is {explained.status}, and what was seen says not")
    if explained.seen:
        _checked(explained.seen, str(source))
    return explained


def _checked(seen: Seen, source: str) -> Seen:
    """With an answer of every lane to every question, and every pair once."""
    lanes = len(seen.lanes)
    if not lanes == len(seen.sent.received) == len(seen.changed.lanes):
        raise RecordError(f"{source}: not every lane answered every question")
    if len({(*lane.home, lane.thread, lane.task) for lane in seen.lanes}) < lanes:
        raise RecordError(f"{source}: a lane is there twice")
    pairs = [(pair.first, pair.second) for pair in seen.moments.pairs]
    doers = max((second for _, second in pairs), default=0) + 1
    if doers > LANES or pairs != list(combinations(range(doers), 2)):
        raise RecordError(f"{source}: not every pair of lanes is there once")
    if doers != lanes and lanes > 1:
        raise RecordError(f"{source}: its pairs are not those of its lanes")
    return seen
