"""The price of entry, memory a lane and break-even as charts: their numbers, and what is absent."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import ModuleType

import fake_run
import legible
import pytest
from fake_run import SMALL, Fake
from made_up_readings import cell, readings
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.charts import breakeven, entry, memory
from analysis.charts.style import DARK, HEIGHT, LIGHT, SMALLEST, STYLES, WIDTH, Style
from analysis.charts.waterfall import TOGETHER, bands
from analysis.figures import Figure as Number
from analysis.overhead.crossing import Crossing
from analysis.overhead.granularity import granularity
from analysis.overhead.memory import beyond
from analysis.overhead.memory import memory as memory_tables
from analysis.overhead.readings import Readings
from analysis.overhead.startup import entries, startup
from analysis.overhead.tax import lane_tax
from analysis.render.figures import figure as written
from analysis.report import Report, build
from record import Cell, Unit

Make = Callable[[Fake], Path]
Of = Callable[[Readings], Report]

CHARTS = (entry, memory, breakeven)
MIB = 2**20
UNITS: dict[str, dict[str, Unit]] = {
    "startup": dict.fromkeys(("create", "first", "steady", "teardown"), "second"),
    "memory": dict.fromkeys(("idle-pss", "idle-uss", "worked-pss", "worked-uss"), "byte"),
}
PHASES = {"create": 1.0, "first": 0.02, "steady": 0.005, "teardown": 0.2}
KNOWN = tuple(name for name in fake_run.STRATEGIES if name != "sequential")
NONE = "interpreter-pool"  # is not to be had
FIVE = ("threads", "asyncio", "processes-forkserver", "processes-spawn", NONE)
MANY = (*KNOWN, *(f"processes-of-kind-{number}" for number in range(13)))
TURNS = (20, 2_000, 200_000)
REASON = "InterpreterPoolExecutor is new in Python 3.14, and costs $5 or $6"
LABELS = ("3.13", "3.13t")


def cells(
    strategies: tuple[str, ...],
    workers: tuple[int, ...],
    labels: tuple[str, ...] = LABELS,
    chunks: tuple[str, ...] = ("1",),
) -> list[Cell]:
    lanes = [(name, count) for name in strategies for count in workers]
    single = [("sequential", 1), *((name, 1) for name in strategies)]
    return [
        one
        for label in labels
        for one in (
            *(cell("startup", *lane, label, imports="nothing", tasks=50) for lane in lanes),
            *(
                cell("memory", *lane, label, imports="nothing", depth=14)
                for lane in (("sequential", 1), *lanes)
            ),
            *(
                cell(workload, *lane, label, n=1)
                for workload in ("primes", "json_roundtrip")
                for lane in single
            ),
            *(
                cell("granularity", *lane, label, turns=turns, tasks=10, chunk=chunk)
                for turns in TURNS
                for chunk in chunks
                for lane in (("sequential", 1), *lanes)
            ),
        )
    ]


def truth(one: Cell) -> float | None:
    if one.strategy == NONE and one.interpreter == "3.13":
        return None
    size = 1 + 3 ** (sum(map(ord, one.strategy)) % 7)  # from threads to spawn
    if one.workload == "startup":
        return 1e-3 * size * PHASES[one.quantity] * one.workers
    if one.workload == "memory":
        lanes = 0 if one.strategy == "sequential" else one.workers
        return MIB * (20 + lanes * size / 90 * (1.5 if one.quantity.startswith("worked") else 1))
    if one.workload == "granularity":
        turns = one.parameters["turns"]
        assert isinstance(turns, int)
        if one.strategy == "sequential":
            return turns * 5e-7
        chunk = 1 if one.mode["chunk"] == "1" else 8
        return turns * 5e-7 / min(one.workers, 2) + size * 2e-5 / chunk
    return 0.1 if one.strategy == "sequential" else 0.1 + size * 1e-4


def made(known: list[Cell], **noise: float) -> Readings:
    told = {"blocks": 5, "own": 0.05, "shared": 0.1} | noise
    return readings(known, truth, units=UNITS, reason=REASON, **told)  # type: ignore[arg-type]


FEW = made(cells(("threads", NONE), (2,)))
SIXTEEN = made(cells(FIVE, (1, 2, 16), ("3.13t",), ("1", "auto")))
TWENTY = made(cells(MANY, (1, 16), ("3.13",)), cores=16)
ONCE = made(cells(FIVE, (2,), ("3.13", "3.13t", "3.14", "3.14t", "3.15")), blocks=1)
WILD = made(cells(FIVE[:2], (1, 2), ("3.13t",)), blocks=2, own=0.6)
RUNS = {"few": FEW, "sixteen": SIXTEEN, "twenty": TWENTY, "once": ONCE, "wild": WILD}


@pytest.fixture(scope="module")
def of(small: Path) -> Of:
    """A report that has these readings."""
    report = build(small)
    return lambda known: replace(report, readings=known)


def drawn(
    chart: ModuleType, report: Report, style: Style = LIGHT, most: int | None = None
) -> dict[str, Figure]:
    """The first pictures of a chart, or all of them."""
    found = legible.drawn(chart.charts(report), style, most)
    for figure in found.values():
        assert tuple(figure.get_size_inches()) == (WIDTH, HEIGHT)
    return found


def texts(figure: Figure) -> list[Text]:
    """Those that are seen; labels that are switched off are still among a figure's objects."""
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def words(figure: Figure) -> str:
    return " ".join(text.get_text().replace(r"\$", "$") for text in texts(figure))


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.__name__.rpartition(".")[2])
def test_all_is_on_the_slide_and_nothing_on_anything_else(
    of: Of, chart: ModuleType, run: str
) -> None:
    style = DARK if run in ("sixteen", "once") else LIGHT
    most = None if (chart, run) == (memory, "twenty") else 1
    for name, figure in drawn(chart, of(RUNS[run]), style, most).items():
        with style.drawing():
            canvas = FigureCanvasAgg(figure)
            canvas.draw()
            renderer = canvas.get_renderer()
            boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]
        assert len(boxes) > 10
        assert min(text.get_fontsize() for text in texts(figure)) >= SMALLEST
        for text, box in boxes:
            assert box.x0 >= 0, (name, text)
            assert box.y0 >= 0, (name, text)
            assert box.x1 <= figure.bbox.width, (name, text)
            assert box.y1 <= figure.bbox.height, (name, text)
        for (one, first), (other, second) in combinations(boxes, 2):
            assert not first.padded(-2).overlaps(second.padded(-2)), (name, one, other)


