import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.interpreters import probe as probing
from harness.interpreters.errors import UnusableError
from harness.interpreters.probe import check_gil_can_be_forced, probe

Program = Callable[..., Path]

ANSWER = {
    "implementation": "cpython",
    "version": "3.13.15",
    "info": [3, 13, 15, "final", 0],
    "executable": "",
    "base": "",
    "compiler": "GCC 12.2.0",
    "free_threaded": True,
    "gil": False,
    "debug": False,
    "shared": False,
    "jit": None,
    "tail_call": False,
    "configure": "",
    "flags": "-O3",
    "pgo_flags": "",
}


def answering(program: Program, **changes: object) -> Path:
    path = program("")
    answer = ANSWER | {"executable": str(path), "base": str(path)} | changes
    return program(f"cat <<'END'\nnoise\n{json.dumps(answer)}\nEND")


def test_a_real_one(real: Path) -> None:
    facts = probe(real)
    version = subprocess.run([real, "-V"], capture_output=True, text=True, check=True).stdout
    assert version.split() == ["Python", facts.version]
    assert facts.executable == str(real)
    assert facts.optimisation.startswith("-O")
    assert facts.compiler


def test_a_virtual_environment_is_its_base(real: Path, tmp_path: Path) -> None:
    for how in ("--symlinks", "--copies"):
        folder = tmp_path / how
        subprocess.run([real, "-m", "venv", "--without-pip", how, folder], check=True)
        assert probe(folder / "bin" / "python").executable == str(real)


def test_the_callers_environment_does_not_matter(
    real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = probe(real)
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("PYTHON_GIL", "x")
    monkeypatch.setenv("PYTHON_JIT", "1")
    assert probe(real) == before


def test_reads_an_answer_after_noise(program: Program) -> None:
    path = answering(program)
    assert probe(path).executable == str(path)
    assert probe(path).free_threaded


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"implementation": "pypy"}, "not a CPython"),
        ({"info": [3, 11, 9, "final", 0], "version": "3.11.9"}, "the oldest that works is 3.12"),
        ({"gil": True}, "starts with its GIL on"),
        ({"info": "3.13"}, "is not a CPython"),
        ({"version": None}, "is not a CPython"),
    ],
)
def test_refuses_other_answers(program: Program, changes: dict[str, object], part: str) -> None:
    with pytest.raises(UnusableError, match=part) as error:
        probe(answering(program, **changes))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "body",
    ["", "exit 3", "echo 1", "echo '[' ; echo '{'", "printf '\\377\\376\\0'", "kill -9 $$", "yes"],
)
def test_refuses_what_is_no_python(program: Program, body: str) -> None:
    with pytest.raises(UnusableError, match="is not a CPython"):
        probe(program(body))


def test_refuses_what_cannot_be_run(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="cannot be run"):
        probe(tmp_path)
    with pytest.raises(UnusableError, match="cannot be run"):
        probe(tmp_path / "none")


def test_ends_one_that_hangs_with_its_children(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "_TIMEOUT", 0.5)
    path = program(f"sleep 60 & echo $! > {tmp_path}/child; wait")
    start = time.monotonic()
    with pytest.raises(UnusableError):
        probe(path)
    assert time.monotonic() - start < 10
    child = Path("/proc") / (tmp_path / "child").read_text().strip()
    deadline = time.monotonic() + 5
    while child.exists() and " Z " not in (child / "stat").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_gil_must_obey(program: Program) -> None:
    check_gil_can_be_forced(program('[ "$PYTHON_GIL" = 1 ] && echo True'))
    with pytest.raises(UnusableError, match="PYTHON_GIL=1"):
        check_gil_can_be_forced(program("echo False"))


@given(st.binary(max_size=300))
def test_any_bytes_are_facts_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "answer").write_bytes(content)
    path = folder / "python3.13"
    path.write_text(f"#!/bin/sh\ncat {folder}/answer\n")
    path.chmod(0o755)
    with pytest.raises(UnusableError, match=r"\A.*\Z"):
        probe(path)
