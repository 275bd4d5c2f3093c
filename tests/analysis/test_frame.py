"""The two tables, against pyperf's own reading of the same files."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import geometric_mean

import fake_run
import msgspec
import numpy as np
import pyperf
import pytest
from fake_run import SMALL, Fake

import analysis
from analysis.caveats import Kind
from analysis.report import build
from record import METADATA_KEY, Attempt, RecordError, RunFiles, Status
from record.process import parse_process

Make = Callable[[Fake], Path]
COLUMNS = [
    *("run", "machine", "host", "interpreter", "build", "gil", "strategy", "workload"),
    *("parameters", "workers", "lanes", "mode", "replicate", "quantity", "unit", "block"),
    *("value", "cpu", "memory", "control"),
]


def test_the_columns_and_their_kinds(small: Path) -> None:
    frame = analysis.load(small)
    assert list(frame.columns) == COLUMNS
    assert frame["interpreter"].cat.ordered
    assert list(frame["interpreter"].cat.categories) == ["3.13", "3.13t"]
    assert frame["gil"].dtype == "boolean"
    assert set(frame["parameters"]) == {"n=60000"}
    assert set(frame["quantity"]) == {""}
    assert set(frame["unit"]) == {"second"}
    assert set(frame["mode"]) == {"chunk=1,gc=on,pool=warm,scaling=strong"}
    assert set(frame.loc[frame["interpreter"] == "3.13t", "gil"]) == {False}
    first = pyperf.BenchmarkSuite.load(str(small / "3.13" / "sequential.json")).get_benchmarks()[0]
    told = json.loads(first.get_runs()[0].get_metadata()[METADATA_KEY])
    assert frame["control"].iloc[0] == pytest.approx(geometric_mean(told["control"]))
    threads = frame[(frame["strategy"] == "threads") & (frame["workers"] == 2)]
    assert set(threads["lanes"]) == {2}
    assert threads["memory"].iloc[0] == 22 * 2**20


def test_cpu_is_of_all_lanes_for_one_batch(small: Path) -> None:
    frame = analysis.load(small)
    wide = frame[(frame["strategy"] == "threads") & (frame["workers"] == 2)]
    assert wide["cpu"].to_numpy() == pytest.approx(fake_run.SECONDS["primes"])


@pytest.mark.parametrize("merge", [True, False])
def test_values_and_means_are_those_of_pyperf(make: Make, merge: bool) -> None:
    fake = replace(SMALL, merge=merge, failed={})
    root = make(fake)
    frame = analysis.load(root)
    oracle: dict[tuple[str, int], tuple[float, ...]] = {}
    paths = root.glob("3.*/*.json") if merge else (root / "raw").rglob("*.json")
    for path in paths:
        for benchmark in pyperf.BenchmarkSuite.load(str(path)):
            for run in benchmark.get_runs():
                told = json.loads(run.get_metadata()[METADATA_KEY])
                cell = told["cell"]
                key = (
                    *(cell["interpreter"], cell["strategy"], cell["workers"], cell["replicate"]),
                    told["block"],
                )
                oracle[key] = run.values
    by = ["interpreter", "strategy", "workers", "replicate", "block"]
    ours = {key: tuple(part["value"]) for key, part in frame.groupby(by, observed=True, sort=False)}
    assert ours == oracle
    assert len(ours) == fake.blocks * frame.groupby(by[:-1], observed=True).ngroups


def test_merged_files_are_enough_once_raw_is_gone(make: Make) -> None:
    whole = make(SMALL)
    expected = analysis.load(whole)
    shutil.rmtree(whole / "raw")
    assert analysis.load(whole).equals(expected)


def test_a_newer_raw_file_replaces_what_was_merged(make: Make) -> None:
    root = make(SMALL)
    cell = fake_run.planned(SMALL)[0]
    raw = RunFiles(root).raw_path(cell, 2)
    told = fake_run.process(cell, 2, SMALL, 1.0)
    fake_run.dump(raw, [pyperf.Benchmark([fake_run.pyperf_run(told, [7.0, 7.5])])])
    future = raw.stat().st_mtime + 10
    os.utime(raw, (future, future))
    os.utime(RunFiles(root).journal_path, (future, future))
    frame = analysis.load(root)
    here = frame[
        (frame["interpreter"] == "3.13")
        & (frame["strategy"] == "sequential")
        & (frame["replicate"] == 0)
        & (frame["block"] == 2)
    ]
    assert list(here["value"]) == [7.0, 7.5]


def test_a_calibration_is_no_value(make: Make) -> None:
    root = make(replace(SMALL, merge=False))
    raw = next((root / "raw").rglob("3.13.sequential.w1.json"))
    before = len(analysis.load(root))
    content = json.loads(raw.read_text())
    content["benchmarks"][0]["runs"].insert(
        0, {"metadata": {"calibrate_loops": 1}, "warmups": [[1, 0.1]]}
    )
    raw.write_text(json.dumps(content))
    assert len(analysis.load(root)) == before


def test_the_innermost_metadata_counts(make: Make) -> None:
    """pyperf writes a key in one place; a file joined by hand may have it in several."""
    root = make(replace(SMALL, merge=False))
    raw = next((root / "raw").rglob("3.13.sequential.w1.json"))
    expected = analysis.load(root)
    content = json.loads(raw.read_text())
    outer = content["metadata"]
    content["benchmarks"][0]["metadata"] = dict(outer)
    content["metadata"] = outer | {METADATA_KEY: "{}", "unit": "byte"}
    raw.write_text(json.dumps(content))
    assert analysis.load(root).equals(expected)


def again(root: Path, block: int, factor: float, reason: str = "") -> None:
    """One more take of a block of the first group: times `factor` as long."""
    files = RunFiles(root)
    cells = {cell.key: cell for cell in fake_run.planned(SMALL)}
    lines = []
    for attempt in files.journal():
        if attempt.block == block and attempt.measured:
            path = files.raw_path(cells[attempt.cell], block, take=1)
            (run,) = pyperf.Benchmark.load(str(root / attempt.file)).get_runs()
            values = [value * factor for value in run.values]
            told = parse_process(run.get_metadata()[METADATA_KEY], "it")
            fake_run.dump(path, [pyperf.Benchmark([fake_run.pyperf_run(told, values)])])
            status = Status.CONTAMINATED if reason else Status.OK
            name = str(path.relative_to(root))
            changes = {"take": 1, "status": status, "reason": reason, "file": name}
            lines.append(msgspec.structs.replace(attempt, **changes).line())
    files.journal_path.write_bytes(files.journal_path.read_bytes() + b"".join(lines))


def test_the_take_that_counts_is_read(make: Make) -> None:
    root = make(SMALL)
    before = analysis.load(root)
    again(root, 2, factor=10.0)
    after = analysis.load(root)
    assert len(after) == len(before)
    ratio = after["value"] / before["value"]
    assert ratio[before["block"] == 2].to_numpy() == pytest.approx(10)
    assert ratio[before["block"] != 2].to_numpy() == pytest.approx(1)


def test_a_contaminated_take_counts_only_where_there_is_no_clean_one(make: Make) -> None:
    root = make(SMALL)
    before = analysis.load(root)
    again(root, 2, factor=10.0, reason="other processes kept 1.0 of 2 CPUs busy")
    assert analysis.load(root).equals(before)
    assert set(analysis.cells(root)["contaminated"]) == {0}


def test_contaminated_processes_that_count_are_counted(make: Make) -> None:
    root = make(SMALL)
    before = analysis.load(root)
    files = RunFiles(root)
    lines = [
        msgspec.structs.replace(one, status=Status.CONTAMINATED, reason="steal").line()
        if one.block == 0 and one.measured
        else one.line()
        for one in files.journal()
    ]
    files.journal_path.write_bytes(b"".join(lines))
    assert analysis.load(root).equals(before)
    rows = analysis.cells(root)
    assert set(rows.loc[rows["status"] == "ok", "contaminated"]) == {1}
    assert set(rows.loc[rows["status"] == "unsupported", "contaminated"]) == {0}
    spoilt = int(rows["contaminated"].sum())
    (caveat,) = (one for one in build(root).caveats if one.kind is Kind.CONTAMINATED)
    assert caveat.cause == f"{spoilt} of {spoilt * SMALL.blocks} processes ran beside other work"


def test_a_cell_that_failed_once_gives_no_row(make: Make) -> None:
    root = make(replace(SMALL, failed={}))
    cell = fake_run.planned(SMALL)[0]
    journal = RunFiles(root).journal_path
    crash = Attempt(cell=cell.key, block=3, status=Status.FAILED, reason="SIGSEGV")
    journal.write_bytes(journal.read_bytes() + crash.line())
    frame = analysis.load(root)
    original = (frame["interpreter"] == "3.13") & (frame["strategy"] == "sequential")
    assert not (original & (frame["replicate"] == 0)).any()
    row = analysis.cells(root).set_index("cell").loc[cell.key]
    assert (row["status"], row["reason"], row["blocks"]) == ("failed", "SIGSEGV", 5)


def test_every_planned_cell_has_a_row(small: Path) -> None:
    rows = analysis.cells(small)
    assert list(rows["cell"]) == [cell.key for cell in fake_run.planned(SMALL)]
    by = rows.set_index(["interpreter", "strategy", "workers", "replicate"])
    assert by.loc[("3.13t", "processes-fork", 2, 0), "status"] == "failed"
    assert by.loc[("3.13t", "processes-fork", 2, 0), "reason"] == "checksum 1, expected 6057"
    assert by.loc[("3.13", "interpreter-pool", 2, 0), "status"] == "unsupported"
    assert by.loc[("3.13", "interpreter-pool", 2, 0), "reason"] == fake_run.NO_POOL
    good = by.loc[("3.13t", "threads", 2, 0)]
    assert (good["status"], good["blocks"], good["lanes"], good["gil"]) == ("ok", 6, 2, False)
    assert good["command"].startswith("gilbench run")
    assert 0.5 < good["effective_cores"] < 4
    assert np.isnan(by.loc[("3.13", "interpreter-pool", 2, 0), "effective_cores"])


def test_an_unfinished_run_says_what_is_missing(make: Make) -> None:
    root = make(replace(SMALL, blocks=1, unfinished=True, merge=False))
    rows = analysis.cells(root)
    missing = rows[rows["status"] == "missing"]
    assert 0 < len(missing) < len(rows)
    assert set(missing["reason"]) == {""}
    assert len(analysis.load(root)) == SMALL.values * (rows["status"] == "ok").sum()


def test_a_run_without_a_journal_has_only_missing_cells(make: Make) -> None:
    root = make(SMALL)
    RunFiles(root).journal_path.unlink()
    assert analysis.load(root).empty
    assert set(analysis.cells(root)["status"]) == {"missing"}


def test_a_proof_against_the_label_fails_the_cell(make: Make) -> None:
    root = make(replace(SMALL, merge=False))
    raw = next((root / "raw").rglob("1/3.13t.threads.w2.json"))
    raw.write_text(raw.read_text().replace(r"\"gil_after\": false", r"\"gil_after\": true", 1))
    row = analysis.cells(root).query("cell.str.endswith('/3.13t.threads.w2')").iloc[0]
    assert row["status"] == "failed"
    assert "GIL was on in 1 of 2 lanes" in row["reason"]
    frame = analysis.load(root)
    wide = (frame["strategy"] == "threads") & (frame["workers"] == 2) & (frame["replicate"] == 0)
    assert set(frame.loc[wide, "interpreter"]) == {"3.13"}


def test_no_run_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no run"):
        analysis.load(tmp_path)
