"""Fixtures: an empty cache, and things that look like interpreters."""

from collections.abc import Callable
from pathlib import Path

import made_up
import pytest

from harness.interpreters.facts import Facts
from harness.interpreters.find import Finder
from harness.interpreters.names import Name


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of an empty cache of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "gilbench"


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Path]:
    """Writes an executable script."""

    def write(body: str, path: Path = tmp_path / "program", shell: str = "/bin/sh") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{shell}\n{body}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def facts() -> Callable[..., Facts]:
    """A plain build of 3.13.15, with what is given instead."""

    return made_up.facts


@pytest.fixture(scope="session")
def real() -> Path:
    """A real interpreter that can be measured, whichever this machine has."""
    for version in ("3.13", "3.12", "3.14"):
        for found in Finder().find(Name(version, False)):
            return Path(found.facts.executable)
    pytest.skip("no CPython 3.12, 3.13 or 3.14 on this machine")
