"""Runs made once and read by many tests; a test that damages one makes its own."""

from collections.abc import Callable
from pathlib import Path

import fake_run
import pytest
from fake_run import SMALL, Fake


@pytest.fixture
def make(tmp_path: Path) -> Callable[[Fake], Path]:
    """Writes a run and returns its folder."""

    def write(fake: Fake) -> Path:
        root = tmp_path / f"run{len(list(tmp_path.iterdir()))}"
        fake_run.write(root, fake)
        return root

    return write


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small") / "run"
    fake_run.write(root, SMALL)
    return root
