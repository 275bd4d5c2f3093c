"""Quantities, units, sweeps and modes: from the files to tables, sentences and charts."""

import io
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fake_run
import msgspec
import pytest
from fake_run import RICH, SMALL, Fake
from hypothesis import given
from hypothesis import strategies as st
from legible import drawn
from rich.console import Console

import analysis
from analysis.caveats import Kind
from analysis.charts import charts
from analysis.control import Controls
from analysis.estimate import Verdict, verdict
from analysis.reading.observations import observe
from analysis.render.choice import leading, sweeps
from analysis.render.legend import legend
from analysis.render.markdown import markdown
from analysis.render.table import swept, table
from analysis.render.terminal import show
from analysis.report import Group, Report, build
from analysis.samples import samples_of
from analysis.speedups import Speedup
from analysis.titles import titles
from record import Cell, RunFiles

Make = Callable[[Fake], Path]


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rich") / "run"
    fake_run.write(root, RICH)
    return root


@pytest.fixture(scope="module")
def report(rich: Path) -> Report:
    return build(rich)


def group(report: Report, title: str) -> Group:
    (found,) = (one for one in report.groups if one.title.text == title)
    return found


def of(report: Report, title: str, interpreter: str, strategy: str, workers: int = 2) -> Speedup:
    found = group(report, title).entries[interpreter, strategy, workers].speedup
    assert found is not None
    return found


