"""A report as slides: their names and sizes, what the first says, and the same bytes every time."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import fake_run
import made_up_facts
import pytest
from click.testing import CliRunner
from fake_run import SMALL
from legible import drawn, is_slide, shown
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from analysis import charts, slides
from analysis.charts import CHARTS, forest, heatmap
from analysis.charts.chart import Chart
from analysis.charts.cover import cover
from analysis.charts.save import save, save_all, save_slide
from analysis.charts.sheets import ROWS
from analysis.charts.style import LIGHT, SMALLEST, STYLES
from analysis.report import Report, build
from harness.commands.report import command


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With an interpreter too many for one slide, and facts that are not timings."""
    root = tmp_path_factory.mktemp("slides") / "run"
    labels = tuple(f"3.{minor}" for minor in range(12, 22))
    fake = replace(SMALL, labels=labels, strategies=("sequential", "threads"), workers=(1,))
    fake_run.write(root, replace(fake, blocks=2, failed={}, missing={}))
    made_up_facts.write(root)
    return root


@pytest.fixture(scope="module")
def report(run: Path) -> Report:
    return build(run)


def texts(figure: Figure) -> str:
    return " ".join(text.get_text() for text in shown(figure))


def test_numbered_slides_of_one_size_in_the_order_of_the_report(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two charts: what is on the others is drawn elsewhere."""
    monkeypatch.setattr(charts, "CHARTS", (heatmap.charts, forest.charts))
    folder = tmp_path / "slides"
    folder.mkdir()
    for name in ("99-of-before.png", "mine.png"):
        (folder / name).touch()
    words = (str(run), "--format", "slides", "--style", "dark", "--out", str(tmp_path))
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in folder.iterdir())
    assert names.pop() == "mine.png"
    assert [int(name[:2]) for name in names] == list(range(1, len(names) + 1))
    assert done.stdout == f"{len(names)} slides are in {folder}\n"
    kinds = list(dict.fromkeys(name[3:].partition("-")[0].removesuffix(".png") for name in names))
    assert kinds[:2] == ["run", "heatmap"]
    assert kinds[-4:] == ["explain", "timeline", "sharing", "ecosystem"]
    for name in names:
        with Image.open(folder / name) as image:
            assert image.size == (1920, 1080)
            assert image.getpixel((1919, 0))[:3] == (0x14, 0x18, 0x1D)
    assert {path.name for path in tmp_path.iterdir()} == {"slides"}


def test_more_than_99_stand_in_their_order(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Chart("a-slide", "a slide", "It is blank.", (), lambda _: Figure(figsize=(16, 9)))
    monkeypatch.setattr(slides, "charts", lambda _: [one] * 101)
    monkeypatch.setattr(slides, "save_slide", lambda figure, path, style: path.touch())
    written = slides.write_slides(report, tmp_path, tmp_path / "slides")
    assert len(written) > 101
    assert sorted((tmp_path / "slides").iterdir()) == written
    assert written[-1].name == f"{len(written)}-a-slide.png"


def test_the_first_says_what_was_measured_and_how_sound_it_is(report: Report) -> None:
    said = " ".join(texts(figure) for figure in drawn(cover(report)).values())
    assert report.run in said
    assert "2 cores" in said
    assert "3.12: " in said
    assert report.pairs.sentence.split(":")[0] in said
    assert report.caveats[0].cause[:20] in said
    assert report.groups[0].sentence[:20] in said


def test_what_does_not_fit_the_first_slides_is_counted(report: Report) -> None:
    many = [replace(report.groups[0], sentence=f"Number {n}: {'word ' * 40}") for n in range(60)]
    pages = list(drawn(cover(replace(report, groups=tuple(many)))).values())
    assert len(pages) == 2
    told = sum(texts(figure).count("Number ") for figure in pages)
    assert 0 < told < 60
    assert f"and {60 - told} more" in texts(pages[-1])
    for figure in pages:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        assert min(text.get_size() for text in shown(figure)) >= SMALLEST
        boxes = [text.get_window_extent(canvas.get_renderer()) for text in shown(figure)]
        assert all(box.y0 >= 0 and box.x1 <= figure.bbox.width for box in boxes)


def test_what_is_larger_than_a_slide_has_all_of_its_parts(report: Report) -> None:
    found = {chart.name: chart for chart in heatmap.charts(report)}
    assert not found["heatmap"].slide
    assert not found["heatmap"].part_of
    parts = [one.draw(LIGHT) for one in found.values() if one.part_of == "heatmap"]
    assert len(parts) == len(found) - 1
    assert all(is_slide(figure) for figure in parts)
    for label in report.groups[0].interpreters:
        assert any(label in texts(figure).split() for figure in parts)
    rows = [axes.get_yticks() for figure in parts for axes in figure.axes[:1]]
    assert all(len(ticks) <= ROWS for ticks in rows)


def test_a_smaller_figure_is_neither_stretched_nor_cut(tmp_path: Path) -> None:
    figure = Figure(figsize=(10, 5))
    figure.add_artist(Rectangle((0, 0), 1, 1, transform=figure.transFigure, color="red"))
    save_slide(figure, tmp_path / "small.png")
    with Image.open(tmp_path / "small.png") as image:
        left, top, right, bottom = image.convert("RGB").point(lambda v: 255 - v).getbbox()
    assert (right - left) / (bottom - top) == pytest.approx(2, rel=0.01)
    assert left == pytest.approx(1920 - right, abs=2)
    assert top == pytest.approx(1080 - bottom, abs=2)


def draw(run: Path, folder: Path) -> None:
    """The first of each chart as SVG, in the one style or the other; one as PNG, in both."""
    report = build(run)
    for place, (name, style) in enumerate(STYLES.items()):
        own = folder / name
        own.mkdir()
        firsts = (one for some in (cover, *CHARTS) for one in islice(some(report), 1))
        for number, chart in enumerate(firsts):
            if number == 1:
                save_all(chart.draw(style), own / chart.name, style)
                save_slide(chart.draw(style), own / f"slide-{chart.name}.png", style)
            elif number % len(STYLES) == place:
                save(chart.draw(style), own / f"{chart.name}.svg", style)


def test_the_same_run_gives_the_same_bytes_in_another_process(small: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    code = "import sys; from test_slides import *; draw(*map(Path, sys.argv[1:]))"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    with subprocess.Popen([sys.executable, "-c", code, small, there], env=env) as other:
        draw(small, here)
    assert other.returncode == 0
    contents = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.*")}
        for root in (here, there)
    ]
    assert contents[0] == contents[1]
    names = {path.name for path in contents[0]}
    assert {"heatmap.svg", "heatmap.png", "slide-heatmap.png", "run.svg"} <= names
    light, dark = (contents[0][Path(name, "heatmap.png")] for name in STYLES)
    assert light != dark
