"""markdown-it-py: a package in pure Python."""

from pathlib import Path

from markdown_it import MarkdownIt


def render(path: str) -> int:
    return len(MarkdownIt().render(Path(path).read_text()))
