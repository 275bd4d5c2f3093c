"""Hashing and compressing: native code that lets the GIL go for large buffers alone."""

import hashlib
import random
import zlib
from collections.abc import Iterator

TEXT = b" ".join(str(number * 7919 % 10_007).encode() for number in range(60_000))


def hash_large(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def buffers() -> Iterator[bytes]:
    """80 of 2 MB, which is what a call is handed."""
    for seed in range(80):
        yield random.Random(seed).randbytes(2_000_000)


def hash_small(seed: int) -> str:
    return hashlib.sha256(b"%d" % seed * 30).hexdigest()


def compress_large(seed: int) -> int:
    return len(zlib.compress(TEXT[seed:], 6))


def compress_small(seed: int) -> int:
    return len(zlib.compress(TEXT[seed : seed + 1_000], 6))
