"""Files that are right each, and wrong in a run: all of the reading refuses them alike."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_run
import pytest
from fake_run import SMALL, Fake

import analysis
from analysis.report import build
from record import METADATA_KEY, QUANTITY_KEY, Attempt, RecordError, RunFiles, Status

TINY = replace(
    SMALL, blocks=2, values=2, strategies=("sequential", "threads"), workers=(2,), failed={}
)
Make = Callable[[Fake], Path]


def refused(root: Path) -> str:
    """The text of the one error that all of the reading ends with."""
    texts = set()
    for read in (analysis.load, analysis.cells, build):
        with pytest.raises(RecordError) as caught:
            read(root)
        texts.add(str(caught.value))
    assert len(texts) == 1
    text = texts.pop()
    assert "\n" not in text
    return text


def point_journal_at(root: Path, name: str) -> None:
    files = RunFiles(root)
    key = fake_run.planned(TINY)[0].key
    line = Attempt(cell=key, block=0, status=Status.OK, file=name).line()
    files.journal_path.write_bytes(files.journal_path.read_bytes() + line)


@pytest.mark.parametrize("name", ["../../x", "/etc/hostname", "raw/../../x", "a\x00b", "x" * 5000])
def test_a_journal_cannot_lead_out_of_the_run(make: Make, name: str) -> None:
    root = make(replace(TINY, merge=False))
    point_journal_at(root, name)
    assert str(root) in refused(root)


def test_a_link_cannot_lead_out_of_the_run(make: Make, tmp_path: Path) -> None:
    """The linked file is a right one: only where it lies is wrong."""
    root = make(replace(TINY, merge=False))
    raw = RunFiles(root).raw_path(fake_run.planned(TINY)[0], 0)
    outside = tmp_path / "outside.json"
    shutil.move(raw, outside)
    raw.symlink_to(outside)
    assert "leads out of" in refused(root)


@pytest.mark.parametrize("name", ["manifest.json", "journal.jsonl"])
def test_manifest_and_journal_may_not_be_links_to_elsewhere(
    make: Make, tmp_path: Path, name: str
) -> None:
    root = make(TINY)
    shutil.move(root / name, tmp_path / "moved")
    (root / name).symlink_to(tmp_path / "moved")
    assert "leads out of" in refused(root)


def test_a_file_of_another_cell_is_refused(make: Make) -> None:
    root = make(replace(TINY, merge=False))
    files, cells = RunFiles(root), fake_run.planned(TINY)
    shutil.copy(files.raw_path(cells[0], 1), files.raw_path(cells[0], 0))
    assert "is not block 0" in refused(root)


def test_a_process_that_is_there_twice_is_refused(make: Make) -> None:
    root = make(TINY)
    path = root / "3.13" / "threads.json"
    content = json.loads(path.read_text())
    content["benchmarks"][0]["runs"].append(content["benchmarks"][0]["runs"][0])
    path.write_text(json.dumps(content))
    assert "twice" in refused(root)


def test_a_journal_of_another_plan_is_refused(make: Make) -> None:
    root = make(TINY)
    journal = root / "journal.jsonl"
    line = Attempt(cell="other/3.13.threads.w2", block=0, status=Status.OK).line()
    journal.write_bytes(journal.read_bytes() + line)
    assert "no cell of the run's plan" in refused(root)


def test_what_the_journal_names_must_be_there(make: Make) -> None:
    root = make(replace(TINY, merge=False))
    raw = RunFiles(root).raw_path(fake_run.planned(TINY)[0], 0)
    raw.unlink()
    assert raw.name in refused(root)


Content = dict[str, Any]


def rows(content: Content) -> list[Content]:
    """The benchmarks of a pyperf file, each with its own metadata."""
    for benchmark in content["benchmarks"]:
        for run in benchmark["runs"]:
            run["metadata"] = (
                content.get("metadata", {})
                | benchmark.get("metadata", {})
                | run.get("metadata", {})
            )
        benchmark["metadata"] = {}
    content["metadata"] = {}
    found: list[Content] = content["benchmarks"]
    return found


def metadata(benchmark: Content) -> Content:
    found: Content = benchmark["runs"][0]["metadata"]
    return found


def twice(found: list[Content]) -> None:
    found.append(found[0])


def lost(found: list[Content]) -> None:
    del found[0]


def unknown(found: list[Content]) -> None:
    metadata(found[0])[QUANTITY_KEY] = "p99"


def unnamed(found: list[Content]) -> None:
    del metadata(found[0])[QUANTITY_KEY]


def in_bytes(found: list[Content]) -> None:
    metadata(found[0])["unit"] = "byte"


def in_cubits(found: list[Content]) -> None:
    metadata(found[0])["unit"] = "cubit"


def of_another(found: list[Content]) -> None:
    told = json.loads(metadata(found[0])[METADATA_KEY])
    metadata(found[0])[METADATA_KEY] = json.dumps(told | {"pid": told["pid"] + 1})


def told_with_one(found: list[Content]) -> None:
    told = json.loads(metadata(found[0])[METADATA_KEY])
    told["cell"]["quantity"] = "create"
    metadata(found[0])[METADATA_KEY] = json.dumps(told)


STARTUP = replace(TINY, workloads=("startup",), strategies=("threads",))
WRONGS: list[tuple[Callable[[list[Content]], None], str]] = [
    (twice, "twice"),
    (lost, "create/3.13.threads.w2' is not there"),
    (unknown, "a quantity that the plan has not"),
    (unnamed, "a quantity that the plan has not"),
    (in_bytes, "is in bytes, not seconds as planned"),
    (in_cubits, "Invalid enum value"),
    (of_another, "is of two processes, not one"),
    (told_with_one, ""),  # of no planned cell
]


@pytest.mark.parametrize(("wrong", "told"), WRONGS)
@pytest.mark.parametrize("merged", [True, False])
def test_a_process_has_each_quantity_of_the_plan_once(
    make: Make, wrong: Callable[[list[Content]], None], told: str, merged: bool
) -> None:
    root = make(replace(STARTUP, merge=merged, keep_raw=not merged))
    files, cell = RunFiles(root), fake_run.planned(STARTUP)[0]
    path = files.merged_path("3.13", "threads") if merged else files.raw_path(cell, 0)
    content = json.loads(path.read_text())
    wrong(rows(content))
    path.write_text(json.dumps(content))
    text = refused(root)
    assert text.startswith(str(path))
    assert told in text


def test_the_time_of_a_batch_is_in_seconds(make: Make) -> None:
    root = make(replace(TINY, keep_raw=False))
    path = root / "3.13" / "threads.json"
    path.write_text(path.read_text().replace('"second"', '"byte"'))
    assert "is in bytes, not seconds as planned" in refused(root)


def test_a_raw_file_is_of_one_process(make: Make) -> None:
    root = make(replace(TINY, merge=False))
    path = RunFiles(root).raw_path(fake_run.planned(TINY)[0], 0)
    content = json.loads(path.read_text())
    content["benchmarks"].append(content["benchmarks"][0])
    path.write_text(json.dumps(content))
    assert "twice" in refused(root)
    path.write_text('{"benchmarks": []}')
    assert "holds no process" in refused(root)
