"""Charts of the facts in a run's folder that are not timings: what its `probes/` has."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from analysis.charts import ecosystem, explain, sharing, timeline
from analysis.charts.chart import Chart
from analysis.sharing import table
from record.ecosystem import parse_ecosystem
from record.explain import parse_explained
from record.reading import read
from record.sharing import parse_sharing
from record.timeline import Timeline, parse_timeline

T = TypeVar("T")


def charts(run: Path) -> Iterator[Chart]:
    """Those of every kind of fact there is. Raises RecordError."""
    for one in _of(run, "explain", parse_explained):
        yield from explain.charts(one)
    for label, timelines in _by_interpreter(run).items():
        yield from timeline.charts(label, timelines, _seconds(timelines))
    for found in _of(run, "sharing", parse_sharing):
        yield from sharing.charts(found.name, table(found, folded=True))
    ecosystems = list(_of(run, "ecosystem", parse_ecosystem))
    if ecosystems:
        yield from ecosystem.charts(ecosystems)


def _of(run: Path, kind: str, parse: Callable[[bytes, Path], T]) -> Iterator[T]:
    for path in sorted((run / "probes").glob(f"{kind}-*.json")):
        yield parse(read(run, path.relative_to(run)), path)


def _by_interpreter(run: Path) -> dict[str, list[Timeline]]:
    found: dict[str, list[Timeline]] = {}
    for one in _of(run, "timeline", parse_timeline):
        found.setdefault(one.interpreter, []).append(one)
    return found


def _seconds(timelines: list[Timeline]) -> float:
    """That the longest of them took: how long lanes were asked to work is not recorded."""
    spans = [
        max(track.stripes[-1][1] for track in tracks) - min(track.stripes[0][0] for track in tracks)
        for one in timelines
        if (tracks := [track for track in one.lanes if track.stripes])
    ]
    return max(spans, default=0.1)
