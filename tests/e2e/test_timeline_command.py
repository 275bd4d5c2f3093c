"""`gilbench timeline`: data and pictures of real lanes; wrong usage is one line."""

from pathlib import Path

import pytest
from gilbench import gilbench

from record.timeline import parse_timeline

ONE = ("timeline", "--interpreters", "3.13", "--milliseconds", "40")


def test_data_and_pictures_are_written_and_what_there_is_not_is_told(tmp_path: Path) -> None:
    done = gilbench(*ONE, "--strategies", "threads,interpreter-pool,asyncio", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    probes = {path.name: path for path in (tmp_path / "probes").iterdir()}
    assert set(probes) == {
        f"timeline-3.13-{name}.json"
        for name in ("threads", "interpreter-pool", "asyncio", "asyncio-blocking")
    }
    found = {name: parse_timeline(path.read_bytes(), path) for name, path in probes.items()}
    assert found["timeline-3.13-interpreter-pool.json"].status == "unsupported"
    assert len(found["timeline-3.13-threads.json"].lanes) >= 2
    assert "InterpreterPoolExecutor is new in Python 3.14" in " ".join(done.stdout.split())
    for suffix in (".png", ".svg"):
        assert (tmp_path / "report" / f"timeline-3.13{suffix}").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        (("--strategies", "thread"), 2, "did you mean 'threads'?"),
        (("--milliseconds", "99999"), 2, "at most 10000 milliseconds"),
        (("--workers", "0"), 2, "'0' is not a whole number from 1"),
        (("--strategies", "sequential", "--out", "/dev/null/x"), 5, "cannot be written"),
    ],
)
def test_wrong_usage_is_one_line(more: tuple[str, ...], code: int, message: str) -> None:
    done = gilbench(*ONE, *more)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
