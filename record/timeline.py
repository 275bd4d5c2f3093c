"""A timeline: when each lane of one strategy ran, as `suites.probes.timeline` saw it."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from record.errors import RecordError
from record.fields import Duration, Integer, Name, Number, Seconds, Text, Workers
from record.reading import decoded

SCHEMA = 1
LANES = 4096
STRIPES = 100_000  # of one lane


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """Where a lane, or a coroutine, ran."""

    pid: Integer
    thread: Integer
    interpreter: Integer
    gil: bool


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """What one lane, or one coroutine, was seen to do."""

    lane: Lane
    unit: Duration  # seconds of a unit of work, median
    # From, to (seconds of the machine's monotonic clock), and the CPU where it is told.
    stripes: Annotated[list[tuple[Seconds, Seconds, Number | None]], Meta(max_length=STRIPES)]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What the probe prints."""

    lanes: Annotated[list[Track], Meta(min_length=1, max_length=LANES)]


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The lanes of one strategy on one interpreter, or why there are none."""

    schema: Integer = SCHEMA
    interpreter: Name
    strategy: Name
    workers: Workers
    blocking: Number = 0  # milliseconds that the first coroutine blocked
    status: Annotated[str, Meta(pattern=r"\A(ok|failed|unsupported)\Z")]
    reason: Text = ""
    lanes: Annotated[list[Track], Meta(max_length=LANES)] = []

    @property
    def name(self) -> str:
        """Of its file, without a suffix."""
        blocking = "-blocking" if self.blocking else ""
        return f"timeline-{self.interpreter}-{self.strategy}{blocking}"


_decode = msgspec.json.Decoder(Timeline).decode
_decode_seen = msgspec.json.Decoder(Seen).decode


def parse_seen(data: bytes, source: str) -> list[Track]:
    """The tracks that a probe printed; RecordError where it printed something else."""
    tracks = decoded(_decode_seen, data, f"{source}: what it printed is no timeline").lanes
    return [_checked(track, source) for track in tracks]


def parse_timeline(data: bytes, source: str | Path) -> Timeline:
    """RecordError where the file is damaged, or of another schema."""
    timeline = decoded(_decode, data, f"{source}: no timeline")
    if timeline.schema != SCHEMA:
        raise RecordError(
            f"{source}: a timeline's schema is {timeline.schema}; this gilbench reads {SCHEMA}"
        )
    for track in timeline.lanes:
        _checked(track, str(source))
    return timeline


def _checked(track: Track, source: str) -> Track:
    """Its stripes, if they are one after the other: what is computed from them takes that."""
    moment = 0.0
    for start, end, _ in track.stripes:
        if not moment <= start <= end:
            raise RecordError(f"{source}: stripes of a lane are not one after the other")
        moment = end
    return track
