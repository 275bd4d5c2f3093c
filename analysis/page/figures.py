"""Charts on the page: one picture for both themes, what it says, and the numbers behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from markupsafe import Markup

from analysis.charts import charts, facts
from analysis.charts.chart import Chart
from analysis.charts.themes import svg
from analysis.page.grids import Grid, of_overhead
from analysis.page.svg import data_uri
from analysis.report import Report

# Where charts stand, by how their names begin: the first that fits.
PLACES = {
    "heatmap": "heatmaps",
    "speedup": "heatmaps",
    "forest-aa": "environment",
    "forest": "heatmaps",
    "scaling": "scaling",
    "amounts-memory": "memory",
    "memory": "memory",
    "contention": "sharing",
    "sharing": "sharing",
    "ecosystem": "ecosystem",
    "timeline": "timeline",
    "explain": "really",
}
USUAL = "overhead"
POINT = 96 / 72  # pixels


@dataclass(frozen=True, slots=True)
class Picture:
    anchor: str
    title: str
    finding: str
    src: Markup  # a data: URI
    dark: Markup | None  # another in the dark theme, where one picture cannot serve both
    width: int
    height: int
    large: bool  # larger than a slide: it scrolls where there is no room
    grids: tuple[Grid, ...]


def pictures(report: Report, run: Path) -> Mapping[str, Sequence[Picture]]:
    """By the section that they stand in. Raises RecordError."""
    found: dict[str, list[Picture]] = {place: [] for place in (*PLACES.values(), USUAL)}
    for chart in _wanted(chain(charts(report), facts.charts(run))):
        found[place(chart.name)].append(_picture(chart))
    return found


def place(name: str) -> str:
    return next((own for start, own in PLACES.items() if name.startswith(start)), USUAL)


def _wanted(known: Iterable[Chart]) -> Iterator[Chart]:
    """Wholes; not the heatmap of many workloads, which are tables on the page."""
    for chart in known:
        if not chart.part_of and (chart.slide or chart.name != "heatmap"):
            yield chart


def _picture(chart: Chart) -> Picture:
    drawn = svg(chart)
    return Picture(
        anchor=f"chart-{chart.name}",
        title=chart.title,
        finding=chart.finding,
        src=data_uri(drawn.light),
        dark=None if drawn.dark is None else data_uri(drawn.dark, listed=True),
        width=round(drawn.width * POINT),
        height=round(drawn.height * POINT),
        large=not chart.slide,
        grids=tuple(of_overhead(one, chart.title) for one in chart.tables),
    )
