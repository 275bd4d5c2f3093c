"""SHA-256 of large blocks: C code that releases the GIL (above 2047 bytes) while it works."""

import hashlib

from suites.workload import Kind, Size, Workload


def hash_block(job: tuple[int, int, int]) -> str:
    """Digest of a block of `size` bytes, hashed `rounds` times."""
    seed, size, rounds = job
    block = bytes([seed]) * size
    running = hashlib.sha256()
    for _ in range(rounds):
        running.update(block)
    return running.hexdigest()


WORKLOAD = Workload(
    name="hashlib",
    about="C code that releases the GIL",
    kind=Kind.NATIVE,
    task=hash_block,
    batch=lambda parameters, _: [
        (seed, parameters["block"], parameters["rounds"]) for seed in range(64)
    ],
    sizes={
        "small": Size({"block": 262_144, "rounds": 32}, "900afa97", 0.3),
        "large": Size({"block": 262_144, "rounds": 128}, "2cb80357", 1.18),
    },
)