def test_each_step_starts_where_the_last_one_ended_and_says_what_the_table_says(of: Of) -> None:
    figure = drawn(entry, of(FEW))["entry-3-13t-w2-imports-nothing"]
    axes = figure.axes[0]
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    bars = [bar for bar in bars if bar[1] > bar[0]][: 2 * len(PHASES)]
    for steps in (bars[:4], bars[4:]):
        assert steps[0][0] == 0
        assert [start for start, _ in steps[1:]] == pytest.approx([end for _, end in steps[:-1]])
    table = startup(FEW)
    assert table is not None
    shown = words(figure)
    of_label = next(one for one in table.tables if one.caption == "imports=nothing on 3.13t")
    for line in of_label.lines:
        for said in line.said:
            assert isinstance(said, Number)
            assert written(said).main in shown
    whole = next(one for one in table.tables if "spawn to join" in one.caption)
    for line in whole.lines:
        said = line.said[whole.columns.index("3.13t")]
        assert isinstance(said, Number)
        assert written(said).main in shown
        assert written(said).interval in shown


def test_what_differs_by_a_hundred_times_has_axes_of_its_own(of: Of) -> None:
    rows, absent = entry.rows_of(
        TWENTY,
        [one for one in entries(TWENTY) if one.quantity == "create" and one.workers == 16],
        entry.Besides(TWENTY, most=4),
    )
    assert set(absent) == {NONE}
    seconds = [row.waterfall.seconds for row in rows]
    assert seconds == sorted(seconds)
    together = bands([row.waterfall for row in rows])
    assert len(together) > 1
    for band in together:
        assert seconds[band[-1]] / seconds[band[0]] <= TOGETHER


