"""`gilbench explain`: data, text and pictures of real lanes; wrong usage is one line."""

from pathlib import Path

import pytest
from gilbench import gilbench

from record.explain import parse_explained

ONE = ("explain", "--interpreters", "3.13")


def test_data_text_and_pictures_are_there_and_what_there_is_not_is_told(tmp_path: Path) -> None:
    done = gilbench(*ONE, "--strategies", "interpreters,interpreter-pool", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    probes = {path.name: path for path in (tmp_path / "probes").iterdir()}
    names = {f"explain-3.13-{name}.json" for name in ("interpreters", "interpreter-pool")}
    assert set(probes) == names
    found = {name: parse_explained(path.read_bytes(), path) for name, path in probes.items()}
    assert found["explain-3.13-interpreter-pool.json"].status == "unsupported"
    assert "InterpreterPoolExecutor is new in Python 3.14" in done.stdout
    seen = found["explain-3.13-interpreters.json"].seen
    assert seen
    for told in (
        f"process {seen.main.pid}: main",
        "interpreter 2, GIL ",
        "shared:",
        "each has its own:",
    ):
        assert told in done.stdout
    pictures = {path.name for path in (tmp_path / "report").iterdir()}
    assert pictures == {"explain-3.13-interpreters.png", "explain-3.13-interpreters.svg"}


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (("--strategies", "thread"), 2, "did you mean 'threads'?"),
        (("--workers", "99"), 2, "at most 64 workers are looked at"),
        (("--workers", "0"), 2, "'0' is not a whole number from 1"),
        (("--strategies", "sequential", "--out", "/dev/null/x"), 5, "cannot be written"),
    ],
)
def test_wrong_usage_is_one_line(more: tuple[str, ...], code: int, message: str) -> None:
    done = gilbench(*ONE, *more)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