def printed(report: Report, width: int = 100) -> str:
    stream = io.StringIO()
    show(report, Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


def test_frames_have_a_row_a_reading(rich: Path) -> None:
    frame, rows = analysis.load(rich), analysis.cells(rich)
    assert list(rows["cell"]) == [
        cell.of(quantity).key
        for cell in fake_run.planned(RICH)
        for quantity in fake_run.UNITS.get(cell.workload, {"": "second"})
    ]
    assert rows["cell"].is_unique
    units = dict.fromkeys(zip(frame["quantity"], frame["unit"], strict=True))
    assert set(units) == {
        *(("", "second"), ("create", "second"), ("teardown", "second"), ("time", "second")),
        *(("idle-pss", "byte"), ("worked-pss", "byte"), ("kept", "integer")),
    }
    private = frame[(frame["quantity"] == "kept") & (frame["interpreter"] == "3.13")]
    assert private["value"].median() == pytest.approx(64 * 9000, rel=0.02)
    by = rows.set_index(["workload", "quantity", "interpreter", "strategy", "workers"])
    commands = {by.loc[("startup", one, "3.13", "threads", 2), "command"].iloc[0] for one in
                ("create", "teardown")}  # fmt: skip
    assert len(commands) == 1  # of the process that measures both
    assert "gilbench run" in commands.pop()


def test_titles_have_what_tells_the_groups_of_a_workload_apart(report: Report) -> None:
    assert [one.title.text for one in report.groups] == [
        *("primes", "primes scaling=weak", "primes gc=off"),
        *("hashlib size=262144", "hashlib size=1024", "hashlib size=16777216"),
        *("startup create (imports=nothing)", "startup teardown (imports=nothing)"),
        *("startup create (imports=heavy)", "startup teardown (imports=heavy)"),
        *("memory idle-pss", "memory worked-pss"),
        *("counter sharing=unlocked", "counter kept (sharing=unlocked)"),
        *("counter sharing=private", "counter kept (sharing=private)"),
    ]


NAMES = st.sampled_from(["a", "b", "c", "tasks"])


@given(
    st.lists(
        st.builds(
            Cell,
            interpreter=st.just("3.13"),
            strategy=st.just("threads"),
            workload=st.sampled_from(["x", "y"]),
            parameters=st.dictionaries(NAMES, st.integers(0, 2) | st.sampled_from(["u", "v"])),
            workers=st.just(1),
            mode=st.dictionaries(NAMES, st.sampled_from(["on", "off"])),
            quantity=st.sampled_from(["", "time", "p99"]),
        ),
        max_size=8,
        unique_by=lambda cell: cell.group,
    )
)
def test_no_two_groups_have_one_title(cells: list[Cell]) -> None:
    found = titles(cells)
    assert list(found) == sorted(found, key=list(found).index)
    assert set(found) == {cell.group for cell in cells}
    assert len({title.text for title in found.values()}) == len(cells)
    for workload in {cell.workload for cell in cells}:
        first = next(cell for cell in cells if cell.workload == workload)
        assert found[first.group].first
        assert found[first.group].usual


def test_groups_of_a_workload_stand_together(rich: Path, tmp_path: Path) -> None:
    """A plan may have a workload's other modes at its end."""
    files = RunFiles(rich)
    manifest = files.manifest()
    cells = sorted(manifest.plan.cells, key=lambda cell: cell.mode["gc"] == "off")
    plan = msgspec.structs.replace(manifest.plan, cells=cells)
    moved = tmp_path / "moved"
    shutil.copytree(rich, moved)
    written = msgspec.structs.replace(manifest, plan=plan).encode()
    RunFiles(moved).manifest_path.write_bytes(written)
    groups = build(moved).groups
    workloads = [one.workload for one in groups]
    assert workloads == sorted(workloads, key=workloads.index)
    assert groups[2].title.text == "primes gc=off"


def test_weak_scaling_is_compared_by_the_copy(report: Report) -> None:
    """Twice the work by two workers in the time of one is a scaled speedup of two."""
    strong, weak = (
        of(report, one, "3.13t", "threads") for one in ("primes", "primes scaling=weak")
    )
    assert weak.own is not None
    assert strong.own is not None
    assert weak.own.value == pytest.approx(strong.own.value, rel=0.05)
    assert weak.own.value == pytest.approx(1.92, rel=0.05)
    assert weak.value.value == pytest.approx(0.08 * 1.22 / 1.92, rel=0.25)
    assert group(report, "primes scaling=weak").weak
    assert "Gustafson" in legend(report)


def test_where_nothing_is_created_by_sequential_threads_are_the_base(report: Report) -> None:
    create = group(report, "startup create (imports=nothing)")
    assert create.bases == ("threads",)
    spawn = of(report, create.title.text, "3.13t", "processes-spawn")
    assert spawn.own is not None
    assert spawn.reference is not None
    assert spawn.own.value == pytest.approx(0.0002 / 0.06, rel=0.05)
    assert spawn.reference.value == pytest.approx(0.0002 / 0.06 / 1.5, rel=0.05)
    threads = of(report, create.title.text, "3.13", "threads")
    assert (threads.own, threads.reference) == (None, None)
    assert "In startup it is over threads." in legend(report)
    assert create.sentence.startswith(
        f"{create.title.text}: with w=2, lowest is threads, no clear winner among 3.12 and 3.13;"
    )
    assert "lowest: threads on 3.13, w=2: " in create.sentence
    assert create.rows[0][0] == "threads"


def test_a_build_against_itself_under_the_gil_is_no_base(make: Make) -> None:
    """But of the family, whose size decides every interval."""
    fake = replace(
        *(SMALL,),
        labels=("3.13", "3.13t", "3.13t+gil"),
        workloads=("primes", "startup"),
        strategies=("sequential", "threads", "processes-fork"),
        failed={},
    )
    plain, more = (build(make(replace(fake, against_forced=one))) for one in (False, True))
    assert more.family.declared > plain.family.declared
    assert len(more.family.ratios) == more.family.declared
    for one, other in zip(plain.cells, more.cells, strict=True):
        assert one.speedup is not None
        assert other.speedup is not None
        assert (one.speedup.own is None) == (other.speedup.own is None)
        for first, second in (
            (one.speedup.own, other.speedup.own),
            (one.speedup.reference, other.speedup.reference),
        ):
            assert (first and first.value) == (second and second.value)


def test_memory_is_used_and_not_fast(report: Report) -> None:
    idle = group(report, "memory idle-pss")
    found = of(report, idle.title.text, "3.13", "processes-spawn")
    assert found.own is not None
    assert found.own.value == pytest.approx(30 / 12, rel=0.02)
    assert found.own.verdict is Verdict.MORE
    assert found.own.interval is not None
    assert found.own.interval[0] < found.own.value < found.own.interval[1]
    rows = {(row.strategy, row.workers): row.cells for row in table(idle, "3.13").rows}
    spawn = rows["processes-spawn", "2"][1]
    assert spawn is not None
    assert re.fullmatch(r"30\.\d MiB \[[\d.]+, [\d.]+\]", spawn.main)
    assert re.fullmatch(r"uses 2\.\d\dx \[[\d.]+, [\d.]+\]", spawn.second)
    assert (spawn.trend, spawn.cores) == (-1, "")
    assert "least memory" in idle.sentence
    assert "threads on 3.1" in idle.sentence
    assert "uses 1.0" in idle.sentence
    for text in (idle.sentence, *(cell.second for row in rows.values() for cell in row if cell)):
        assert "fast" not in text


@given(st.floats(0.1, 10), st.floats(1.0, 3.0), st.floats(0.01, 0.5))
def test_less_of_a_time_is_faster_and_less_of_all_else_is_less(
    middle: float, width: float, margin: float
) -> None:
    interval = (middle / width, middle * width)
    mirrored = (1 / interval[1], 1 / interval[0])
    said = verdict(interval, margin), verdict(mirrored, margin, "byte")
    words = {
        Verdict.FASTER: Verdict.LESS,
        Verdict.SLOWER: Verdict.MORE,
        Verdict.SAME: Verdict.SAME,
        Verdict.INCONCLUSIVE: Verdict.INCONCLUSIVE,
    }
    edges = (1.0, 1 + margin, 1 / (1 + margin))
    if not any(abs(limit - edge) < 1e-9 for limit in interval for edge in edges):
        assert said[1] is words[said[0]]


def test_a_rate_is_shown_and_not_compared(make: Make) -> None:
    """The time that it is made of is compared."""
    run = make(replace(SMALL, workloads=("primes", "transfer")))
    found = build(run)
    assert {one.quantity for one in found.groups if one.workload == "transfer"} == {"round_trip"}
    frame = analysis.load(run)
    rates = frame[frame["unit"] == "byte/second"]
    assert set(rates["quantity"]) == {"bandwidth"}
    for text in (printed(found), markdown(found)):
        assert re.search(r"bandwidth.*1\.\d\d GiB/s|bandwidth.*9\d\d MiB/s", text)


def test_of_counts_nobody_wins(report: Report) -> None:
    kept = group(report, "counter kept (sharing=unlocked)")
    assert re.fullmatch(
        r"counter kept \(sharing=unlocked\): (39|40)\dk \[\d+, \d+\] \(threads on 3\.13t, w=2\)"
        r" to 5[78]\dk \[\d+, \d+\] \(.* on 3.*, w=2\)\.",
        kept.sentence,
    )
    shown = [cell for row in table(kept, "3.13").rows for cell in row.cells if cell]
    assert {cell.trend for cell in shown} == {0}
    assert not any(cell.second.startswith("uses") for cell in shown)


def test_effective_cores_are_of_batches_alone(report: Report) -> None:
    for one in report.groups:
        cores = {entry.effective_cores is not None for entry in one.measured()}
        assert cores == {one.quantity in ("", "time")}


def test_the_time_of_a_batch_is_a_speedup_whatever_its_name(report: Report) -> None:
    rows = table(group(report, "counter sharing=unlocked"), "3.13").rows
    threads = next(row for row in rows if (row.strategy, row.workers) == ("threads", "2")).cells[1]
    assert threads is not None
    assert re.match(r"1\.9\dx \[", threads.main)
    assert threads.cores


def test_a_process_is_one_cell_whatever_it_measures(report: Report) -> None:
    """Its failure, its outliers and its command are told once."""
    page = markdown(report)
    folded = page[page.rindex("<details>") :]
    cells = fake_run.planned(RICH)
    assert f"All {len(cells)} cells" in folded
    assert folded.count("gilbench run") == len(cells)


def test_what_fails_is_counted_once(make: Make) -> None:
    failed = {("3.13", "processes-fork", "startup"): "lost a task"}
    root = make(replace(SMALL, workloads=("startup",), failed=failed, workers=(2,), twins=()))
    (caveat,) = (one for one in build(root).caveats if one.kind is Kind.FAILED)
    assert caveat.cause == "1 cell failed: lost a task"


def test_twins_are_judged_by_their_first_quantity(make: Make) -> None:
    fake = replace(SMALL, workloads=("memory",), strategies=("sequential", "threads"), failed={})
    root = make(fake)
    twins = [cell for cell in fake_run.planned(fake) if cell.replicate]
    pairs = build(root).pairs.pairs
    assert [pair.twin.key for pair in pairs] == [cell.of("idle-pss").key for cell in twins]


def test_a_collector_against_the_mode_fails_the_cell(make: Make) -> None:
    rows = analysis.cells(make(replace(SMALL, failed={}, collector=False)))
    wrong = rows[rows["status"] == "failed"]
    assert len(wrong)
    assert set(wrong["reason"].str.replace(r"\d", "N", regex=True)) == {
        "the collector was not on in N of N lanes"
    }
    assert not (rows["status"] == "ok").any()


def test_other_versions_of_a_package_are_warned_of(make: Make) -> None:
    old, new = {"numpy": "2.3.5"}, {"numpy": "2.4.0"}
    fake = replace(SMALL, labels=("3.12", "3.13", "3.13t"), failed={})
    unlike = build(make(replace(fake, packages={"3.12": old, "3.13": new, "3.13t": new})))
    (caveat,) = (one for one in unlike.caveats if one.kind is Kind.PACKAGES)
    assert caveat.cause == "numpy is not the same everywhere: 2.3.5 on 3.12, 2.4.0 on 3.13, 3.13t"
    assert "primes" in caveat.effect
    same = build(make(replace(fake, packages={"3.12": new, "3.13": new}))).caveats
    assert not any(one.kind is Kind.PACKAGES for one in same)


def test_a_sweep_is_one_table(report: Report) -> None:
    found = dict(sweeps(report.groups))
    assert list(found) == [
        "hashlib by size",
        *("startup create by imports", "startup teardown by imports"),
        *("counter by sharing", "counter kept by sharing"),
    ]
    own = found["hashlib by size"]
    assert [one.title.told_by for one in own] == ["size=1024", "size=262144", "size=16777216"]
    content = swept(own, "3.13")
    rows = [(row.strategy, row.workers, row.told_by) for row in content.rows]
    assert len(rows) == len(set(rows)) == 3 * len(own[0].rows)
    for row in content.rows:
        one = next(group for group in own if group.title.told_by == row.told_by)
        whole = {(other.strategy, other.workers): other for other in table(one, "3.13").rows}
        mains = [cell and cell.main for cell in whole[row.strategy, row.workers].cells]
        assert [cell and cell.main for cell in row.cells] == mains


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_terminal_shows_the_first_group_of_each_workload_and_no_number_cut(
    report: Report, width: int
) -> None:
    content = printed(report, width)
    assert "…" not in content
    assert max(len(line.rstrip()) for line in content.splitlines()) <= width
    flat = " ".join(content.split())
    first = [one.title.text for one in leading(report.groups)]
    for one in report.groups:
        assert (f"{one.title.text}: " in flat) == (one.title.text in first)
    assert "8 more groups, of other parameters and modes" in flat
    assert "hashlib by size" in flat


def test_markdown_has_every_group(report: Report) -> None:
    page = markdown(report).replace("\\", "")
    for one in report.groups:
        assert page.count(f"## {one.title.text}\n") == 1
        assert f"**{one.sentence}**" in page
    assert "The 8 groups of other parameters and modes in full" in page
    assert "**30.0 MiB" not in page  # more memory is no win


def test_charts_show_times_as_speedups_and_the_rest_in_its_unit(report: Report) -> None:
    found = drawn(charts(report))
    known = ("heatmap", "amounts", "scaling")
    assert [name for name in found if name.startswith(known)] == [
        *("heatmap", "amounts-startup", "amounts-memory"),
        *("scaling-primes", "scaling-hashlib-size-262144", "scaling-counter-sharing-unlocked"),
        "scaling-primes-scaling-weak",
    ]
    titled = [axes.get_title(loc="left") for axes in found["heatmap"].axes[:-1]]
    assert titled == ["primes", "hashlib size=262144", "counter sharing=unlocked"]
    memory = found["amounts-memory"].axes[0]
    texts = [text.get_text() for text in memory.texts]
    assert sum(text.endswith("MiB") for text in texts) == 4 * 3
    assert not any(text.endswith("x") for text in texts)
    whole = " ".join(text.get_text() for text in found["amounts-startup"].texts)
    assert "times as much as threads on 3.13" in whole
    weak = found["scaling-primes-scaling-weak"]
    assert any("scaled speedup" in text.get_text() for text in weak.texts)


def test_a_control_is_of_a_process_and_not_of_each_quantity(rich: Path) -> None:
    """Else what separates two interpreters would look better known than it is."""
    seen = observe(rich)
    readings = [cell for cell, _ in seen.manifest.plan.readings()]
    every = [cell for cell in readings if cell.workload == "counter"]
    times = [cell for cell in every if cell.quantity == "time"]
    samples = samples_of(seen.columns, readings)
    base, other = (
        next(cell for cell in times if cell.interpreter == label and cell.strategy == "threads")
        for label in ("3.13", "3.13t")
    )
    found = [
        Controls(cells, seen.manifest.plan.kinds, samples).contrast(base, other)
        for cells in (every, times)
    ]
    assert found[0] == found[1]
    assert found[0][0] != found[0][1]  # it does adjust
    for cell in every:
        if cell.quantity == "kept":
            effect, plain = Controls(every, seen.manifest.plan.kinds, samples).contrast(
                cell, msgspec.structs.replace(cell, interpreter="3.13")
            )
            assert effect == plain  # what is counted is not slowed
