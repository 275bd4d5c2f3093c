"""The looks: no strategy is told by colour alone, the colour-blind see all, texts can be read."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from legible import contrasts
from made_up_explained import explained
from made_up_facts import ECOSYSTEM, SHARING, TIMELINES
from matplotlib.colors import to_hex, to_rgb
from numpy.typing import NDArray

from analysis.charts import ecosystem, explain, heatmap, sharing, timeline
from analysis.charts.chart import Chart
from analysis.charts.contrast import ENOUGH, SEEN, contrast, readable_on, seen_on
from analysis.charts.cover import cover
from analysis.charts.style import STYLES, Style
from analysis.report import Report, build
from analysis.sharing import table

EYES = {  # Machado, Oliveira & Fernandes 2009, each at its most severe
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]]
    ),
    "deuteranopia": np.array(
        [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]
    ),
    "tritanopia": np.array(
        [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]]
    ),
}
XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
APART = 10.0  # of CIE's Lab of 1976, where about 2 is just seen

STYLE = pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)


def seen(colour: str, eye: NDArray[np.float64]) -> NDArray[np.float64]:
    """In Lab, in which distances are about as they are seen."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    light = XYZ @ np.clip(eye @ linear, 0, 1) / [0.9505, 1, 1.0888]
    root = np.where(light > 0.008856, np.cbrt(light), 7.787 * light + 16 / 116)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@STYLE
def test_no_strategy_is_told_by_colour_alone(style: Style) -> None:
    looks = [*style.looks.values(), *style.others]
    assert len({marker for _, marker, _ in looks}) == len(looks)
    assert set(style.looks) == set(STYLES["light"].looks)


@STYLE
@pytest.mark.parametrize("eye", EYES)
def test_the_colour_blind_tell_strategies_apart(style: Style, eye: str) -> None:
    colours = {name: seen(colour, EYES[eye]) for name, (colour, _, _) in style.looks.items()}
    for one, other in combinations(colours, 2):
        assert np.linalg.norm(colours[one] - colours[other]) >= APART, (one, other)


@STYLE
def test_lines_and_words_stand_out_from_the_paper(style: Style) -> None:
    for colour, _, _ in (*style.looks.values(), *style.others):
        assert contrast(colour, style.paper) >= 3, colour
    for words in (style.ink, style.soft):
        for paper in (style.paper, style.absent, style.neither, style.track):
            assert contrast(words, paper) >= ENOUGH, (words, paper)


@STYLE
def test_hatching_is_seen_on_every_shade(style: Style) -> None:
    for step in range(101):
        face = to_hex(style.shades()(step / 100))
        assert contrast(seen_on(face, style.hatch), face) >= SEEN, face


def test_on_every_colour_something_can_be_read() -> None:
    for red, green, blue in np.ndindex(18, 18, 18):
        colour = f"#{red * 15:02x}{green * 15:02x}{blue * 15:02x}"
        assert contrast(readable_on(colour), colour) >= ENOUGH, colour
    assert contrast("#000", "#fff") == pytest.approx(21)


@pytest.fixture(scope="module")
def report(small: Path) -> Report:
    return build(small)


def charts(report: Report) -> Iterator[Chart]:
    yield from heatmap.charts(report)
    yield from cover(report)
    yield from explain.charts(explained("asyncio-threads", 2))
    yield from explain.charts(explained("processes-forkserver", 9))
    yield from sharing.charts("one", table(SHARING, folded=True))
    yield from ecosystem.charts([ECOSYSTEM])
    yield from timeline.charts("3.13", TIMELINES, 0.1)


@STYLE
def test_every_text_can_be_read_on_what_it_stands_on(report: Report, style: Style) -> None:
    for chart in charts(report):
        found = dict(contrasts(chart.draw(style)))
        assert found
        assert not {text: value for text, value in found.items() if value < ENOUGH}
