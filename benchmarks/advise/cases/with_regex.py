"""regex: holds the GIL for its own types of text."""

from pathlib import Path

import regex

WORDS = regex.compile(r"\b(\p{Ll}+)(?:ing|ed|ion)\b")


def words(path: str) -> int:
    return len(WORDS.findall(Path(path).read_text()))
