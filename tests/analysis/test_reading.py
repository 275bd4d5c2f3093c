"""What can be read besides a run: sets, pyperf files of any origin; and what is kept of it."""

import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyperf
import pytest
from fake_run import SMALL, Fake, dump
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.reading import cache
from record import SCHEMA, RecordError, RunFiles, limits
from record.run_set import RunSet

Make = Callable[[Fake], Path]


@pytest.fixture(autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    folder = tmp_path_factory.mktemp("cache") / "frames"
    monkeypatch.setattr(cache, "folder", lambda: folder)
    return folder


def benchmark(name: str, values: list[list[float]], **more: Any) -> pyperf.Benchmark:
    told = {"name": name, "unit": "second", "python_version": "3.12.1 (64-bit)", **more}
    calibration = pyperf.Run(
        [], warmups=[(1, 0.5)], metadata=told | {"calibrate_loops": 1}, collect_metadata=False
    )
    runs = [pyperf.Run(own, metadata=told, collect_metadata=False) for own in values]
    return pyperf.Benchmark([calibration, *runs])


@pytest.fixture
def foreign(tmp_path: Path) -> list[Path]:
    """As pyperformance leaves them: one packed, of two interpreters."""
    rng = np.random.default_rng(3)

    def some(**more: Any) -> list[pyperf.Benchmark]:
        return [
            benchmark(name, rng.lognormal(-4, 0.05, (4, 3)).tolist(), **more)
            for name in ("2to3", "nbody")
        ]

    base, head = tmp_path / "base.json", tmp_path / "head.json.gz"
    dump(base, some(cpu_model_name="A CPU", cpu_count=4))
    dump(head, some(python_version="3.13.0 (64-bit)", python_implementation="cpython"))
    return [base, head]


def test_files_of_pyperf_have_an_interpreter_and_a_workload(foreign: list[Path]) -> None:
    frame = analysis.load(foreign)
    assert list(frame.columns) == list(analysis.load(foreign[0]).columns)
    assert list(frame["interpreter"].cat.categories) == ["3.12.1", "3.13.0"]
    assert set(frame["workload"]) == {"2to3", "nbody"}
    assert set(frame["run"]) == {"base", "head"}
    assert set(frame["host"]) == {"A CPU, 4 cores", "unknown"}
    for name in ("machine", "strategy", "parameters", "mode"):
        assert set(frame[name]) == {"unknown"}
    for name in ("workers", "lanes", "gil", "cpu", "memory", "control"):
        assert frame[name].isna().all()
    assert list(frame["block"].unique()) == [0, 1, 2, 3]  # its processes
    rows = analysis.cells(foreign)
    assert list(rows["status"]) == ["ok"] * 4
    assert list(rows["blocks"]) == [4] * 4
    assert list(rows["cell"]) == ["base/2to3", "base/nbody", "head/2to3", "head/nbody"]


def test_pyperf_prints_the_same_numbers(foreign: list[Path]) -> None:
    frame = analysis.load(foreign)
    for path in foreign:
        run = path.name.partition(".")[0]
        for own in pyperf.BenchmarkSuite.load(str(path)):
            here = frame[(frame["run"] == run) & (frame["workload"] == own.get_name())]["value"]
            assert tuple(here) == own.get_values()
            for ours, pyperfs in (
                (here.mean(), own.mean()),
                (here.median(), own.median()),
                (here.std(), own.stdev()),
            ):
                assert own.format_value(ours) == own.format_value(pyperfs)
                assert f"{ours:.12g}" == f"{pyperfs:.12g}"


@given(st.lists(st.lists(st.floats(1e-9, 1e6), min_size=1, max_size=4), min_size=1, max_size=5))
def test_values_come_back_as_pyperf_reads_them(values: list[list[float]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        path = Path(tempfile.mkdtemp()) / "one.json"
        patch.setattr(cache, "folder", lambda: path.parent / "frames")
        dump(path, [benchmark("one", values)])
        (own,) = pyperf.BenchmarkSuite.load(str(path))
        assert tuple(analysis.load(path)["value"]) == own.get_values()
        shutil.rmtree(path.parent)


def test_names_that_are_alike_are_told_by_their_folders(foreign: list[Path]) -> None:
    other = foreign[0].parent / "other"
    other.mkdir()
    shutil.copy(foreign[0], other)
    frame = analysis.load([foreign[0], other / foreign[0].name])
    assert set(frame["run"]) == {str(foreign[0])[:-5], str(other / "base")}


def test_packed_and_not_are_two_files(foreign: list[Path]) -> None:
    other = foreign[0].with_name("base.json.gz")
    shutil.copy(foreign[1], other)
    frame = analysis.load([foreign[0], other])
    assert list(frame["run"].unique()) == [str(foreign[0]), str(other)]
    assert len(analysis.load([foreign[0], other])) == len(frame) == 48


def test_names_are_told_apart_whatever_is_between(foreign: list[Path], small: Path) -> None:
    other = foreign[0].parent / "other"
    other.mkdir()
    shutil.copy(foreign[0], other)
    frame = analysis.load([foreign[0], small, other / foreign[0].name])
    assert frame["run"].nunique() == 3


def test_what_is_given_twice_would_count_twice(foreign: list[Path], small: Path) -> None:
    first = foreign[0]
    link = first.with_name("link.json")
    link.symlink_to(first)
    for twice in ([first, first], [first, link], [small, small]):
        with pytest.raises(RecordError, match="given twice"):
            analysis.load(twice)
    assert len(analysis.load(first)) == 24


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "loop"])
def test_a_path_that_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(RecordError, match="cannot be read"):
        analysis.load(tmp_path / name)


def test_runs_of_a_benchmark_have_one_unit(tmp_path: Path) -> None:
    runs = [{"values": [1]}, {"values": [1], "metadata": {"unit": "byte"}}]
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"benchmarks": [{"runs": runs, "metadata": {"name": "b"}}]}))
    with pytest.raises(RecordError, match="several units"):
        analysis.load(path)


