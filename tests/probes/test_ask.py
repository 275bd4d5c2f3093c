"""Whatever becomes of a probe's process, the answer is its data or one line that says why not."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from processes import all_gone

from harness.probes.ask import LONGEST, Answer, Question, ask

CRASH = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
SLEEPER = """import subprocess, sys
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)']{more})"""
ASKER = """import sys
from pathlib import Path
from harness.probes.ask import Question, ask_all
heard = []
answers = ask_all(
    [
        Question(Path(sys.executable), "asked", (), {"PYTHONPATH": folder}, 30.0)
        for folder in sys.argv[1:]
    ],
    lambda question, answer: heard.append(answer.status),
)
print(*heard)
print(*(one.status for one in answers))
print(int(answers[0].data))
"""


def question(folder: Path, code: str, patience: float = 30.0) -> Question:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "asked.py").write_text(code)
    return Question(Path(sys.executable), "asked", (), {"PYTHONPATH": str(folder)}, patience)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("print('hello')", Answer("ok", data=b"hello\n")),
        (CRASH, Answer("failed", "the process was ended by SIGSEGV")),
        ("raise ValueError('no such thing')", Answer("failed", "ValueError: no such thing")),
        ("import sys; sys.exit(3)", Answer("failed", "exit code 3")),
        ("import sys; print('not here', file=sys.stderr); sys.exit(69)",
         Answer("unsupported", "not here")),
        ("import time; time.sleep(99)", Answer("failed", "it did not end within 1 s")),
    ],
)  # fmt: skip
def test_an_answer_is_data_or_why_there_is_none(tmp_path: Path, code: str, answer: Answer) -> None:
    patience = 1.0 if "sleep" in code else 30.0
    assert ask(question(tmp_path, code, patience)) == answer


def test_what_a_crashing_library_wrote_is_told(tmp_path: Path) -> None:
    code = f"import sys; print('double free', file=sys.stderr, flush=True)\n{CRASH}"
    reason = ask(question(tmp_path, code)).reason
    assert reason == "the process was ended by SIGSEGV: double free"


def test_what_a_crash_leaves_in_temporary_folders_is_removed(tmp_path: Path) -> None:
    code = f"import tempfile\nprint(tempfile.mkdtemp(), flush=True)\n{CRASH}"
    left = ask(question(tmp_path, code)).data.decode().strip()
    assert left
    assert not Path(left).exists()


def test_what_a_killed_one_shares_with_its_children_is_removed(tmp_path: Path) -> None:
    code = """import multiprocessing, time
lock = multiprocessing.get_context("spawn").Lock()
print(lock._semlock.name, flush=True)
time.sleep(99)"""
    answer = ask(question(tmp_path, code, 3.0))
    assert answer.reason == "it did not end within 3 s"
    name = answer.data.decode().strip().removeprefix("/")
    assert name
    assert not Path("/dev/shm", f"sem.{name}").exists()


def test_blocks_of_what_was_killed_are_removed(tmp_path: Path) -> None:
    code = """import os, time
from suites.block import block
print(block(100).name, flush=True)
os.fork()  # a lane that keeps the tracker's pipe open
time.sleep(99)"""
    answer = ask(question(tmp_path, code, 2.0))
    name = answer.data.decode().strip()
    assert name.startswith("gilbench-")
    assert not Path("/dev/shm", name).exists()


def test_a_flood_is_no_answer(tmp_path: Path) -> None:
    answer = ask(question(tmp_path, f"print('x' * {LONGEST + 1})"))
    assert (answer.status, answer.reason) == ("failed", "it printed 16 MiB or more")


def test_an_interpreter_that_is_not_there(tmp_path: Path) -> None:
    answer = ask(Question(tmp_path / "python", "asked", (), {}, 30.0))
    assert answer.status == "failed"
    assert answer.reason.endswith("cannot be run: No such file or directory")


def test_a_child_that_keeps_the_output_open_is_not_waited_for(tmp_path: Path) -> None:
    started = time.monotonic()
    answer = ask(question(tmp_path, f"{SLEEPER.format(more='')}\nprint(child.pid)", 60.0))
    assert time.monotonic() - started < 50
    assert gone(int(answer.data))


def test_all_are_answered_in_order_and_nothing_is_left(tmp_path: Path) -> None:
    codes = [f"{SLEEPER.format(more=', start_new_session=True')}\nprint(child.pid)", CRASH, "2"]
    for place, code in enumerate(codes):
        question(tmp_path / str(place), code)
    # In a process of its own, all of whose descendants are ended.
    done = subprocess.run(
        [sys.executable, "-c", ASKER, *(str(tmp_path / str(place)) for place in range(3))],
        capture_output=True,
        text=True,
        check=True,
    )
    heard, statuses, pid = done.stdout.splitlines()
    assert statuses == "ok failed ok"
    assert sorted(heard.split()) == sorted(statuses.split())
    assert gone(int(pid))


def gone(pid: int) -> bool:
    try:
        return all_gone([psutil.Process(pid)])
    except psutil.NoSuchProcess:
        return True