def test_tax_and_memory_beside_the_waterfall_are_those_of_their_tables(of: Of) -> None:
    shown = words(drawn(entry, of(FEW))["entry-3-13t-w2-imports-nothing"])
    taxes = lane_tax(FEW)
    assert taxes is not None
    for line in taxes.tables[0].lines:
        said = line.said[taxes.tables[0].columns.index("3.13t")]
        assert isinstance(said, Number)
        assert written(said).main in shown
    assert "primes" in shown
    assert "idle" in shown


def test_memory_says_the_numbers_of_its_tables(of: Of) -> None:
    for run, caption in ((FEW, "imports=nothing on 3.13t"), (SIXTEEN, "Each worker more")):
        section = memory_tables(run)
        assert section is not None
        table = next(one for one in section.tables if one.caption.startswith(caption))
        pictures = drawn(memory, of(run))
        shown = " ".join(words(figure) for name, figure in pictures.items() if "a-lane" in name)
        numbers = [
            written(said).main.removesuffix(" MiB")
            for line in table.lines
            for name, said in zip(table.columns, line.said, strict=True)
            if isinstance(said, Number)
            and "uss" not in name
            and not any(label.endswith("uss") for label in line.labels)
        ]
        assert len(numbers) > 3
        assert [one for one in numbers if one not in shown] == []


def test_totals_by_workers_where_several_were_measured(of: Of) -> None:
    assert [name for name in drawn(memory, of(FEW)) if "by-workers" in name] == []
    figure = drawn(memory, of(TWENTY))["memory-by-workers-after-work-imports-nothing"]
    line = next(one for one in figure.axes[0].containers if one[0].get_color())[0]
    threads = cell("memory", "threads", 16, imports="nothing", depth=14)
    said = beyond(TWENTY, threads.of("worked-pss"))
    assert isinstance(said, Number)
    assert list(line.get_xdata()) == pytest.approx([1, 16], abs=1)
    assert line.get_ydata()[-1] == pytest.approx(said.estimate.value)


def test_numbers_of_workers_are_those_measured(of: Of) -> None:
    found = drawn(memory, of(TWENTY))["memory-by-workers-idle-imports-nothing"]
    assert list(found.axes[0].get_xticks()) == [1, 16]


def test_break_even_is_marked_where_the_table_has_it(of: Of) -> None:
    figure = drawn(breakeven, of(SIXTEEN), most=1)["breakeven-3-13t-w2-1-of-2"]
    section = granularity(SIXTEEN)
    assert section is not None
    table = section.tables[0]
    marks, plot = figure.axes[:2]
    shown = words(figure)
    for reaches in ("1x", "90%"):
        (line,) = (one for one in table.lines if one.labels == ("threads", "2", "auto", reaches))
        said = line.said[table.columns.index("3.13t")]
        assert isinstance(said, Number)
        assert f"{written(said).main} {written(said).interval}" in shown
        crossing = said.estimate
        assert isinstance(crossing, Crossing)
        assert any(crossing.value == pytest.approx(x) for x in _xs(marks))
        assert crossing.interval is not None
        assert any(min(crossing.interval) == pytest.approx(x) for x in _xs(marks))
        if reaches == "1x":
            assert any(crossing.value == pytest.approx(x) for x in _xs(plot))


def _xs(axes: Axes) -> list[float]:
    return [float(x) for line in axes.lines for x in line.get_xdata() if len(line.get_xdata()) < 9]


def test_chunks_of_a_strategy_stand_beside_each_other_and_differ_in_their_markers(of: Of) -> None:
    figure = drawn(breakeven, of(SIXTEEN), most=1)["breakeven-3-13t-w2-1-of-2"]
    (legend,) = figure.legends
    names = [text.get_text() for text in legend.get_texts()]
    assert names[:4] == [
        *("threads, chunk 1", "threads, chunk auto"),
        *("asyncio, chunk 1", "asyncio, chunk auto"),
    ]
    one, other = (line.get_fillstyle() for line in legend.get_lines()[:2])
    assert one != other


