"""The charts as data: what is drawn where, that nothing collides, and the same bytes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import fake_run
import pytest
from fake_run import RICH, SMALL, Fake
from legible import is_slide, numbers, shown, touching
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis.charts import CHARTS, charts, heatmap
from analysis.charts.chart import Chart
from analysis.charts.style import LIGHT, SMALLEST
from analysis.figures import Missing, Word
from analysis.render.words import number
from analysis.report import Report, build

Make = Callable[[Fake], Path]


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text().strip()]


def cell_rectangles(axes: Axes) -> dict[tuple[int, int], Rectangle]:
    return {
        (int(patch.get_x()), int(patch.get_y())): patch
        for patch in axes.patches
        if isinstance(patch, Rectangle)
    }


def whole(report: Report) -> Figure:
    """The heatmap of all workloads."""
    return next(heatmap.charts(report)).draw(LIGHT)


@pytest.fixture(scope="module")
def report(small: Path) -> Report:
    return build(small)


def test_the_heatmap_has_every_number_and_every_reason(report: Report) -> None:
    shown = " ".join(texts(whole(report)))
    for strategy, workers in (("threads", 2), ("sequential", 1)):
        found = report.groups[0].entries["3.13t", strategy, workers].speedup
        assert found is not None
        assert found.reference is not None
        assert f"{number(found.reference.value)}x" in shown
    assert "Speedup over sequential on 3.13" in shown
    assert "failed checksum 1," in shown
    assert "unsupported" in shown


def test_the_table_behind_the_heatmap_is_what_its_tiles_say(report: Report) -> None:
    chart = next(heatmap.charts(report))
    (table,) = chart.tables
    shown = texts(chart.draw(LIGHT))
    said = dict(zip([line.labels for line in table.lines], table.lines, strict=True))
    assert table.columns == report.groups[0].interpreters
    values = numbers(chart)
    tiles = [text for text in shown if text.endswith("x") and text[0].isdigit()]
    assert [f"{number(one.estimate.value)}x" for one in values] == tiles[: len(values)]
    workers = said["threads", "workers"].said
    assert all(isinstance(one, Word) and f"w={one.text}" in shown for one in workers)
    assert said["sequential", "speedup"].said[0] == Word("1x, baseline")
    failed = said["processes-fork", "speedup"].said[1]
    assert isinstance(failed, Missing)
    assert failed.status == "failed"
    assert table.notes == ("interpreter-pool: unsupported: " + fake_run.NO_POOL,)


def test_the_best_workers_are_shown(report: Report) -> None:
    axes = whole(report).axes[0]
    column, row = 1, [label.get_text() for label in axes.get_yticklabels()].index("threads")
    there = [
        text.get_text()
        for text in axes.texts
        if (int(text.get_position()[0]), int(text.get_position()[1])) == (column, row)
    ]
    assert "w=2" in there


def test_hatched_where_the_interval_contains_one(make: Make) -> None:
    fake = replace(SMALL, failed={}, unseen=0.05)
    report = build(make(replace(fake, workers=(1,), strategies=("sequential", "threads"))))
    entries = report.groups[0].entries
    cells = cell_rectangles(whole(report).axes[0])
    columns, rows = report.groups[0].interpreters, ("sequential", "threads")
    judged = 0
    for (interpreter, strategy, _), entry in entries.items():
        gain = entry.speedup and entry.speedup.reference
        if gain:
            patch = cells[columns.index(interpreter), rows.index(strategy)]
            assert bool(patch.get_hatch()) is gain.includes_one
            judged += 1
    assert judged == 3
    assert {bool(patch.get_hatch()) for patch in cells.values()} == {True, False}


def test_one_block_is_hatched_everywhere(make: Make) -> None:
    report = build(make(replace(SMALL, blocks=1, failed={}, strategies=("sequential", "threads"))))
    patches = cell_rectangles(whole(report).axes[0])
    assert [bool(patches[x, 1].get_hatch()) for x in (0, 1)] == [True, True]


def test_without_a_reference_each_interpreter_is_its_own(make: Make) -> None:
    report = build(make(replace(SMALL, labels=("3.14", "3.14t"), failed={})))
    assert report.reference is None
    shown = texts(whole(report))
    assert "Speedup over sequential on the same interpreter" in shown
    found = report.groups[0].entries["3.14t", "threads", 2].speedup
    assert found is not None
    assert found.own is not None
    assert f"{number(found.own.value)}x" in shown


WIDE = Fake(labels=fake_run.LABELS, workers=(1, 4, 16), cores=16, blocks=2)
MANY = Fake(labels=("3.13t+gil", "3.14", "3.14t", "3.15"), blocks=2)


MORE = replace(
    RICH,
    labels=("3.12", "3.13", "3.13t", "3.14"),
    sweeps={},
    modes={},
    strategies=fake_run.STRATEGIES,
    workers=(2, 16),
    blocks=2,
    failed={("3.13t", "processes-spawn", "memory"): "killed from outside, or for want of memory"},
)


@pytest.mark.parametrize(
    "fake", [SMALL, WIDE, MANY, replace(SMALL, labels=("3.13",), blocks=1), RICH, MORE]
)
def test_no_text_runs_into_another_or_out_of_its_place(make: Make, fake: Fake) -> None:
    """All texts are on the page; those of a heatmap's tiles within them."""
    report = build(make(replace(fake, keep_raw=False)))
    kinds = set()
    for chart in chain.from_iterable(some(own(report)) for own in CHARTS):
        name, figure = chart.name, chart.draw(LIGHT)
        assert chart.slide is is_slide(figure)
        kind = name.partition("-")[0]
        kinds.add(kind)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        lies_apart(name, figure, canvas)
        if kind in ("heatmap", "amounts"):
            stays_in_its_cell(figure, canvas)
    assert {"heatmap", "scaling", "forest"} <= kinds


