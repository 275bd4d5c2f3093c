"""Transfer, contention and forest plots: what is drawn is what the tables say, and readable."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import fake_run
import legible
import msgspec
import pytest
from fake_run import RICH, Fake
from legible import drawn
from made_up_readings import cell, readings
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.charts import contention, forest, row_pages, rows, transfer
from analysis.charts.rows import Dot, Mark, Part, Row
from analysis.charts.style import DARK, LIGHT, SMALLEST, Style
from analysis.figures import Figure as Number
from analysis.figures import Form, Word
from analysis.overhead.sharing import lost, price, speedup
from analysis.overhead.transfer import bandwidth, round_trip, sweeps
from analysis.render.figures import figure as written
from analysis.render.words import ratio
from analysis.report import Report, build
from record import Cell, Unit

WAYS = ("reference", "pickle", "queue", "pipe", "shared_memory", "memoryview")
SIZES = (1, 2**10, 2**16, 2**20, 2**24, 2**26)
LANES = ("threads", "asyncio", "processes-fork", "processes-spawn", "interpreters")
LABELS = ("3.12", "3.13", "3.13t", "3.13t+gil")
UNITS: dict[str, dict[str, Unit]] = {
    "transfer": {"round_trip": "second", "bandwidth": "byte/second"},
    "counter": {"time": "second", "kept": "integer"},
}


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text().strip()]


def readable(name: str, figure: Figure) -> None:
    """A slide: no text runs into another or off the page, and none is too small."""
    assert tuple(figure.get_size_inches()) == (16, 9)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = legible.shown(figure)
    boxes = [(one.get_text(), Text.get_window_extent(one, renderer)) for one in found]
    assert min(text.get_size() for text in found) >= SMALLEST, name
    for text, box in boxes:
        assert figure.bbox.padded(1).contains(box.x0, box.y0), (name, text)
        assert figure.bbox.padded(1).contains(box.x1, box.y1), (name, text)
    assert legible.touching(boxes) == [], name


def panel(figure: Figure, interpreter: str) -> Axes:
    return next(axes for axes in figure.axes if axes.get_title(loc="left") == interpreter)


# A report with everything but what is made up below; and the readings of a transfer.


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = tmp_path_factory.mktemp("pairs") / "run"
    failed = {("3.13t", "processes-fork", "primes"): "checksum 1, expected 6057 " * 8}
    fake_run.write(
        root,
        replace(
            RICH,
            labels=LABELS[1:],
            strategies=fake_run.STRATEGIES,
            workloads=("primes", "memory"),
            sweeps={},
            modes={},
            workers=(2, 16),
            cores=16,
            blocks=3,
            values=1,
            failed=failed,
            keep_raw=True,
            merge=False,
        ),
    )
    return build(root)


def transfers(
    rich: Report,
    *,
    strategies: tuple[str, ...] = LANES,
    ways: tuple[str, ...] = WAYS,
    labels: tuple[str, ...] = LABELS[:3],
    blocks: int = 4,
) -> Report:
    """Every strategy by every way; interpreters see no shared memory, a size was not reached."""

    def truth(one: Cell) -> float | None:
        way, size = str(one.parameters["way"]), int(one.parameters["size"])
        if (one.strategy, way) == ("interpreters", "shared_memory"):
            return None
        copied = 0 if way in ("reference", "memoryview") else size / 2**31
        seconds = 1e-5 * (1 + WAYS.index(way) + 6 * strategies.index(one.strategy)) + copied
        return 2 * size / seconds if one.quantity == "bandwidth" else seconds

    cells = [
        cell("transfer", strategy, 2, label, kind=kind, size=size, way=way)
        for label in labels
        for strategy in strategies
        for way in ways
        for kind, size in [*(("bytes", size) for size in SIZES), ("dict", 2**20), ("list", 2**20)]
    ]
    found = readings(
        cells, truth, units=UNITS, own=0.05, blocks=blocks, reason="one process has its memory"
    )
    return replace(rich, readings=found, blocks=(blocks, blocks))


def test_transfers_are_drawn_as_the_table_says_them(rich: Report) -> None:
    report = transfers(rich, strategies=LANES[2:3], ways=("queue", "reference"))
    shown = drawn(transfer.charts(report))
    assert list(shown) == [
        "transfer-bytes-by-size-round-trip",
        "transfer-bytes-by-size-bandwidth",
        "transfer-1-mib-by-kind-round-trip",
    ]
    sweep = next(one for one in sweeps(report.readings) if one.interpreter == "3.13")
    for name, measure, ways in (
        ("round-trip", round_trip, ("queue", "reference")),
        ("bandwidth", bandwidth, ("queue",)),
    ):
        bars_ = panel(shown[f"transfer-bytes-by-size-{name}"], "3.13").containers
        assert len(bars_) == len(ways)
        for container, way in zip(bars_, ways, strict=True):
            said = [
                measure(report.readings, one) for one in sweep.rows["processes-fork", way].values()
            ]
            values = [one.estimate.value for one in said if isinstance(one, Number)]
            assert list(container[0].get_ydata()) == pytest.approx(values)
            bars = [tuple(bar[:, 1]) for bar in container[2][0].get_segments()]
            intervals = [one.estimate.interval for one in said if isinstance(one, Number)]
            assert bars == [pytest.approx(interval) for interval in intervals]


def test_the_tables_behind_transfers_have_every_point(rich: Report) -> None:
    report = transfers(rich, strategies=LANES[2:3], ways=("queue", "reference"))
    for chart in transfer.charts(report):
        figure = chart.draw(LIGHT)
        for table in chart.tables:
            drawn_ = panel(figure, table.caption.rpartition(" on ")[2]).containers
            for container, line in zip(drawn_, table.lines, strict=True):
                by_size = "by-size" in chart.name
                ends = container[0].get_ydata() if by_size else container[0].get_xdata()
                said = [one.estimate.value for one in line.said if isinstance(one, Number)]
                assert list(ends) == pytest.approx(said)


def test_what_has_no_transfer_says_why(rich: Report) -> None:
    report = transfers(rich, strategies=("interpreters",), ways=("queue", "shared_memory"))
    figure = drawn(transfer.charts(report))["transfer-bytes-by-size-round-trip"]
    expected = "interpreters shared_memory: unsupported: one process has its memory"
    assert expected in texts(figure)


def test_one_size_and_kind_is_one_picture(rich: Report) -> None:
    cells = [cell("transfer", "threads", 2, kind="bytes", size=64, way="queue")]
    found = readings(cells, lambda _: 1.0, units=UNITS, blocks=1)
    assert len(list(transfer.charts(replace(rich, readings=found)))) == 1
    nothing = readings(cells, lambda _: None, units=UNITS)
    assert list(transfer.charts(replace(rich, readings=nothing))) == []
    assert list(transfer.charts(rich)) == []


@pytest.mark.parametrize(
    ("name", "blocks", "style"),
    [
        ("transfer-bytes-by-size-round-trip", 1, DARK),
        ("transfer-1-mib-by-kind-round-trip", 4, LIGHT),
    ],
)
def test_thirty_series_are_readable(rich: Report, name: str, blocks: int, style: Style) -> None:
    report = transfers(rich, labels=LABELS[:1], blocks=blocks)
    readable(name, drawn(transfer.charts(report), style)[name])


# What is shared, beside what is private.


def counters(rich: Report, *, workers: int = 2, blocks: int = 6) -> Report:
    """Unlocked ones lose a third on a free-threaded build; asyncio's private ones failed."""

    def truth(one: Cell) -> float | None:
        private, free = one.parameters["sharing"] == "private", one.interpreter == "3.13t"
        if (one.strategy, one.parameters["sharing"]) == ("asyncio", "private"):
            return None
        if one.strategy == "interpreters" and not private:
            return None
        if one.quantity == "kept":
            lossy = free and one.parameters["sharing"] == "unlocked" and one.workers > 1
            return 600.0 if lossy else 900.0
        return 0.06 / (one.workers if free and private else 1.0)

    cells = [
        cell("counter", strategy, 1 if strategy == "sequential" else workers, label, sharing=one)
        for label in LABELS[:3]
        for strategy in ("sequential", "threads", "asyncio", "interpreters")
        for one in ("unlocked", "locked", "private")
    ]
    found = readings(cells, truth, units=UNITS, own=0.05, blocks=blocks)
    return replace(rich, readings=found, blocks=(blocks, blocks))


