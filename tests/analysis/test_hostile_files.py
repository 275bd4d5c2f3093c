"""Damaged and hostile files: a RecordError of one line, whatever is in them."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import fake_run
import pytest
from fake_run import SMALL, Fake
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis.report import build
from record import Attempt, RecordError, RunFiles, Status

TINY = replace(
    SMALL, blocks=2, values=2, strategies=("sequential", "threads"), workers=(2,), failed={}
)
Make = Callable[[Fake], Path]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tiny") / "run"
    fake_run.write(root, TINY)
    return root


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


def some_files(root: Path) -> list[Path]:
    return [
        root / "manifest.json",
        root / "journal.jsonl",
        root / "3.13" / "threads.json",
        next((root / "raw").rglob("3.13t.threads.w2.json")),
    ]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_bytes_never_end_in_a_traceback(tiny: Path, data: st.DataObject) -> None:
    """Cut, overwritten or stuffed anywhere: it is read, or refused with a RecordError."""
    path = data.draw(st.sampled_from(some_files(tiny)))
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    junk = data.draw(
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from([b"NaN", b"-1", b"1e999", b'"', b"\xff\xfe", b"[" * 3000, b"null"]),
        )
    )
    cut = data.draw(st.sampled_from(["truncate", "replace", "insert"]))
    rest = {"truncate": b"", "replace": whole[at + len(junk) :], "insert": whole[at:]}[cut]
    try:
        path.write_bytes(whole[:at] + junk + rest)
        _read_or_refuse(tiny)
    finally:
        path.write_bytes(whole)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value[:2]))
    return [path, *(deeper for key, inner in pairs for deeper in places(inner, (*path, key)))]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_value_of_any_type_anywhere(tiny: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([file for file in some_files(tiny) if file.suffix == ".json"]))
    whole = path.read_bytes()
    content = json.loads(whole)
    place = data.draw(st.sampled_from(places(content)[1:]))
    target = content
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = data.draw(JSON)
    try:
        path.write_text(json.dumps(content))
        _read_or_refuse(tiny)
    finally:
        path.write_bytes(whole)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_value_in_what_a_process_told(tiny: Path, data: st.DataObject) -> None:
    path = tiny / "3.13" / "threads.json"
    whole = path.read_bytes()
    content = json.loads(whole)
    metadata = content["benchmarks"][0]["runs"][0]["metadata"]
    told = json.loads(metadata["gilbench"])
    place = data.draw(st.sampled_from(places(told)[1:]))
    target = told
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = data.draw(JSON)
    metadata["gilbench"] = json.dumps(told)
    try:
        path.write_text(json.dumps(content))
        _read_or_refuse(tiny)
    finally:
        path.write_bytes(whole)


def _read_or_refuse(root: Path) -> None:
    try:
        frame = analysis.load(root)
        build(root)
    except RecordError as error:
        assert "\n" not in str(error)
        return
    assert (frame["value"] > 0).all()
    assert (frame["value"] < 1e9).all()


@pytest.mark.parametrize("number", ["NaN", "-0.1", "0", "1e400", "1e300", '"1"', "null"])
def test_impossible_values_are_refused(make: Make, number: str) -> None:
    root = make(replace(TINY, keep_raw=False))
    path = root / "3.13" / "threads.json"
    content = json.loads(path.read_text())
    content["benchmarks"][0]["runs"][0]["values"][0] = "@"
    path.write_text(json.dumps(content).replace('"@"', number))
    assert "threads.json" in refused(root)


@pytest.mark.parametrize("name", ["manifest.json", "journal.jsonl", "3.13/threads.json"])
@pytest.mark.parametrize("junk", [b"[" * 200_000, b'{"x": "\xff"}\n', b"\x00\n", b"\xff\n", b"{\n"])
def test_junk_is_refused_by_name(make: Make, name: str, junk: bytes) -> None:
    root = make(TINY)
    (root / name).write_bytes(junk + b"\n")
    assert Path(name).name in refused(root)


def test_deep_nesting_in_what_a_process_told(make: Make) -> None:
    root = make(replace(TINY, keep_raw=False))
    path = root / "3.13" / "threads.json"
    content = json.loads(path.read_text())
    content["benchmarks"][0]["runs"][0]["metadata"]["gilbench"] = '{"x":' + "[" * 200_000
    path.write_text(json.dumps(content))
    assert "threads.json" in refused(root)


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


def test_links_in_a_circle(make: Make) -> None:
    root = make(replace(TINY, merge=False))
    raw = RunFiles(root).raw_path(fake_run.planned(TINY)[0], 0)
    raw.unlink()
    raw.symlink_to(raw.name)
    refused(root)


def test_a_pipe_in_a_files_place_does_not_hang(make: Make) -> None:
    root = make(replace(TINY, merge=False))
    raw = RunFiles(root).raw_path(fake_run.planned(TINY)[0], 0)
    raw.unlink()
    os.mkfifo(raw)
    assert "not a plain file" in refused(root)


def test_labels_cannot_lead_out_of_the_run(make: Make) -> None:
    root = make(TINY)
    text = (root / "manifest.json").read_text()
    (root / "manifest.json").write_text(text.replace('"3.13t"', '"../../3.13t"'))
    (root / "journal.jsonl").unlink()
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


def test_other_units_are_not_taken_for_seconds(make: Make) -> None:
    root = make(replace(TINY, keep_raw=False))
    path = root / "3.13" / "threads.json"
    path.write_text(path.read_text().replace('"second"', '"byte"'))
    assert "'byte', not seconds" in refused(root)
