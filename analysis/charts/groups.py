"""Which groups of a report have charts, and names of theirs that are fit for files."""

import re
from collections.abc import Iterator, Sequence

from analysis.report import Group, Report

MOST = 40  # groups that have charts; the tables have all of them


def measured(report: Report) -> list[Group]:
    """Those that have numbers."""
    return [group for group in report.groups if group.measured()]


def batches(report: Report) -> list[Group]:
    """Times of batches, of each workload's first parameters and mode."""
    shown = [group for group in measured(report) if group.timed and group.title.first]
    return shown[:MOST]


def named(groups: Sequence[Group]) -> Iterator[tuple[Group, str]]:
    """Each with its title in letters, digits and dashes, different from the others'."""
    names: list[str] = []
    for group in groups:
        plain = filename(group.title.text)
        options = (plain, *(f"{plain}-{number}" for number in range(2, len(groups) + 2)))
        names.append(next(name for name in options if name not in names))
    return zip(groups, names, strict=True)


def filename(text: str) -> str:
    """`text` in letters, digits and dashes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()[:60] or "group"
