"""Patterns looked for in a server's log: C code that keeps the GIL, and strings as results.

The compiled patterns are one each for all lanes of an interpreter, as in any program; the text is
a task's own.
"""

import random
import re

from suites.workload import Kind, Parameters, Size, Workload

PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b",  # addresses
        r"[\w.]+@[\w.]+\.(?:org|net)",  # mail
        r"\[([^\]]+)\]",  # times
        r'"(?:GET|PUT) ([^ "]+)',  # what was asked for
        r"(?m) (5\d\d) (\d+)$",  # errors and their lengths
        r"(?i)timeout|refused|reset",  # words
    )
)


def log(seed: int, lines: int) -> str:
    """Seeded lines of some 95 characters."""
    source = random.Random(seed)
    pick = source.randrange
    words = ["".join(source.choices("abcdefghij", k=7)) for _ in range(200)]
    return "".join(
        f"10.{pick(9)}.{pick(256)}.{pick(256)} {source.choice(words)}@{source.choice(words)}.org "
        f"[{pick(28) + 1:02}/May/2024:{pick(24):02}:{pick(60):02}] "
        f'"{source.choice(("GET", "PUT", "POST"))} /{source.choice(words)}/{pick(9999)}'
        f'?{source.choice(("page", "timeout", "reset"))}={pick(99)}" '
        f"{source.choice((200, 200, 304, 404, 500, 503))} {pick(99_999)}\n"
        for _ in range(lines)
    )


def texts(parameters: Parameters, _: object) -> list[str]:
    return [log(seed, parameters["lines"]) for seed in range(64)]


def scan(text: str) -> list[int]:
    """How often each pattern is found."""
    return [len(pattern.findall(text)) for pattern in PATTERNS]


WORKLOAD = Workload(
    name="regex_scan",
    about="regular expressions over text",
    kind=Kind.CPU,
    task=scan,
    batch=texts,
    sizes={
        "small": Size({"lines": 750}, "54b7d033", 0.32),
        "large": Size({"lines": 3_000}, "b1cf7d5f", 1.3),
    },
)
