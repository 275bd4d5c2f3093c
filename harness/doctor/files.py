"""The small files of /proc and /sys: the text of one, or None where it cannot be read."""

from pathlib import Path


def read(path: str | Path) -> str | None:
    try:
        return Path(path).read_text(errors="replace").strip()
    except (OSError, ValueError):
        return None


def number(path: str | Path) -> int | None:
    text = read(path) or ""
    return int(text) if text.isdecimal() and len(text) < 20 else None
