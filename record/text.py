"""Texts from files that may be hostile, as they may be shown."""

import json
import re

SHOWN = 200


def printable(text: object) -> str:
    """`text` without control characters, which could drive a terminal: spaces stand for them."""
    return "".join(letter if letter.isprintable() else " " for letter in str(text))


def escaped(text: str) -> str:
    """A JSON text in which no letter drives a terminal, and which means the same."""
    return re.sub(
        r"[^ -~\n]", lambda one: one[0] if one[0].isprintable() else json.dumps(one[0])[1:-1], text
    )


def plain(text: object) -> str:
    """`text` on one line, with single spaces."""
    return " ".join(printable(text).split())


def short(text: object) -> str:
    """The beginning of `text`, as an error quotes it."""
    shown = plain(str(text)[: 2 * SHOWN])
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
