"""Words of seeded text, counted in pieces and merged: data goes out, dictionaries come back."""

import random

from suites.workload import Kind, Parameters, Size, Workload

Counts = dict[str, int]


def count_words(text: str) -> Counts:
    counts: Counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def merge(parts: list[Counts]) -> list[tuple[str, int]]:
    """All counts, commonest word first: done by the main thread, inside the timing."""
    total: Counts = {}
    for part in parts:
        for word, count in part.items():
            total[word] = total.get(word, 0) + count
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def texts(parameters: Parameters, _: object) -> list[str]:
    """64 texts (8 different ones) of a language in which word i of 2,000 is as common as 1/i."""
    source = random.Random(parameters["words"])
    language = ["".join(source.choices("abcdefghijklmnop", k=6)) for _ in range(2000)]
    often = [1 / rank for rank in range(1, 2001)]
    return 8 * [
        " ".join(source.choices(language, weights=often, k=parameters["words"] // 64))
        for _ in range(8)
    ]


WORKLOAD = Workload(
    name="wordcount",
    about="text sent out, dictionaries merged",
    kind=Kind.CPU,
    task=count_words,
    batch=texts,
    merge=merge,
    ranges={"words": range(64, 10**9 + 1, 64)},
    sizes={
        "small": Size({"words": 2_000_000}, "8bea6a4f", 0.24),
        "large": Size({"words": 8_000_000}, "f2a7180b", 0.94),
    },
)
