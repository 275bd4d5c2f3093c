"""--inputs: what the function is called with."""

import json
from pathlib import Path

import pytest

from harness.advise import inputs
from harness.advise.inputs import Inputs
from harness.advise.target import Target, parse
from harness.errors import GilbenchError


@pytest.fixture
def target(tmp_path: Path) -> Target:
    (tmp_path / "mine.py").write_text("def work(x): ...\ndef make_inputs(): ...\n")
    return parse("mine.py:work", tmp_path, installed=False)


def parsed(target: Target, spec: str, *, unpack: bool = False) -> Inputs:
    return inputs.parse(spec, unpack, target, Path(target.folder))


def values(target: Target, spec: str) -> list[object]:
    return [json.loads(line) for line in parsed(target, spec).lines()]


def refused(target: Target, spec: str, *, unpack: bool = False) -> str:
    with pytest.raises(GilbenchError) as error:
        parsed(target, spec, unpack=unpack)
    assert error.value.exit_code == 2
    told = str(error.value)
    assert len(told.splitlines()) == 1
    return told


def test_a_glob_gives_paths_as_the_user_wrote_them(target: Target, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "more").mkdir()
    for name in ("b.jpg", "a.jpg", "c.png", "more/ü.jpg"):
        (tmp_path / "photos" / name).write_text("")
    assert values(target, "photos/*.jpg") == ["photos/a.jpg", "photos/b.jpg"]
    assert values(target, "photos/**/*.jpg")[-1] == "photos/more/ü.jpg"
    assert values(target, "photos/*") == ["photos/a.jpg", "photos/b.jpg", "photos/c.png"]
    assert values(target, "phot*") == ["photos"]  # folders where there is nothing else
    assert values(target, f"{tmp_path}/photos/a.jpg") == [f"{tmp_path}/photos/a.jpg"]
    assert refused(target, "photos/*.gif") == "--inputs 'photos/*.gif': there is no such file"
    assert "a pattern is one" in refused(target, "nothing.txt")


def test_json_lines(target: Target, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'\xef\xbb\xbf1\r\n\n  \n{"a": [2]}\n"\\ud800"\nnull')
    found = parsed(target, "in.jsonl")
    assert (found.total, found.unpack, found.generator) == (4, False, "")
    assert values(target, "in.jsonl") == [1, {"a": [2]}, "\ud800", None]
    (tmp_path / "bad.jsonl").write_text("1\n{a\n")
    assert refused(target, "bad.jsonl").startswith("bad.jsonl, line 2 is not JSON: ")
    (tmp_path / "deep.jsonl").write_text("[" * 100_000)
    assert "line 1 is not JSON: nested too deeply" in refused(target, "deep.jsonl")
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\n")
    assert "line 1 is not JSON" in refused(target, "odd.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n")
    assert refused(target, "empty.jsonl") == "empty.jsonl holds no input"
    assert refused(target, "none.jsonl") == "no such file: none.jsonl"


def test_unpacking(target: Target, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('[1, 2]\n{"a": 1}\n')
    assert parsed(target, "*in.jsonl").unpack
    assert parsed(target, "in.jsonl", unpack=True).unpack
    assert parsed(target, "*make_inputs") == Inputs(
        "*make_inputs", unpack=True, generator="make_inputs"
    )
    assert values(target, "*.jsonl") == ["in.jsonl"]  # a pattern
    (tmp_path / "in.jsonl").write_text("[1]\n5\n")
    assert "line 2: 5 is neither a list nor an object" in refused(target, "*in.jsonl")
    for spec in ("range(3)", "*.py"):
        assert "only values of JSON lines" in refused(target, spec, unpack=True)


def test_a_column(target: Target, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text('id,"the text"\n1,"a\nb"\n\n2,c\n')
    assert values(target, "in.csv:the text") == ["a\nb", "c"]
    assert refused(target, "in.csv:text") == (
        "in.csv has no column 'text'; it has 'id', 'the text'"
    )
    (tmp_path / "semi.csv").write_text("id;text\n1;a\n2\n")
    assert refused(target, "semi.csv:text") == "semi.csv, line 3 has no column 'text'"
    (tmp_path / "head.csv").write_text("id,text\n")
    assert refused(target, "head.csv:text").endswith("holds no input")
    (tmp_path / "none.csv").write_text("")
    assert refused(target, "none.csv:text").endswith("it has none")
    (tmp_path / "odd.csv").write_bytes(b"id\n\xff\n")
    assert "is no CSV file" in refused(target, "odd.csv:id")
    assert refused(target, "no.csv:id") == "no such file: no.csv"
    assert values(target, "in.csv") == ["in.csv"]  # a path


def test_a_range(target: Target) -> None:
    assert values(target, "range(3)") == [0, 1, 2]
    assert values(target, "range(5, 1, -2)") == [5, 3]
    for spec in ("range()", "range(a)", "range(1.5)", "range(1, 2, 0)", "range(10**20)"):
        assert "no range of whole numbers" in refused(target, spec)
    assert "holds no input" in refused(target, "range(0)")


def test_of_many_inputs_evenly_spaced_ones_are_taken(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MOST", 4)
    found = parsed(target, "range(10)")
    assert found.total == 10
    assert list(found.lines()) == ["0", "2", "5", "7"]


def test_a_generator_function(target: Target) -> None:
    assert parsed(target, "make_inputs").generator == "make_inputs"
    assert refused(target, "make_input") == (
        "--inputs 'make_input' is no file, and mine.py has no function 'make_input' at its top "
        "level; did you mean 'make_inputs'?"
    )
    assert refused(target, " ") == "--inputs is empty"
