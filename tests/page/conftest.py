"""Pages made once and read by many tests, and one Chromium that looks at all of them."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fake_run
import hostile_run
import msgspec
import pytest
from fake_run import SMALL

from analysis import charts
from analysis.claims import Claim, published
from analysis.page import write_page
from analysis.report import build
from harness import cache

HERE = Path(__file__).parent
NEEDED = ("chromium", "node", "npm")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of evil texts, in a folder of a name that needs quoting."""
    return hostile_run.write(tmp_path_factory.mktemp("hostile") / "a run #1 & more")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("small") / "run"
    fake_run.write(root, SMALL)
    return root


@contextmanager
def few() -> Iterator[None]:
    """A chart and a few claims: to draw and to look at all of them takes long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "CHARTS", (charts.heatmap.charts,))
        patch.setattr("analysis.page.page.published", some_claims)
        yield


@pytest.fixture(autouse=True)
def _few() -> Iterator[None]:
    with few():
        yield


@pytest.fixture(scope="session")
def pages(hostile: Path, small: Path) -> Mapping[str, Path]:
    """By the name of the run."""
    runs = {"hostile": hostile, "small": small}
    with few():
        return {name: write_page(build(run), run, run / "report") for name, run in runs.items()}


def some_claims() -> list[Claim]:
    """The talk's own, and evil ones."""
    known = published()
    evil = {"text": hostile_run.EVIL, "says": hostile_run.LONG, "mapping": hostile_run.MARKUP}
    return [*known[:6], msgspec.structs.replace(known[0], id="evil", **evil)]


@pytest.fixture(scope="session")
def text(pages: Mapping[str, Path]) -> Mapping[str, str]:
    return {name: path.read_text(encoding="utf-8") for name, path in pages.items()}


@pytest.fixture(scope="session")
def seen(pages: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What Chromium saw of the evil page, which has everything. One start of it is enough."""
    absent = [name for name in NEEDED if not shutil.which(name)]
    if absent:
        _without(f"there is no {' and no '.join(absent)} here")
    out = tmp_path_factory.mktemp("seen")
    job = {
        "modules": str(_modules()),
        "chromium": shutil.which("chromium"),
        "out": str(out),
        "pages": {"hostile": pages["hostile"].as_uri()},
    }
    done = subprocess.run(
        ["node", HERE / "look.mjs", json.dumps(job)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads((out / "seen.json").read_text())["hostile"]


def _modules() -> Path:
    """playwright-core and axe-core as the lock has them, kept in the user's cache."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = cache.root() / "tests" / f"page-{hashlib.sha256(lock).hexdigest()[:12]}"
    cache.made_once(folder, _install, what="the tests' packages from npm", say=print)
    return folder / "node_modules"


def _install(folder: Path) -> bytes:
    for file in ("package.json", "package-lock.json"):
        shutil.copy(HERE / file, folder)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        _without(f"npm cannot install what the lock names: {done.stderr.strip()[-300:]}")
    return b"{}"


def _without(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; CI has to look at the page")
    pytest.skip(reason)
