"""Wrong usage: one clear line, the documented exit code, nothing written."""

from pathlib import Path

import pytest
from gilbench import gilbench

WRONG = [
    (("run", "--preset", "quik"), 2, "did you mean 'quick'?"),
    (("run", "--strategies", "thread"), 2, "did you mean 'threads'?"),
    (("run", "--workloads", "prime"), 2, "did you mean 'primes'?"),
    (("run", "--interpreters", "3.31t"), 2, "did you mean '3.13t'?"),
    (("run", "--workers", "0"), 2, "'0' is not a whole number from 1"),
    (("run", "--workers", "-1"), 2, "'-1' is not a whole number from 1"),
    (("run", "--workers", "x"), 2, "'x' is not a whole number from 1"),
    (("run", "--blocks", "0"), 2, "'0' is not a whole number from 1"),
    (("run", "--budget", "soon"), 2, "'soon' is not a time"),
    (("run", "--timeout", "0s"), 2, "'0s' is not a time"),
    (("run", "--timeout", "9999999h"), 2, "more than thirty years"),
    (("run", "--seed", "99999999999999999999"), 2, "beyond what can be written down"),
    (("run", "-k", "primes and"), 2, "not understood at column"),
    (("run", "-k", "thredas"), 2, "did you mean 'threads'?"),
    (("run", "-k", "wrokers=2"), 2, "did you mean 'workers'?"),
    (("run", "--out", "file"), 2, "is a file"),
    (("run", "--out", "full"), 2, "holds something that is no run"),
    (("run", "--out", "damaged"), 2, "not a run's manifest"),
    (("run", "--out", "file/run"), 5, "cannot be written"),
    (("rnu",), 2, "did you mean 'run'?"),
    (("report", "nowhere"), 2, "nowhere"),
    (("suite", "3.13", "thread"), 2, "did you mean 'threads'?"),
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a file, a folder that holds something, and a run whose manifest is damaged."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "manifest.json").write_text('{"schema": 1, "run"')
    return tmp_path


@pytest.mark.parametrize(("arguments", "code", "text"), WRONG, ids=str)
def test_one_line_and_the_exit_code(
    place: Path, arguments: tuple[str, ...], code: int, text: str
) -> None:
    before = sorted(place.rglob("*"))
    done = gilbench(*arguments, cwd=place)
    lines = done.stderr.splitlines()
    assert done.returncode == code, done.stderr
    assert text in lines[-1]
    assert len(lines) == 1
    assert done.stdout == ""
    assert sorted(place.rglob("*")) == before


def test_an_interpreter_that_cannot_be_had_is_named_at_the_end(tmp_path: Path) -> None:
    done = gilbench("run", "--out", tmp_path / "run", "--interpreters", f"mine={tmp_path}/python")
    assert done.returncode == 2
    assert f"{tmp_path}/python" in done.stderr
    assert not (tmp_path / "run").exists()
