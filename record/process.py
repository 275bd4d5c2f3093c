"""What one measuring process tells about itself: the `gilbench` key of its pyperf metadata."""

import msgspec

from record.cell import Cell
from record.errors import UNREADABLE, RecordError

METADATA_KEY = "gilbench"


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """What executed tasks, told from inside the lane."""

    pid: int
    thread: int
    interpreter: int  # 0 is a process's main interpreter
    gil_before: bool  # after the imports, before the timing
    gil_after: bool
    cpu: float  # seconds of CPU time over all batches


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """Identity, proof and CPU times of one process of one cell in one block."""

    schema: int
    cell: Cell
    block: int
    pid: int
    code: str  # version of the suites' wheel, which is the hash of its content
    lanes: list[Lane]
    batches: int  # warm-ups and values
    wall: float  # seconds inside these batches
    checksum: str  # of the last batch's results
    memory: int | None = None  # bytes, peak PSS of the process tree between batches
    control: list[float] = []  # seconds of a control loop near each value

    @property
    def cpu(self) -> float:
        """CPU seconds of all lanes over all batches."""
        return sum(lane.cpu for lane in self.lanes)

    @property
    def effective_cores(self) -> float:
        return self.cpu / self.wall if self.wall else 0.0


_decode = msgspec.json.Decoder(Process).decode


def parse_process(text: str | bytes, source: str) -> Process:
    try:
        return _decode(text)
    except UNREADABLE as error:
        raise RecordError(
            f"{source}: its `{METADATA_KEY}` metadata is unreadable: {error}"
        ) from None
