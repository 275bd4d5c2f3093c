"""A report as slides: numbered PNGs of 1920 x 1080 in a folder of their own."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from analysis.charts import figures
from analysis.charts.cover import cover
from analysis.charts.facts import pictures
from analysis.charts.groups import Picture
from analysis.charts.save import is_slide, save_slide
from analysis.charts.style import LIGHT, Style
from analysis.report import Report

OURS = re.compile(r"\d\d+-.+\.png")


def write_slides(report: Report, run: Path, folder: Path, style: Style = LIGHT) -> list[Path]:
    """Makes `folder`: first what was measured, then every chart, then the facts in RUN/probes.

    Numbered slides of a former report are removed. Raises OSError and RecordError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, (name, figure) in enumerate(_slides(report, run, style), 1):
        path = folder / f"{number:02}-{name}.png"
        save_slide(figure, path, style)
        written.append(path)
    if len(written) > 99:  # else they would not stand in their order
        names = [f"{n:03}-{path.name.partition('-')[2]}" for n, path in enumerate(written, 1)]
        written = [path.rename(folder / name) for path, name in zip(written, names, strict=True)]
    for path in folder.iterdir():
        if OURS.fullmatch(path.name) and path not in written:
            path.unlink()
    return written


def _slides(report: Report, run: Path, style: Style) -> Iterator[Picture]:
    """What is larger than a slide is left out: its parts follow it."""
    yield from cover(report, style)
    for name, figure in chain(figures(report, style), pictures(run, style)):
        if is_slide(figure):
            yield name, figure