def test_a_pair_of_dots_is_the_speedup_private_and_shared(rich: Report) -> None:
    report = counters(rich)
    ((name, figure),) = drawn(contention.charts(report), most=1).items()
    assert name == "contention-counter"
    lane = cell("counter", "threads", 2, "3.13t", sharing="unlocked")
    lane = next(one for one in report.readings.timed if one.of("").key == lane.key)
    dots = [
        float(line.get_xdata()[0])
        for line in figure.axes[0].lines
        if line.get_marker() in ("o", "D")
    ]
    for value in ("private", "unlocked"):
        said = speedup(report.readings, lane, value)
        assert isinstance(said, Number)
        assert any(dot == pytest.approx(said.estimate.value) for dot in dots)
    for said in (price(report.readings, lane, "unlocked"), lost(report.readings, lane, "unlocked")):
        assert isinstance(said, Number)
        one = written(said)
        assert f"{one.main} {one.interval}" in texts(figure)


def test_the_tables_behind_contention_and_ratios_have_what_is_written(rich: Report) -> None:
    for chart in (next(contention.charts(counters(rich))), *islice(forest.charts(rich), 2)):
        shown = texts(chart.draw(LIGHT))
        beside = [one for table in chart.tables for line in table.lines for one in line.said]
        written_ = [one for one in beside[::-1] if isinstance(one, Word) and one.text]
        ratios = [one for one in legible.numbers(chart) if one.form is not Form.SHARE]
        assert len(ratios) > 3
        assert all(one.text in shown for one in written_)
        if chart.name.startswith("forest"):
            assert all(ratio(one.estimate) in shown for one in ratios)