@pytest.mark.parametrize("chart", (entry, memory))
def test_the_tables_behind_have_every_number_that_is_written(of: Of, chart: ModuleType) -> None:
    one = next(chart.charts(of(FEW)))
    found = [written(said).main.removesuffix(" MiB") for said in legible.numbers(one)]
    shown = words(one.draw(LIGHT)).split()
    assert len(found) > 3
    assert [number for number in found if number.split()[0] not in shown] == []


def test_the_tables_behind_break_even_have_its_points(of: Of) -> None:
    one = next(breakeven.charts(of(FEW)))
    paying, points = one.tables
    plot = one.draw(LIGHT).axes[1]
    (drawn_,) = [own for own in plot.lines if own.get_marker() == "o" and len(own.get_xdata()) == 3]
    lengths, efficiencies = zip(*(line.said for line in points.lines[:3]), strict=True)
    for drawn_at, said in ((drawn_.get_xdata(), lengths), (drawn_.get_ydata(), efficiencies)):
        values = [own.estimate.value for own in said if isinstance(own, Number)]
        assert list(drawn_at) == pytest.approx(values)
    assert [line.labels for line in paying.lines] == [("threads",)]
    assert paying.notes


@pytest.mark.parametrize("chart", CHARTS)
def test_what_is_not_there_says_why(of: Of, chart: ModuleType) -> None:
    shown = " ".join(words(figure) for figure in drawn(chart, of(FEW), most=1).values())
    assert f"unsupported: {REASON}" in shown
    assert NONE in shown


def test_one_block_has_values_and_says_that_it_has_no_intervals(of: Of) -> None:
    for chart in CHARTS:
        for figure in drawn(chart, of(ONCE), most=1).values():
            assert "too few blocks for intervals" in words(figure)
            assert "95%" not in words(figure)


def test_a_wide_run_shows_the_workers_that_have_cores_and_the_most(of: Of) -> None:
    names = [*drawn(entry, of(SIXTEEN)), *drawn(breakeven, of(SIXTEEN), most=3)]
    counts = {part for name in names for part in name.split("-") if part in ("w1", "w2", "w16")}
    assert counts == {"w2", "w16"}
    assert len(set(names)) == len(names)


def test_a_run_without_such_workloads_has_no_such_pictures(small: Path) -> None:
    report = build(small)
    assert [name for chart in CHARTS for name in drawn(chart, report)] == []


def test_a_failed_cell_of_a_real_run_says_so_in_either_style(make: Make) -> None:
    failed = {("3.13", "processes-fork", name): "killed by $9" for name in ("startup", "memory")}
    fake = replace(
        SMALL, labels=("3.13",), workloads=("startup", "memory"), blocks=2, failed=failed
    )
    report = build(make(fake))
    for style in STYLES.values():
        for chart in (entry, memory):
            (figure, *_) = drawn(chart, report, style).values()
            assert "processes-fork" in words(figure)
            assert "failed: killed by $9" in words(figure)
            assert figure.get_facecolor() == to_rgba(style.paper)


def test_broad_intervals_are_bars_that_hide_no_other_curve(of: Of) -> None:
    for run, shape in (("few", "bands"), ("wild", "bars")):
        figure = next(iter(drawn(breakeven, of(RUNS[run]), most=1).values()))
        assert f"{shape}: 95% intervals" in words(figure)
        bands_drawn = [one for one in figure.axes[1].collections if isinstance(one, PolyCollection)]
        assert bool(bands_drawn) is (shape == "bands")


def test_what_a_step_is_called_hides_no_bar(of: Of) -> None:
    """Of an interval that leaves the picture the name stands on the interval."""
    for figure in drawn(entry, of(WILD)).values():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        for axes in figure.axes:
            bars = [bar.get_window_extent() for bar in axes.patches]
            for text in axes.texts:
                behind = text.get_bbox_patch()
                box = text.get_window_extent(canvas.get_renderer())
                if behind is not None and behind.get_facecolor() == to_rgba(LIGHT.paper):
                    hidden = [bar for bar in bars if bar.padded(-2).overlaps(box)]
                    assert not hidden, text.get_text()