def some(charts: Iterator[Chart]) -> Iterator[Chart]:
    """Of forests the A/A pairs and a page of ratios: the other pages are like that."""
    for place, one in enumerate(charts, 1):
        yield one
        if place == 2 and one.name.startswith("forest"):
            return


def lies_apart(name: str, figure: Figure, canvas: FigureCanvasAgg) -> None:
    renderer = canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown(figure)]
    assert boxes
    for text, box in boxes:
        assert box.x0 >= 0, (name, text)
        assert box.y0 >= 0, (name, text)
        assert box.x1 <= figure.bbox.width, (name, text)
        assert box.y1 <= figure.bbox.height, (name, text)
    if is_slide(figure):
        assert min(text.get_size() for text in shown(figure)) >= SMALLEST, name
    assert touching(boxes) == [], name


def stays_in_its_cell(figure: Figure, canvas: FigureCanvasAgg) -> None:
    checked = 0
    for axes in figure.axes[:-1]:  # the last is the colour bar
        patches = [patch.get_window_extent() for patch in axes.patches]
        for text in axes.texts:
            if not text.get_text():
                continue
            box = text.get_window_extent(canvas.get_renderer())
            middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            (cell,) = [patch for patch in patches if patch.contains(*middle)]
            assert cell.x0 <= box.x0, text.get_text()
            assert box.x1 <= cell.x1, text.get_text()
            assert cell.y0 <= box.y0, text.get_text()
            assert box.y1 <= cell.y1, text.get_text()
            checked += 1
    assert checked > 5


def test_a_formula_in_a_name_is_no_formula(make: Make) -> None:
    fake = replace(SMALL, failed={("3.13t", "processes-fork", "primes"): "cost $\\frac{1} $ <b>"})
    for chart in charts(build(make(fake))):
        FigureCanvasAgg(chart.draw(LIGHT)).draw()


def test_a_run_without_numbers_has_no_charts(make: Make) -> None:
    root = make(SMALL)
    (root / "journal.jsonl").unlink()
    assert list(charts(build(root))) == []


def test_transfers_have_charts_by_size_and_by_kind_alone(make: Make) -> None:
    fake = replace(SMALL, workloads=("primes", "transfer"), strategies=("threads",), blocks=2)
    names = [chart.name for chart in charts(build(make(fake)))]
    assert "transfer-bytes-by-size-round-trip" in names
    assert not [name for name in names if name.startswith("amounts")]


def test_what_waits_has_shades_beyond_those_of_all_cores(make: Make) -> None:
    fake = replace(SMALL, workloads=("sleep_fanout",), strategies=("sequential", "threads"))
    shown = " ".join(texts(whole(build(make(replace(fake, failed={}))))))
    assert "8x" in shown
    assert "16x" in shown