def test_a_file_of_a_run_keeps_its_identity(small: Path) -> None:
    whole = analysis.load(small)
    frame = analysis.load(small / "3.13t" / "threads.json")
    own = whole[(whole["interpreter"] == "3.13t") & (whole["strategy"] == "threads")]
    for name in ("workers", "lanes", "mode", "parameters", "block", "gil", "cpu", "control"):
        pd.testing.assert_series_equal(
            frame[name].astype(object), own[name].astype(object), check_index=False
        )
    assert sorted(frame["value"]) == sorted(own["value"])
    assert set(frame["build"]) == {"unknown"}  # that is told by the manifest


def test_a_set_is_its_runs(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "set"
    root.mkdir()
    for name in ("a", "b"):
        shutil.copytree(make(SMALL), root / name)
    (root / "set.json").write_bytes(RunSet(schema=SCHEMA, runs=["a", "b"]).encode())
    frame, one = analysis.load(root), analysis.load(root / "a")
    assert len(frame) == 2 * len(one)
    pd.testing.assert_frame_equal(frame[: len(one)], one)
    assert len(analysis.cells(root)) == 2 * len(analysis.cells(root / "a"))
    assert analysis.load([root / "a", root / "b"]).equals(frame)
    shutil.copytree(make(replace(SMALL, seed=9)), root / "c")
    assert len(analysis.load([root / "a", root / "c"])) == len(frame)  # one kept, one not


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"schema": 3, "runs": ["../out"]}', "leads out of"),
        (b'{"schema": 3, "runs": []}', "length >= 1"),
        (b'{"schema": 3, "runs": ["a", "./a"]}', "a is in it twice"),
        (b'{"schema": 9, "runs": ["a"]}', "its schema is 9"),
        (b"[]", "not a set of runs"),
        (b'{"schema": 3, "runs": ["nowhere"]}', "holds no run"),
    ],
)
def test_a_set_that_is_none(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "set.json").write_bytes(content)
    with pytest.raises(RecordError, match=told):
        analysis.load(tmp_path)


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", b"", "it is empty"),
        ("a.json", b"{}", "not a pyperf file"),
        ("a.json.gz", b"{}", "not a gzip file"),
        ("a.json.gz", _packed(b"{}")[:-9], "ends too early"),
        ("a.json.gz", _packed(b"{}") * 2, "something follows"),
        ("a.json.gz", _packed(bytes(limits.RESULTS + 1)), "more than"),
        ("a.json", b'{"benchmarks": [{"runs": [{"values": [0]}]}]}', "> 1e-12"),
        (
            "a.json",
            json.dumps({"benchmarks": [{"runs": [{"values": [1]}]}] * 2}).encode(),
            "'unknown' is there twice",
        ),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RecordError, match=told):
        analysis.load(path)
    with pytest.raises(RecordError, match=r"a\.json"):
        analysis.load([path])


def test_nothing_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="nothing to read"):
        analysis.load([])
    with pytest.raises(RecordError, match="nowhere"):
        analysis.load(tmp_path / "nowhere")