def test_what_cannot_share_says_why(rich: Report) -> None:
    shown = texts(*drawn(contention.charts(counters(rich)), most=1).values())
    assert "unsupported: it cannot share objects" in shown
    assert any("asyncio, private, unsupported: it cannot share" in text for text in shown)


@pytest.mark.parametrize(("workers", "blocks", "style"), [(2, 1, LIGHT), (16, 6, DARK)])
def test_pairs_are_readable(rich: Report, workers: int, blocks: int, style: Style) -> None:
    shown = drawn(contention.charts(counters(rich, workers=workers, blocks=blocks)), style)
    assert shown
    for name, figure in shown.items():
        readable(name, figure)


# Ratios.


@pytest.fixture(scope="module")
def plots(rich: Report) -> dict[str, Figure]:
    return drawn(forest.charts(rich))


def test_the_aa_pairs_have_the_first_page(rich: Report, plots: dict[str, Figure]) -> None:
    assert next(iter(plots)) == "forest-aa"
    shown = texts(plots["forest-aa"])
    assert rich.pairs.sentence in shown
    for pair in rich.pairs.pairs:
        assert ("failed: checksum 1" if pair.ratio is None else ratio(pair.ratio)) in "; ".join(
            shown
        )
    inside = len(rich.pairs.judged) - rich.pairs.misses
    assert shown.count("inside") == inside
    assert f"{inside} of {len(rich.pairs.judged)} contain 1" in texts(plots["forest"])


def best(report: Report) -> Iterator[tuple[str, str]]:
    """Ratio and verdict of the best number of workers of each strategy, on its interpreter."""
    group = report.groups[0]
    for interpreter in group.interpreters:
        for strategy in dict.fromkeys(name for name, _ in group.rows):
            found = [
                entry.speedup
                for (label, name, _), entry in group.entries.items()
                if (label, name) == (interpreter, strategy) and entry.speedup
            ]
            known = [one for one in found if one.own and one.reference]
            most = max(known, key=lambda one: one.reference.value, default=None)  # type: ignore[union-attr]
            if most is not None and most.own is not None:
                yield ratio(most.own), str(most.own.verdict)


def test_every_best_ratio_stands_beside_its_verdict(rich: Report, plots: dict[str, Figure]) -> None:
    pages = [figure for name, figure in plots.items() if name != "forest-aa"]
    shown = [text for figure in pages for text in texts(figure)]
    expected = list(best(rich))
    assert len(expected) == 3 * 6 - 1
    for said, verdict in expected:
        assert shown[shown.index(said) + 1] == verdict


