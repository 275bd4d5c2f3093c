"""SHA-256 of blocks: C code that releases the GIL while it works, if there is enough of it.

`hashlib` keeps the GIL for an `update` of less than 2,048 bytes, as giving it up and getting it
back would take longer. `block` crosses that. The bytes are the same in all: 64 tasks of 8 MiB (of
the small size), 16 of two blocks where a block has 16 MiB.
"""

import hashlib

from suites.workload import Kind, Parameters, Size, Workload

Job = tuple[int, int, int]  # a byte, bytes in a block, rounds


def hash_block(job: Job) -> str:
    """Digest of a block of `size` bytes, hashed `rounds` times."""
    seed, size, rounds = job
    block = bytes([seed]) * size
    running = hashlib.sha256()
    for _ in range(rounds):
        running.update(block)
    return running.hexdigest()


def jobs(parameters: Parameters, _: object) -> list[Job]:
    block, total = parameters["block"], parameters["mib"] << 20
    tasks = max(1, min(64, total // block // 2))  # two rounds: a block has to be made, too
    return [(seed, block, max(1, total // tasks // block)) for seed in range(tasks)]


WORKLOAD = Workload(
    name="hashlib",
    about="hashing, which releases the GIL, by length of block",
    kind=Kind.NATIVE,
    task=hash_block,
    batch=jobs,
    sizes={
        "small": Size({"block": 262_144, "mib": 512}, "900afa97", 0.3),
        "large": Size({"block": 262_144, "mib": 2_048}, "2cb80357", 1.2),
    },
    sweeps={
        "block": (
            Size({"block": 1_024, "mib": 512}, "900afa97", 0.31),
            Size({"block": 2_047, "mib": 512}, "bc68cb1b", 0.31),
            Size({"block": 2_048, "mib": 512}, "900afa97", 0.32),
            Size({"block": 16_384, "mib": 512}, "900afa97", 0.3),
            Size({"block": 1_048_576, "mib": 512}, "900afa97", 0.3),
            Size({"block": 16_777_216, "mib": 512}, "b8fdad5c", 0.31),
        )
    },
)