@pytest.fixture
def not_read_again(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def forbid() -> None:
        def again(*_: object) -> None:
            raise AssertionError("it was read again")

        monkeypatch.setattr("analysis.reading.observe", again)
        monkeypatch.setattr("analysis.reading.read_files", again)

    return forbid


def test_what_was_read_is_kept(
    make: Make, foreign: list[Path], not_read_again: Callable[[], None]
) -> None:
    sources = [make(SMALL), foreign]
    frames = [(analysis.load(one), analysis.cells(one)) for one in sources]
    not_read_again()
    for source, (values, rows) in zip(sources, frames, strict=True):
        pd.testing.assert_frame_equal(analysis.load(source), values)
        pd.testing.assert_frame_equal(analysis.cells(source), rows)


def test_a_run_that_moved_is_the_same(
    make: Make, tmp_path: Path, not_read_again: Callable[[], None]
) -> None:
    root = make(SMALL)
    frame = analysis.load(root)
    shutil.move(root, tmp_path / "moved")
    not_read_again()
    assert analysis.load(tmp_path / "moved").equals(frame)


def test_another_content_is_read(make: Make, kept: Path) -> None:
    root = make(SMALL)
    before = analysis.load(root)
    path = root / "3.13" / "threads.json"
    told = json.loads(path.read_text())
    value = told["benchmarks"][0]["runs"][0]["values"][0]
    text = path.read_text()
    assert text.count(repr(value)) == 1
    stat = path.stat()
    other = repr(value)[:-1] + ("1" if repr(value)[-1] != "1" else "2")
    path.write_text(text.replace(repr(value), other))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as if nothing had happened
    after = analysis.load(root)
    assert (after["value"] != before["value"]).sum() == 1
    assert len(list(kept.iterdir())) == 2


def test_what_nobody_touched_is_not_hashed_again(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(SMALL)
    hashed: list[object] = []
    key = cache.key
    monkeypatch.setattr(cache, "key", lambda sources: hashed.append(sources) or key(sources))
    for _ in range(2):  # just written: it may be written again in the same moment
        frame = analysis.load(root)
    assert len(hashed) == 2
    monkeypatch.setattr(cache, "JUST_NOW", 0)
    for _ in range(3):
        assert analysis.load(root).equals(frame)
    assert len(hashed) == 3
    manifest = RunFiles(root).manifest_path
    content, stat = manifest.read_bytes(), manifest.stat()
    manifest.write_bytes(content.replace(b"Imaginary CPU 9000", b"Imaginary CPU 9001"))
    os.utime(manifest, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # as if nothing had happened
    assert set(analysis.load(root)["host"]) == {"Imaginary CPU 9001, 2 cores"}
    assert len(hashed) == 4


def test_a_run_that_is_being_measured_is_not_kept(make: Make, kept: Path) -> None:
    analysis.load(make(replace(SMALL, merge=False)))
    assert not kept.exists()


def flip(path: Path) -> None:
    """Bytes of the first column: without its checksum most of these would be other values."""
    content = bytearray(path.read_bytes())
    content[40:48] = bytes(one ^ 255 for one in content[40:48])
    path.write_bytes(content)


def retyped(path: Path) -> None:
    table = pq.read_table(path)
    texts = pa.array(["1"] * len(table))
    pq.write_table(table.set_column(0, table.column_names[0], texts), path)


def damaged(place: Path) -> Iterator[Callable[[], None]]:
    for path in place.iterdir():
        yield lambda path=path: path.write_bytes(b"PAR1 nothing PAR1")  # type: ignore[misc]
        yield lambda path=path: path.write_bytes(path.read_bytes()[:-20])  # type: ignore[misc]
        yield lambda path=path: path.unlink()  # type: ignore[misc]
    for path in place.glob("*.parquet"):
        yield lambda path=path: flip(path)  # type: ignore[misc]
        yield lambda path=path: pd.DataFrame({"a": [1]}).to_parquet(path)  # type: ignore[misc]
        yield lambda path=path: retyped(path)  # type: ignore[misc]
    yield lambda: shutil.rmtree(place)


def test_a_damaged_cache_is_made_again(make: Make, kept: Path) -> None:
    root = make(SMALL)
    frame = analysis.load(root)
    (place,) = kept.iterdir()
    for damage in list(damaged(place)):
        damage()
        assert analysis.load(root).equals(frame)
        assert [one.name for one in kept.iterdir()] == [place.name]


def test_where_nothing_can_be_kept_it_is_read(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    root = make(SMALL)
    frame = analysis.load(root)
    for folder in (tmp_path / "file" / "frames", tmp_path / ("x" * 300)):
        monkeypatch.setattr(cache, "folder", lambda folder=folder: folder)
        assert analysis.load(root).equals(frame)


def test_the_cache_has_an_end(make: Make, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 1)
    for seed in range(3):
        analysis.load(make(replace(SMALL, seed=seed)))
    assert len(list(kept.iterdir())) == 1


def test_another_version_reads_for_itself(make: Make, kept: Path) -> None:
    root = make(SMALL)
    sources = {"manifest.json": RunFiles(root).manifest_path}
    before = cache.key(sources)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "_code", lambda: b"another")
        assert cache.key(sources) != before


def test_a_file_without_end_is_not_hashed(make: Make) -> None:
    root = make(SMALL)
    with (root / "3.13" / "threads.json").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(RecordError, match="1099511627776 bytes; at most"):
        analysis.load(root)