def test_a_verdict_has_a_marker_of_its_own(rich: Report, plots: dict[str, Figure]) -> None:
    (found,) = (
        entry.speedup.own
        for (label, strategy, workers), entry in rich.groups[0].entries.items()
        if (label, strategy, workers) == ("3.13", "processes-fork", 16)
        and entry.speedup
        and entry.speedup.own
    )
    assert found.verdict == "faster"
    (dot,) = (
        line
        for line in plots["forest"].axes[0].lines
        if float(line.get_xdata()[0]) == pytest.approx(found.value, rel=1e-12)
        and line.get_marker() == ">"
    )
    assert dot.get_markerfacecolor() == LIGHT.worse_to_better[4]
    looks = [(mark.marker, mark.hollow) for mark in forest.MARKS.values()]
    assert len(set(looks)) == 4


def test_what_was_not_measured_has_a_line_with_its_reason(plots: dict[str, Figure]) -> None:
    shown = [text for figure in plots.values() for text in texts(figure)]
    assert "unsupported: " + fake_run.NO_POOL in shown
    assert any(text.startswith("failed: checksum 1, expected 6057") for text in shown)


def test_forests_are_readable(rich: Report, plots: dict[str, Figure]) -> None:
    for name in ("forest-aa", "forest", "forest-2"):
        readable(name, plots[name])
    chart = next(islice(forest.charts(rich), 1, 2))
    name, figure = chart.name, chart.draw(DARK)
    assert figure.get_facecolor() == to_rgba(DARK.paper)
    readable(name, figure)


def test_one_block_gives_no_intervals_and_no_verdicts(tmp_path: Path) -> None:
    fake = Fake(labels=("3.13",), strategies=("sequential", "threads"), blocks=1, values=1)
    fake_run.write(tmp_path / "run", replace(fake, workloads=("primes",)))
    report = build(tmp_path / "run")
    shown = drawn(forest.charts(report))
    assert list(shown) == ["forest-aa", "forest"]
    for name, figure in shown.items():
        readable(name, figure)
        bars = [line for line in figure.axes[0].lines if line.get_linewidth() == row_pages.BAR]
        assert not bars
        assert any("[no interval]" in text for text in texts(figure))


def test_without_pairs_there_is_no_page_of_them(rich: Report) -> None:
    twinless = replace(rich, pairs=replace(rich.pairs, pairs=()))
    assert next(forest.charts(twinless)).name == "forest"


# Pages of rows.


def row(first: str, value: float = 1.0, interval: tuple[float, float] | None = None) -> Row:
    return Row((first,), (Dot(value, interval, Mark("o", lambda _: "black")),))


def test_long_parts_are_cut_where_the_first_label_changes() -> None:
    part = Part("all", tuple(row(label) for label in "abcde" for _ in range(8)))
    pages = list(rows.pages([part], 24))
    assert [one.lines for page in pages for one in page] == [17, 17, 9]
    assert [one.heading for page in pages for one in page][1:] == ["all, continued"] * 2
    firsts = ["".join(dict.fromkeys(one.labels[0] for one in page[0].rows)) for page in pages]
    assert firsts == ["ab", "cd", "e"]


def test_parts_share_a_page_as_long_as_they_fit() -> None:
    parts = [Part("", (row("a"),) * count) for count in (10, 13, 2, 30)]
    pages = list(rows.pages(parts, 24))
    assert [[one.lines for one in page] for page in pages] == [[10, 13], [2, 15], [15]]


def test_an_endless_interval_does_not_hide_the_dots() -> None:
    low, high = rows.limits([row("a", 2.0, (1e-9, 1e9)).dots[0]])
    assert 0.2 < low < 1
    assert 2 < high < 8


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ((0.9, 1.12), ["0.9x", "0.95x", "1x", "1.05x", "1.1x"]),
        ((0.3, 4.5), ["0.5x", "0.75x", "1x", "1.5x", "2x", "3x", "4x"]),
        ((0.1, 9.0), ["1/8x", "1/4x", "1/2x", "1x", "2x", "4x", "8x"]),
    ],
)
def test_ticks_are_round(within: tuple[float, float], expected: list[str]) -> None:
    assert rows.tick_labels(rows.spread(within)) == expected


def test_the_pairs_of_another_plan_are_found_by_their_cells(rich: Report) -> None:
    """A twin that was never measured has its line, and says so."""
    lost_twin = msgspec.structs.replace(rich.pairs.pairs[0].twin, workers=64)
    unknown = replace(rich.pairs.pairs[0], twin=lost_twin, ratio=None)
    report = replace(rich, pairs=replace(rich.pairs, pairs=(*rich.pairs.pairs, unknown)))
    assert "not measured" in texts(next(forest.charts(report)).draw(LIGHT))
