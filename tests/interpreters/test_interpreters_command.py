"""`make_ready` and the command over it, on what this machine has."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.commands.interpreters import show, summary
from harness.errors import GilbenchError
from harness.interpreters import make_ready
from harness.interpreters.facts import Facts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose cache is shared by the tests here, and that has no network."""
    cache = str(tmp_path_factory.mktemp("ready"))
    return os.environ | {"XDG_CACHE_HOME": cache, "COLUMNS": "80"}


def gilbench(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", "interpreters", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_facts_are_printed(ready: dict[str, str], real: Path) -> None:
    done = gilbench(f"mine={real}", f"again={real}", env=ready)
    assert done.returncode == 0, done.stderr
    assert f"mine: {real}\nagain: {real}\n" in done.stdout
    assert "the user" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines()[:3])) <= 80


def test_json_holds_all_of_it(ready: dict[str, str], real: Path) -> None:
    done = gilbench("--json", f"mine={real}", env=ready)
    matrix = json.loads(done.stdout)
    (interpreter,) = matrix["interpreters"]
    assert interpreter["build"]["label"] == "mine"
    assert interpreter["build"]["executable"] == str(real)
    assert interpreter["env"] == {}
    assert matrix["code"].startswith("0+")
    answer = subprocess.run(
        [interpreter["python"], "-P", "-c", "import pyperf, sys; print(sys.version_info[:3])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert interpreter["build"]["version"] == ".".join(answer.stdout.strip("()\n").split(", "))


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["3.31t"], "did you mean '3.13t'"),
        (["3.13", "nonsense"], "unknown interpreter 'nonsense'"),
        (["3.13", "3.13"], "asked for twice"),
        (["3.12+gil"], "always has its GIL on"),
        (["a=/nowhere/python"], "no such file"),
        (["a=/etc/passwd"], "not an executable file"),
        (["a=/bin"], "not an executable file"),
        (["a=/bin/ls"], "is not a CPython"),
        (["a=~nobody-has-this-name/python"], "interpreter a:"),
        (["a=./py\0thon"], None),
        (["3.13", "--source", "/nowhere.tar"], "no such tarball"),
        (["3.13", "--source", "/etc/passwd"], "/etc/passwd"),
        (["3.13", "--unknown"], "No such option"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_done(
    arguments: list[str], part: str | None, tmp_path: Path
) -> None:
    if part is None:
        with pytest.raises(GilbenchError):
            make_ready(arguments)
        return
    done = gilbench(*arguments, env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)})
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
    assert not list(tmp_path.iterdir())


def test_a_label_may_not_lie(real: Path) -> None:
    version = real.name.removeprefix("python")
    other = next(name for name in ("3.12", "3.13") if name != version)
    with pytest.raises(GilbenchError, match="use another label"):
        make_ready([f"{other}={real}"])
    with pytest.raises(GilbenchError, match="use another label"):
        make_ready([f"3.13t={real}"])
    with pytest.raises(GilbenchError, match="always has its GIL on"):
        make_ready([f"a={real}+gil"])


def test_a_source_of_a_version_that_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "Include").mkdir()
    (tmp_path / "Include" / "patchlevel.h").write_text('#define PY_VERSION "3.14.0"\n')
    (tmp_path / "configure").touch()
    with pytest.raises(GilbenchError, match=r"is 3\.14\.0, which no interpreter asked for is"):
        make_ready(["3.13"], sources=[tmp_path])
    with pytest.raises(GilbenchError, match=r"two sources of 3\.14"):
        make_ready(["3.14"], sources=[tmp_path, tmp_path])


def test_one_that_cannot_be_had_ends_with_3(
    ready: dict[str, str], real: Path, program: Callable[..., Path], tmp_path: Path
) -> None:
    # An apt that has nothing, and a uv that asks nobody.
    program("exit 100", tmp_path / "bin" / "apt-get")
    nothing = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "UV_OFFLINE": "1", "HOME": str(tmp_path)}
    done = gilbench("3.15t", f"mine={real}", env=ready | nothing)
    assert done.returncode == 3
    assert f"mine: {real}" in done.stdout
    (missing,) = [line for line in done.stderr.splitlines() if line.startswith("missing: 3.15t")]
    assert "uv: " in missing
    assert "name one with LABEL=PATH" in missing
    assert "Traceback" not in done.stderr


def test_when_all_is_ready_it_is_quick(
    ready: dict[str, str], real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", ready["XDG_CACHE_HOME"])
    names = [f"{label}={real}" for label in "abc"]
    first = make_ready(names)
    start = time.perf_counter()
    assert make_ready(names) == first
    assert time.perf_counter() - start < 1.0  # 0.14 s on two idle cores


def test_a_summary_names_what_is_on(facts: Callable[..., Facts]) -> None:
    everything = {"pgo": True, "lto": True, "jit": True, "tail_call": True, "shared": True}
    build = facts(**everything).build("3.13", "uv", force_gil=False)
    assert summary(build) == "-O3 PGO LTO JIT tail calls shared"
    assert summary(facts(optimisation="").build("3.13", "uv", force_gil=False)) == ""


def test_a_table_of_none_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console  # noqa: PLC0415

    show([], Console())
    assert capsys.readouterr().out == ""
