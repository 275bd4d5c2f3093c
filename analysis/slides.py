"""A report as slides: numbered PNGs of 1920 x 1080 in a folder of their own."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from analysis.charts import charts, facts
from analysis.charts.chart import Chart
from analysis.charts.cover import cover
from analysis.charts.save import save_slide
from analysis.charts.style import LIGHT, Style
from analysis.report import Report

OURS = re.compile(r"\d\d+-.+\.png")


def write_slides(report: Report, run: Path, folder: Path, style: Style = LIGHT) -> list[Path]:
    """Makes `folder`: first what was measured, then every chart, then the facts in RUN/probes.

    Numbered slides of a former report are removed. Raises OSError and RecordError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, chart in enumerate(_slides(report, run), 1):
        path = folder / f"{number:02}-{chart.name}.png"
        save_slide(chart.draw(style), path, style)
        written.append(path)
    if len(written) > 99:  # else they would not stand in their order
        names = [f"{n:03}-{path.name.partition('-')[2]}" for n, path in enumerate(written, 1)]
        written = [path.rename(folder / name) for path, name in zip(written, names, strict=True)]
    for path in folder.iterdir():
        if OURS.fullmatch(path.name) and path not in written:
            path.unlink()
    return written


def _slides(report: Report, run: Path) -> Iterator[Chart]:
    """What is larger than a slide is left out: its parts follow it."""
    yield from cover(report)
    yield from (one for one in chain(charts(report), facts.charts(run)) if one.slide)
