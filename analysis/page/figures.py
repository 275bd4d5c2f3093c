"""Charts on the page: one picture for both themes, what it says, and the numbers behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.page.grids import Grid
from analysis.report import Report

SECTIONS = ("heatmaps", "scaling", "overhead", "memory", "sharing", "ecosystem", "timeline")


@dataclass(frozen=True, slots=True)
class Picture:
    anchor: str
    title: str
    finding: str
    src: str  # a data: URI
    width: int
    height: int
    large: bool  # larger than a slide: it scrolls where there is no room
    grids: tuple[Grid, ...]


def pictures(report: Report, run: Path) -> Mapping[str, Sequence[Picture]]:
    """By the section that they stand in."""
    return dict.fromkeys(SECTIONS, ())
