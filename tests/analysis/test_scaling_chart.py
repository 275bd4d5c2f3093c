"""Pictures of scaling: the table's numbers, the machine's marks, and laws no further than twice."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fake_run
import msgspec
import pytest
from fake_run import SMALL, Fake
from legible import drawn, is_slide, shown, touching
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from analysis.charts import scaling
from analysis.charts.style import DARK, LIGHT, SMALLEST, Style
from analysis.figures import Figure as Number
from analysis.report import Report, build
from record.manifest import parse_manifest

Make = Callable[[Fake], Path]

COUNTS = (1, 2, 4, 8, 16, 32)
OWN = tuple(f"my-own-strategy-{number}" for number in range(13))
SWEEP = Fake(
    labels=("3.12", "3.13", "3.13t", "3.14", "3.14t"),
    strategies=(*fake_run.STRATEGIES, *OWN),
    workloads=("primes",),
    workers=COUNTS,
    cores=16,
    blocks=1,
    values=1,
    twins=(),
    keep_raw=False,
    failed={("3.13t", "processes-fork", "primes"): "checksum 1, expected 6057 " * 9},
)


@pytest.fixture(scope="module")
def report(small: Path) -> Report:
    return build(small)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """To twice its 16 cores, 20 strategies on five interpreters."""
    root = tmp_path_factory.mktemp("swept") / "run"
    fake_run.write(root, SWEEP)
    return build(root)


def only(report: Report) -> Figure:
    (chart,) = scaling.charts(report)
    return chart.draw(LIGHT)


def panel(figure: Figure, label: str, row: int = 0) -> Axes:
    """Of an interpreter: speedup, or efficiency below it."""
    (upper,) = [axes for axes in figure.axes if axes.get_title(loc="left") == label]
    return figure.axes[figure.axes.index(upper) + row]


def line(axes: Axes, colour: str) -> list[float]:
    """What is drawn of a strategy, through more than one point."""
    (found,) = [
        one
        for one in axes.lines
        if one.get_color() == colour and one.get_marker() not in ("", "None")
    ]
    return [float(value) for value in found.get_ydata()]


def texts(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in shown(figure))


def test_lines_are_the_speedups_of_the_table_and_their_shares(report: Report) -> None:
    figure = only(report)
    group = report.groups[0]
    found = [group.entries["3.13t", "threads", workers].speedup for workers in (1, 2)]
    expected = [speedup.own.value for speedup in found if speedup and speedup.own]
    colour = LIGHT.looks["threads"][0]
    assert line(panel(figure, "3.13t"), colour) == pytest.approx(expected)
    shares = [expected[0], expected[1] / 2]
    assert line(panel(figure, "3.13t", 1), colour) == pytest.approx(shares)


def test_the_table_behind_has_the_points_of_every_line(report: Report) -> None:
    (chart,) = scaling.charts(report)
    figure, (table,) = chart.draw(LIGHT), chart.tables
    for row, quantity in enumerate(("speedup", "efficiency")):
        lines = [one for one in table.lines if one.labels[::2] == ("threads", quantity)]
        assert [one.labels[1] for one in lines] == ["1", "2"]
        for column, label in enumerate(table.columns):
            said = [one.said[column] for one in lines]
            values = [one.estimate.value for one in said if isinstance(one, Number)]
            colour = LIGHT.looks["threads"][0]
            assert line(panel(figure, label, row), colour) == pytest.approx(values)
    assert "interpreter-pool 1" in " ".join(table.notes)


def test_a_law_has_its_ends_in_a_table(swept: Report) -> None:
    chart = next(scaling.charts(swept))
    law = chart.tables[1]
    (drawn_law,) = (
        one
        for one in panel(chart.draw(LIGHT), "3.13").lines
        if one.get_color() == LIGHT.looks["interpreters"][0] and one.get_marker() in ("", "None")
    )
    for at, count in ((0, "16"), (-1, "32")):
        (own,) = (one for one in law.lines if one.labels == ("interpreters", count, "speedup"))
        said = own.said[law.columns.index("3.13")]
        assert isinstance(said, Number)
        assert said.estimate.value == pytest.approx(drawn_law.get_ydata()[at])


def test_bands_are_the_intervals_of_the_table(report: Report) -> None:
    axes = panel(only(report), "3.13t")
    group = report.groups[0]
    found = [group.entries["3.13t", "threads", workers].speedup for workers in (1, 2)]
    ends = {end for one in found if one and one.own for end in one.own.interval or ()}
    (band,) = [one for one in axes.collections if isinstance(one, PolyCollection)]
    edges = {float(y) for _, y in band.get_paths()[0].vertices}
    assert sorted(edges) == pytest.approx(sorted(ends))


def test_what_has_no_number_is_named_with_the_reason(report: Report) -> None:
    said = texts(only(report))
    assert "interpreter-pool: unsupported: InterpreterPoolExecutor needs Python 3.14" in said
    assert "processes-fork on 3.13t: failed: checksum 1, expected 6057" in said
    assert "2 cores" in said


def test_no_line_leads_over_a_count_that_failed(make: Make) -> None:
    root = make(replace(SMALL, workers=(1, 2, 4, 8), cores=8, strategies=("sequential", "threads")))
    journal = root / "journal.jsonl"
    broken = [one for one in journal.read_text().splitlines() if "/3.13t.threads.w4" not in one]
    journal.write_text("\n".join(broken) + "\n")
    report = build(root)
    axes = panel(only(report), "3.13t")
    lengths = [
        len(one.get_xdata()) for one in axes.lines if one.get_color() == LIGHT.looks["threads"][0]
    ]
    assert 2 in lengths
    assert 4 not in lengths
    assert "threads w=4 on 3.13t" in texts(only(report))


def test_quota_and_hardware_threads_are_marked(make: Make) -> None:
    root = make(replace(SMALL, workers=(1, 2, 4, 8), cores=8, failed={}))
    path = root / "manifest.json"
    manifest = parse_manifest(path.read_bytes(), "")
    machine = msgspec.structs.replace(manifest.machine, physical=4, quota=2.5)
    path.write_bytes(msgspec.structs.replace(manifest, machine=machine).encode())
    report = build(root)
    figure = only(report)
    said = texts(figure)
    assert all(mark in said for mark in ("4 cores", "8 hardware threads", "quota of 2.5"))
    marks = {
        float(one.get_xdata()[0])
        for one in panel(figure, "3.13").lines
        if len(set(one.get_xdata())) == 1 and len(one.get_xdata()) == 2
    }
    assert marks == {2.5, 4, 8}


def test_one_number_of_workers_starts_at_sequential(make: Make) -> None:
    """The quick plan measures no strategy at one worker: a lone point would show no slope."""
    report = build(make(replace(SMALL, workers=(2,), failed={})))
    axes = panel(only(report), "3.13", 1)
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "2"]
    starts = [tuple(one.get_xydata()[0]) for one in axes.lines if one.get_linestyle() == ":"]
    assert starts == [(1, 1)] * 2


def test_a_law_goes_on_to_twice_what_it_was_fitted_to_and_no_further(swept: Report) -> None:
    """Fitted to 1 to 16 workers on 16 cores; the points at 32 are of a machine that ended."""
    figure = next(scaling.charts(swept)).draw(LIGHT)
    (law,) = [
        one
        for one in panel(figure, "3.13").lines
        if one.get_color() == LIGHT.looks["interpreters"][0] and one.get_marker() in ("", "None")
    ]
    assert law.get_xdata()[0] == pytest.approx(16)
    assert law.get_xdata()[-1] == pytest.approx(32)
    assert law.get_ydata()[-1] > 22  # measured: 15


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=["light", "dark"])
def test_twenty_strategies_on_five_interpreters_are_told_apart_and_nothing_collides(
    swept: Report, style: Style
) -> None:
    names = list(dict.fromkeys(name for name, _ in swept.groups[0].rows))
    assert len({style.look(name, names) for name in names}) == len(names) == 21
    found = drawn(scaling.charts(swept), style)
    assert list(found) == ["scaling-primes-1", "scaling-primes-2"]
    assert [len(figure.axes) for figure in found.values()] == [6, 4]
    for figure in found.values():
        assert is_slide(figure)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        boxes = [(text, text.get_window_extent(canvas.get_renderer())) for text in shown(figure)]
        for text, box in boxes:
            assert text.get_size() >= SMALLEST
            assert min(box.x0, box.y0) >= 0, text.get_text()
            assert box.x1 <= figure.bbox.width, text.get_text()
            assert box.y1 <= figure.bbox.height, text.get_text()
        assert touching([(text.get_text(), box) for text, box in boxes]) == []


def test_what_stands_aside_is_held_against_an_ideal_that_is_as_wide(swept: Report) -> None:
    """Else a point on the left would seem to be above it."""
    figure = next(scaling.charts(swept)).draw(LIGHT)
    for row in (0, 1):
        axes = panel(figure, "3.13", row)
        (ideal,) = [one for one in axes.patches if isinstance(one, Polygon)]
        marked = [one for one in axes.lines if one.get_marker() not in ("", "None", "p")]
        starts = [one.get_xdata()[0] for one in marked if len(one.get_xdata()) > 1]
        edges = [x for x, _ in ideal.get_xy()]
        assert min(edges) <= min(starts) < 1 < max(starts)
        assert len(starts) > 2


def test_a_law_beyond_the_cores_has_an_ideal_beyond_them(swept: Report) -> None:
    figure = next(scaling.charts(swept)).draw(LIGHT)
    assert "ideal, more cores" in texts(figure)
    ends = [tuple(one.get_xydata()[-1]) for one in panel(figure, "3.13").lines]
    assert (32, 32) in ends
