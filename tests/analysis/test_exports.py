"""What other programs read of a report: the tables, as CSV, JSON and Parquet."""

import io
import json
import os
import runpy
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fake_run
import pandas as pd
import pytest
from click.testing import CliRunner
from fake_run import SMALL, Fake

import analysis
from analysis import charts
from analysis.report import Report, build
from analysis.tables import ratios, results
from harness.commands.report import command
from harness.errors import GilbenchError, NotWritable
from record.cell import canonical

Make = Callable[[Fake], Path]
EXAMPLE = Path(__file__).parents[2] / "examples" / "best_strategies.py"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("exported") / "run"
    reason = "=HYPERLINK(1), with a comma"
    fake_run.write(root, replace(SMALL, failed={("3.13t", "processes-fork", "primes"): reason}))
    return root


@pytest.fixture(scope="module")
def report(run: Path) -> Report:
    return build(run)


def printed(*words: str) -> str:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_reading_has_a_row(run: Path, report: Report) -> None:
    table = results(report)
    rows = analysis.cells(run)
    for name in ("cell", "status", "reason", "parameters"):
        assert list(table[name]) == list(rows[name])
    good = table[table["status"] == "ok"]
    assert ((good["low"] < good["value"]) & (good["value"] < good["high"])).all()
    assert table.loc[table["status"] != "ok", ["value", "low", "high"]].isna().all(axis=None)


def test_every_comparison_has_a_row(report: Report) -> None:
    table = ratios(report).set_index(["cell", "base"])
    assert set(table.index) == set(report.family.ratios)
    for names, one in report.family.ratios.items():
        row = table.loc[names]
        assert (row["ratio"], row["low"], row["high"]) == (one.value, *(one.interval or ()))
        assert row["verdict"] == one.verdict
    known = {entry.cell.key: entry.cell for entry in report.cells}
    for (cell, base), row in table.iterrows():
        assert row["parameters"] == canonical(known[cell].parameters)
        assert (row["base_strategy"], row["base_workers"]) == (
            known[base].strategy,
            known[base].workers,
        )


def test_csv_is_the_table_and_no_formula(run: Path, report: Report) -> None:
    table = pd.read_csv(io.StringIO(printed(str(run), "--format", "csv")), keep_default_na=False)
    assert list(table.columns) == list(results(report).columns)
    assert list(table["cell"]) == list(results(report)["cell"])
    assert "'=HYPERLINK(1), with a comma" in set(table["reason"])
    good = results(report)["status"] == "ok"
    assert list(table.loc[good, "value"].astype(float)) == list(results(report)["value"][good])


def test_json_is_one_object_of_plain_numbers(run: Path, report: Report) -> None:
    text = printed(str(run), "--format", "json")
    told = json.loads(text, parse_constant=pytest.fail)  # NaN, Infinity
    assert told["version"] == 1
    assert told["pairs"]["soundness"] == report.pairs.soundness.value
    assert len(told["results"]) == len(report.cells)
    assert len(told["ratios"]) == len(report.family.ratios)
    assert {one["severity"] for one in told["caveats"]} <= {"error", "warning", "note"}
    failed = [one for one in told["results"] if one["status"] == "failed"]
    assert {one["value"] for one in failed} == {None}
    assert printed(str(run), "--format", "json") == text


def test_what_is_printed_drives_no_terminal(make: Make) -> None:
    reason = "a\x9b31mb\x07c\u202ed\r\ne\x1b]0;t\x07 → f"
    hostile = make(replace(SMALL, failed={("3.13t", "processes-fork", "primes"): reason}))
    text = printed(str(hostile), "--format", "json")
    assert reason in {one["reason"] for one in json.loads(text)["results"]}
    for shown in (text, printed(str(hostile), "--format", "csv")):
        assert "→ f" in shown
        assert shown.replace("\n", "").isprintable()


def test_one_block_has_nulls_for_intervals(make: Make) -> None:
    told = json.loads(printed(str(make(replace(SMALL, blocks=1))), "--format", "json"))
    assert {one["low"] for one in told["ratios"]} == {None}
    assert all(one["ratio"] for one in told["ratios"])


def test_parquet_has_every_table(run: Path, report: Report, tmp_path: Path) -> None:
    said = printed(str(run), "--format", "parquet", "--out", str(tmp_path / "out"))
    assert "values.parquet, results.parquet, ratios.parquet" in said
    values, found, compared = (
        pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        for name in ("values", "results", "ratios")
    )
    pd.testing.assert_frame_equal(values, analysis.load(run))
    pd.testing.assert_frame_equal(found, results(report))
    pd.testing.assert_frame_equal(compared, ratios(report))


def test_where_it_cannot_be_written(run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritable, match="cannot be written"):
        printed(str(run), "--format", "parquet", "--out", str(tmp_path / "file" / "out"))


def test_a_pipe_or_a_device_is_not_replaced(run: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "results.parquet"
    os.mkfifo(pipe)
    with pytest.raises(NotWritable, match="not a plain file"):
        printed(str(run), "--format", "parquet", "--out", str(tmp_path))
    assert pipe.is_fifo()


def test_what_is_printed_goes_to_no_folder(run: Path, tmp_path: Path) -> None:
    for shape in ("csv", "json"):
        with pytest.raises(GilbenchError, match="is printed"):
            printed(str(run), "--format", shape, "--out", str(tmp_path / "out"))


def test_the_example_runs(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(charts, "CHARTS", (charts.heatmap.charts,))
    monkeypatch.setattr(sys, "argv", ["best", str(run), str(tmp_path / "pictures")])
    runpy.run_path(str(EXAMPLE), run_name="__main__")
    assert "primes n=60000 on 3.13t: threads with 2 workers" in capsys.readouterr().out
    assert (tmp_path / "pictures" / "heatmap.svg").exists()
    monkeypatch.setattr(sys, "argv", ["best", str(tmp_path)])
    with pytest.raises(SystemExit, match="holds no run"):
        runpy.run_path(str(EXAMPLE), run_name="__main__")
