"""JSON read and written again: C code that makes Python objects, and keeps the GIL all the while.

Each task gets a document of its own as text and makes it into objects and back, again and again.
"""

import json
import random
import zlib
from typing import Any

from suites.workload import Kind, Parameters, Size, Workload


def document(source: random.Random) -> dict[str, Any]:
    """What a service answers with: 24 records, some 8 KiB as text."""
    return {
        "page": source.randrange(1000),
        "next": None,
        "records": [
            {
                "id": source.randrange(1 << 40),
                "name": "".join(source.choices("abcdefghijklmnop éλ", k=24)),
                "price": source.randrange(1_000_000) / 128,
                "active": source.random() < 0.5,
                "tags": source.choices(("new", "old", "cheap", "dear", "rare"), k=3),
                "place": {
                    "city": f"city {source.randrange(99)}",
                    "at": [source.random() for _ in "xy"],
                },
                "history": [source.randrange(100_000) for _ in range(12)],
            }
            for _ in range(24)
        ],
    }


def documents(parameters: Parameters, _: object) -> list[tuple[str, int]]:
    source = random.Random(24)
    return [(json.dumps(document(source)), parameters["rounds"]) for _ in range(64)]


def there_and_back(job: tuple[str, int]) -> tuple[int, int]:
    """Length and checksum of the text at the end, which are those of the beginning."""
    text, rounds = job
    for _ in range(rounds):
        text = json.dumps(json.loads(text))
    return len(text), zlib.crc32(text.encode())


WORKLOAD = Workload(
    name="json_roundtrip",
    about="JSON to objects and back",
    kind=Kind.CPU,
    task=there_and_back,
    batch=documents,
    sizes={
        "small": Size({"rounds": 36}, "f5a063d9", 0.35),
        "large": Size({"rounds": 144}, "f5a063d9", 1.4),
    },
)
