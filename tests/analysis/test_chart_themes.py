"""One SVG for both themes: the colours of each, the same shapes, the same text every time."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts import heatmap, scaling
from analysis.charts.chart import Chart
from analysis.charts.compact import number, path
from analysis.charts.save import svg_text
from analysis.charts.style import DARK, LIGHT, Style
from analysis.charts.themes import DARKNESS, svg
from analysis.report import Report, build


@pytest.fixture(scope="module")
def report(small: Path) -> Report:
    return build(small)


def chart(draw: Callable[[Axes, Style], object]) -> Chart:
    """Of one picture, to which `draw` adds."""

    def whole(style: Style) -> Figure:
        with style.drawing():
            figure = Figure(figsize=(4, 3))
            draw(figure.add_axes((0, 0, 1, 1)), style)
        return figure

    return Chart("one", "one", "One.", (), whole)


def rules(text: str) -> tuple[str, str]:
    """What holds in both themes, and what holds in the dark one."""
    found = re.search(r"<style>(.*?)</style>", text)
    assert found
    plain, _, dark = found[1].partition(DARKNESS)
    return plain, dark


def test_a_browser_that_prefers_dark_has_the_dark_colours(report: Report) -> None:
    found = svg(next(scaling.charts(report)))
    assert found.dark is None
    light, dark = rules(found.light)
    assert LIGHT.looks["threads"][0] in light
    assert DARK.looks["threads"][0] in dark
    assert DARK.looks["threads"][0] not in light
    assert f"fill:{LIGHT.paper}" in light
    assert f"fill:{DARK.paper}" in dark


def test_black_goes_without_saying_in_one_theme_alone() -> None:
    """matplotlib writes no fill that is black."""
    colours = {"light": "#000000", "dark": "#ffffff"}
    found = svg(chart(lambda axes, style: axes.plot([1], "o", color=colours[style.name])))
    assert found.dark is None
    assert "fill:#000000" in rules(found.light)[0]
    assert "fill:#ffffff" in rules(found.light)[1]


def test_one_colour_may_have_two_in_the_dark() -> None:
    second = {"light": "#123456", "dark": "#fedcba"}

    def draw(axes: Axes, style: Style) -> None:
        axes.axvline(0.2, color="#123456")
        axes.axvline(0.4, color=second[style.name])

    light, dark = rules(svg(chart(draw)).light)
    assert light.count("#123456") == 2
    assert dark.count("#fedcba") == 1
    assert "#123456" not in dark


def test_pixels_are_there_for_either_theme(report: Report) -> None:
    """The colour bar of a heatmap."""
    found = svg(next(heatmap.charts(report))).light
    images = re.findall(r'<image class="([LD])"', found)
    assert images == ["L", "D"]
    assert ".D{display:none}" in rules(found)[0]
    assert ".D{display:inline}.L{display:none}" in rules(found)[1]


def test_what_differs_in_more_than_colours_has_one_for_each_theme() -> None:
    heights = {"light": 0.2, "dark": 0.4}
    found = svg(chart(lambda axes, style: axes.axhline(heights[style.name])))
    assert found.dark is not None
    assert DARKNESS not in found.light + found.dark
    assert LIGHT.paper in found.light
    assert DARK.paper in found.dark


def test_it_is_small_well_formed_and_the_same_every_time(report: Report) -> None:
    own = next(scaling.charts(report))
    first, second = svg(own), svg(own)
    assert first == second
    assert (first.width, first.height) == (1152, 648)
    both = sum(len(svg_text(own.draw(style), style)) for style in (LIGHT, DARK))
    assert len(first.light) < both / 3
    root = ElementTree.fromstring(first.light)
    ids = [str(one.get("id")) for one in root.iter() if one.get("id")]
    assert len(set(ids)) == len(ids)
    used = set(re.findall(r'(?:href="|url\()#([a-z0-9]+)', first.light))
    assert used == set(ids)


def test_no_text_is_left_that_could_be_markup() -> None:
    hostile = "--></svg><script>alert(1)</script>"
    found = svg(chart(lambda axes, _: axes.set_title(hostile, y=0.5))).light
    assert "script" not in found
    assert "<!--" not in found


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("M 0 0 \nL 10 0 \nL 10 20.126 \nz\n", "m0 0h10v20.13z"),
        ("M 5 5 \nL 6 7 \nL 4.5 8 \n", "m5 5 1 2-1.5 1"),
        ("M 1 1 \nQ 2 3 4 5 \nQ 6 7 8 9 \n", "m1 1q1 2 3 4 2 2 4 4"),
        ("M 1 1 \nL 2 2 \nz\nM 3 3 \nL 4 3 \n", "m1 1 1 1zm2 2h1"),
        ("M 0.004 0 \nL 0.012 0.5 \n", "m0 0 .01 .5"),
    ],
)
def test_paths_go_the_same_way_in_fewer_letters(data: str, expected: str) -> None:
    assert path(data) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("63.105", "63.1"), ("-0.001", "0"), ("0.5", ".5"), ("-0.25", "-.25"), ("100", "100")],
)
def test_numbers_have_the_digits_that_are_seen(text: str, expected: str) -> None:
    assert number(text) == expected
