"""A comparison as Markdown (GitHub's), for a pull request: verdict, ten changes, more folded.

It fits into one comment, whatever the runs hold: each part has room of its own, and what it has no
room for is counted.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.caveats import Severity
from analysis.compare.comparison import Comparison, Notice
from analysis.render.compare import words
from analysis.render.escape import code, text

LONGEST = 65_536  # characters of a comment
ROWS = 10
LABELS = {Severity.ERROR: "**Error**", Severity.WARNING: "**Warning**", Severity.NOTE: "Note"}
ROOM = {"machine": 6_000, "notices": 12_000, "rows": 14_000, "others": 16_000, "cells": 12_000}


def markdown(found: Comparison) -> str:
    """All of it, shorter than LONGEST."""
    drift = words.with_drift(found)
    changed = words.biggest_first(found.changed)
    others = words.certain_first(found.rows.drop(changed.index[:ROWS]))
    parts = [
        f"**{text(words.sentence(found))}**",
        _facts(found),
        _machine(found),
        _cut([_notice(one) for one in found.notices], ROOM["notices"], "- … and {} more"),
        _rows(changed.iloc[:ROWS], drift, ROOM["rows"]),
        text(words.legend(found)),
        _folded(f"The other {len(others)}", _rows(others, drift, ROOM["others"])),
        _folded("Cells that are not in both", _cells(found)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(found: Comparison) -> str:
    runs = (
        f"{name}: {text(one.run[:200])}, {text(one.created[:50])}, {text(one.machine[:200])}"
        for name, one in (("BASE", found.base), ("HEAD", found.head))
    )
    return "  \n".join([*runs, *filter(None, (words.speed(found), words.pairs(found)))])


def _machine(found: Comparison) -> str:
    lines = [[text(part) for part in words.machine(one)] for one in found.machine]
    return _table(words.MACHINE, lines, ROOM["machine"])


def _notice(notice: Notice) -> str:
    remedy = f" → {text(notice.remedy)}" if notice.remedy else ""
    return f"- {LABELS[notice.severity]}: {text(notice.cause)}; {text(notice.effect)}{remedy}"


def _rows(rows: pd.DataFrame, drift: bool, room: int) -> str:
    """As many as there is room for."""
    heads = ["cell", "strategy", "w", "on", "BASE", "HEAD", "ratio", "verdict"]
    made = (
        [
            *(text(line.title), text(line.strategy), line.workers, text(line.interpreter)),
            *(line.base, line.head, f"**{text(line.ratio)}**" if line.trend else text(line.ratio)),
            *(line.verdict, *([text(line.adjusted)] if drift else [])),
        ]
        for line in words.lines(rows.iloc[: room // 50])  # no row is shorter
    )
    return _table([*heads, *(["without drift"] if drift else [])], made, room, len(rows))


def _cells(found: Comparison) -> str:
    lines = [
        *([code(cell), text(base), text(head)] for cell, base, head in words.fates(found)),
        *([code(cell), "planned", "not planned"] for cell in found.only_base),
        *([code(cell), "not planned", "planned"] for cell in found.only_head),
    ]
    return _table(["cell", "in BASE", "in HEAD"], lines, ROOM["cells"])


def _table(
    heads: Sequence[str], lines: Iterable[Sequence[str]], room: int, count: int | None = None
) -> str:
    """Empty without a line. `count`: how many there are, where `lines` may be fewer."""
    made = [_line(line) for line in lines]
    if not made:
        return ""
    top = [_line(heads), _line(["---"] * len(heads))]
    body = _cut(made, room, "\n… and {} more: `--format csv` has all", count)
    return "\n".join([*top, body])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cut(lines: Sequence[str], room: int, more: str, count: int | None = None) -> str:
    """The lines that there is room for, and how many more there are."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    left = (len(lines) if count is None else count) - len(kept)
    return "\n".join([*kept, *([more.format(left)] if left else [])])


def _folded(summary: str, content: str) -> str:
    return f"<details>\n<summary>{summary}</summary>\n\n{content}\n\n</details>" if content else ""
