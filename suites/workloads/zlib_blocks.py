"""Blocks of text compressed and expanded: C code that releases the GIL for every block.

`block` says how long the GIL is gone: by 1 KiB it is some 10 µs, and getting it back counts. The
bytes are the same in all. There are 64 tasks, where that many blocks are: four of 16 MiB. Level 1,
so that these are not longer still. What comes out is another zlib's own, what comes back is not.
"""

import functools
import zlib

from suites.workload import Kind, Parameters, Size, Workload
from suites.workloads.regex_scan import log

Job = tuple[int, int, int]  # the task's number, bytes in a block, blocks


@functools.cache
def text() -> bytes:
    """16 KiB, over and over in long blocks: these are quickly done, and 16 MiB is no long task."""
    return log(0, 200).encode()[: 1 << 14]


def squeeze(job: Job) -> int:
    """Checksum of a block of its own that was compressed and expanded so often."""
    number, size, blocks = job
    begin = 251 * number
    line = text()[begin:] + text()[:begin]
    block = (line * (size // len(line) + 1))[:size]
    expanded = b""
    for _ in range(blocks):
        # By place: given by name in a subinterpreter, 3.12 frees at its end what it must not.
        expanded = zlib.decompress(zlib.compress(block, 1), 15, size)
    return zlib.crc32(expanded)


def jobs(parameters: Parameters, _: object) -> list[Job]:
    block, total = parameters["block"], parameters["mib"] << 20
    tasks = max(1, min(64, total // block))
    return [(number, block, max(1, total // tasks // block)) for number in range(tasks)]


WORKLOAD = Workload(
    name="zlib",
    about="compression, which releases the GIL, by length of block",
    kind=Kind.NATIVE,
    task=squeeze,
    batch=jobs,
    sizes={
        "small": Size({"block": 262_144, "mib": 64}, "db185e00", 0.37),
        "large": Size({"block": 262_144, "mib": 256}, "db185e00", 1.5),
    },
    sweeps={
        "block": (
            Size({"block": 1_024, "mib": 64}, "581e9443", 0.91),
            Size({"block": 2_048, "mib": 64}, "c034c7ac", 0.7),
            Size({"block": 16_384, "mib": 64}, "c765efc3", 0.47),
            Size({"block": 1_048_576, "mib": 64}, "679c4f2c", 0.41),
            Size({"block": 16_777_216, "mib": 64}, "5816505b", 0.43),
        )
    },
)
