"""Much to send: results of 30 MB, arguments of 10 MB."""

from collections.abc import Iterator

SIZE = 30_000_000


def huge_result(seed: int) -> bytes:
    return bytes([seed % 256, 1, 2]) * (SIZE // 3)


def huge_argument(data: bytes) -> int:
    """About 10 ms of pure Python over a part of what it is handed."""
    total = 0
    for value in data[:200_000]:
        total += value & 3
    return total


def blobs() -> Iterator[bytes]:
    for seed in range(40):
        yield bytes([seed, 1, 2, 3]) * 2_500_000
