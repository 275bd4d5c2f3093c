"""`gilbench sharing`: data, a table and a picture of real lanes; wrong usage is one line."""

from pathlib import Path

import pytest
from gilbench import gilbench

from record.sharing import parse_sharing

ONE = ("sharing", "--interpreters", "3.13")


def test_a_table_data_and_pictures(tmp_path: Path) -> None:
    done = gilbench(
        *(*ONE, "--kinds", "lock,list", "--out", tmp_path),
        *("--strategies", "threads,processes-fork,interpreters,interpreter-pool"),
    )
    assert done.returncode == 0, done.stderr
    path = tmp_path / "probes" / "sharing-3.13.json"
    found = parse_sharing(path.read_bytes(), path)
    assert len(found.entries) == 2 * 4 * 3
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["list", "same", "copy", "copy"] in lines
    assert ["lock", "same", "error", "1;", "start", "copy", "error", "1"] in lines
    assert ["1", "TypeError:", "cannot", "pickle", "'_thread.lock'", "object"] in lines
    assert "interpreter-pool: InterpreterPoolExecutor is new in Python 3.14" in done.stdout
    for suffix in (".png", ".svg"):
        assert (tmp_path / "report" / f"sharing-3.13{suffix}").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (("--kinds", "lokc"), 2, "unknown kind of object 'lokc'; did you mean 'lock'?"),
        (("--strategies", "thread"), 2, "did you mean 'threads'?"),
        (("--kinds", "int", "--strategies", "threads", "--out", "/dev/null/x"), 5, "be written"),
    ],
)
def test_wrong_usage_is_one_line(more: tuple[str, ...], code: int, message: str) -> None:
    done = gilbench(*ONE, *more)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
