"""The launcher and its supervisor, with real processes: each end is told, and none is left."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from harness.errors import CellsFailed
from harness.run.launch import Launcher, environment

PYTHON = sys.executable
ENV = environment({})
PATIENCE = 20.0  # seconds that an end may take on a busy machine

# A tree that does not want to end: a grandchild that ignores signals, and one that has left
# the session and whose parent is gone. Each writes its pid into the folder named.
TREE = """
import os, signal, sys, time
def stay(name, *, leave):
    pid = os.fork()
    if pid:
        return
    if leave:
        os.setsid()
        if os.fork():
            os._exit(0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with open(f"{sys.argv[1]}/{name}.new", "w") as file:
        file.write(str(os.getpid()))
    os.rename(f"{sys.argv[1]}/{name}.new", f"{sys.argv[1]}/{name}")
    time.sleep(600)
    os._exit(0)
stay("stubborn", leave=False)
stay("away", leave=True)
while not all(os.path.exists(f"{sys.argv[1]}/{name}") for name in ("stubborn", "away")):
    time.sleep(0.01)
"""

# What holds a launcher, so that it can be killed: it says where its scratch folder is.
HOLDER = """
import sys
from harness.run.launch import Launcher, environment
with Launcher() as launcher:
    print(launcher.scratch, flush=True)
    launcher.run([sys.executable, "-c", sys.argv[1], sys.argv[2]], environment({}), 600)
"""


@pytest.fixture
def launcher() -> Iterator[Launcher]:
    with Launcher() as launcher:
        yield launcher


def until(test: Callable[[], bool]) -> bool:
    """Whether it becomes true in good time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if test():
            return True
        time.sleep(0.02)
    return False


def alive(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def pids(folder: Path) -> list[int]:
    return [int((folder / name).read_text()) for name in ("stubborn", "away")]


def all_started(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("stubborn", "away"))


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("pass", 0),
        ("raise SystemExit(7)", 7),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_how_it_ended(launcher: Launcher, program: str, code: int) -> None:
    ended = launcher.run([PYTHON, "-c", program], ENV, PATIENCE)
    assert (ended.code, ended.timed_out) == (code, False)
    assert ended.seconds < PATIENCE


def test_a_command_that_does_not_exist(launcher: Launcher) -> None:
    ended = launcher.run(["/nowhere/python"], ENV, PATIENCE)
    assert ended.code > 0
    assert "/nowhere/python" in ended.error
    assert launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).code == 0  # and it goes on


def test_the_end_of_what_it_wrote_to_stderr(launcher: Launcher) -> None:
    program = "import sys; sys.stderr.write('x' * 3_000_000 + '\\nlast words: \\udcff é\\n')"
    ended = launcher.run([PYTHON, "-X", "utf8", "-c", program], ENV, PATIENCE)
    assert len(ended.error) < 20_000
    assert ended.error.splitlines()[-1].startswith("last words: ")


def test_stderr_is_each_process_s_own(launcher: Launcher) -> None:
    launcher.run([PYTHON, "-c", "raise SystemExit('first')"], ENV, PATIENCE)
    assert launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).error == ""


def test_stdout_goes_nowhere(launcher: Launcher) -> None:
    """It would be taken for the supervisor's answers."""
    assert launcher.run([PYTHON, "-c", "print('{}')"], ENV, PATIENCE).code == 0


def test_it_sees_only_its_own_environment(
    launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("A_SECRET", "x")
    program = "import os; raise SystemExit(' '.join(sorted(os.environ)))"
    names = launcher.run([PYTHON, "-c", program], environment({"B": "c"}), PATIENCE).error.split()
    assert {"B", "PATH", "PYTHONSAFEPATH", "PYTHONNOUSERSITE"} <= set(names)
    assert not {"A_SECRET", "PYTHONPATH"} & set(names)


def test_its_temporary_files_are_in_the_scratch_folder(launcher: Launcher) -> None:
    program = "import tempfile; tempfile.mkstemp(prefix='left-behind-')"
    launcher.run([PYTHON, "-c", program], ENV, PATIENCE)
    assert [path.name[:12] for path in launcher.scratch.rglob("left-*")] == ["left-behind-"]


def test_no_descendant_outlives_its_command(launcher: Launcher, tmp_path: Path) -> None:
    ended = launcher.run([PYTHON, "-c", TREE, str(tmp_path)], ENV, PATIENCE)
    assert ended.code == 0
    assert [pid for pid in pids(tmp_path) if alive(pid)] == []


def test_a_time_out_ends_the_whole_tree(launcher: Launcher, tmp_path: Path) -> None:
    program = TREE + "time.sleep(600)"
    ended = launcher.run([PYTHON, "-c", program, str(tmp_path)], ENV, 2.0)
    assert ended.timed_out
    assert 2.0 <= ended.seconds < PATIENCE
    started = [int(path.read_text()) for path in tmp_path.iterdir() if "." not in path.name]
    assert [pid for pid in started if alive(pid)] == []
    assert launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).code == 0


def test_a_child_that_holds_stderr_open_delays_nothing(launcher: Launcher) -> None:
    program = "import os, time\nif os.fork() == 0: time.sleep(600)"
    assert launcher.run([PYTHON, "-c", program], ENV, 600).seconds < PATIENCE


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_a_harness_that_is_killed(number: int, tmp_path: Path) -> None:
    program = TREE + "time.sleep(600)"
    with subprocess.Popen(
        [PYTHON, "-c", HOLDER, program, str(tmp_path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        scratch = Path(holder.stdout.readline().decode().strip())
        assert scratch.is_dir()
        assert until(lambda: all_started(tmp_path))
        family = psutil.Process(holder.pid).children(recursive=True)
        assert len(family) >= 4  # supervisor, command, and the two that it left
        os.kill(holder.pid, number)
    assert until(lambda: not any(alive(one.pid) for one in family))
    assert [pid for pid in pids(tmp_path) if alive(pid)] == []
    assert until(lambda: not scratch.exists())


def test_leaving_it_removes_the_scratch_folder() -> None:
    with Launcher() as launcher:
        (launcher.scratch / "file").touch()
    assert not launcher.scratch.exists()


def test_a_supervisor_that_is_killed_is_told() -> None:
    before = {child.pid for child in psutil.Process().children()}
    with Launcher() as launcher:
        (supervisor,) = (one for one in psutil.Process().children() if one.pid not in before)
        supervisor.kill()
        with pytest.raises(CellsFailed, match="ended from outside"):
            launcher.run([PYTHON, "-c", ""], ENV, PATIENCE)
    assert not launcher.scratch.exists()


SERVER = """
import sys
print("127.0.0.1", 7, flush=True)
sys.stdin.read()
"""


def test_a_service_lives_through_the_commands_and_ends_with_the_launcher() -> None:
    with Launcher() as launcher:
        before = psutil.Process().children(recursive=True)
        assert launcher.serve([PYTHON, "-c", SERVER], ENV) == "127.0.0.1:7"
        (service,) = set(psutil.Process().children(recursive=True)) - set(before)
        for _ in range(3):
            launcher.run([PYTHON, "-c", ""], ENV, PATIENCE)
        assert alive(service.pid)
    assert not alive(service.pid)


@pytest.mark.parametrize(
    "argv",
    [
        [PYTHON, "-c", "raise SystemExit(1)"],
        ["/nowhere/python"],
    ],
    ids=["ends", "does not exist"],
)
def test_a_service_that_does_not_start(launcher: Launcher, argv: list[str]) -> None:
    with pytest.raises(CellsFailed, match="its server did not start"):
        launcher.serve(argv, ENV)
    assert launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).code == 0  # and it goes on


def test_a_service_that_says_nothing_is_waited_for_no_longer_than_a_harness_lives(
    tmp_path: Path,
) -> None:
    holder_of = HOLDER.replace("launcher.run(", "launcher.serve(").replace(", 600)", ")")
    with subprocess.Popen(
        [PYTHON, "-c", holder_of, TREE + "time.sleep(600)", str(tmp_path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        scratch = Path(holder.stdout.readline().decode().strip())
        assert until(lambda: all_started(tmp_path))
        family = psutil.Process(holder.pid).children(recursive=True)
        holder.kill()
    gone = until(lambda: not any(alive(one.pid) for one in family) and not scratch.exists())
    for one in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    assert gone


# Uses 0.2 s of CPU time itself, and as much in a descendant that nobody waits for.
BUSY = """
import os, sys, time
def spin():
    while time.process_time() < 0.2: pass
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        spin()
        open(sys.argv[1], "w").close()
        time.sleep(600)
    os._exit(0)
spin()
while not os.path.exists(sys.argv[1]): time.sleep(0.01)
"""

BUSY_SERVER = """
import sys, time
print("127.0.0.1", 7, flush=True)
while time.process_time() < 0.3: pass
open(sys.argv[1], "w").close()
sys.stdin.read()
"""


def test_the_cpu_time_of_all_its_descendants(launcher: Launcher, tmp_path: Path) -> None:
    ended = launcher.run([PYTHON, "-c", BUSY, str(tmp_path / "done")], ENV, PATIENCE)
    assert 0.35 < ended.cpu < PATIENCE  # ticks of 10 ms
    assert launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).cpu < ended.cpu  # each one's own


def test_the_cpu_time_of_a_service_is_the_run_s_own(launcher: Launcher, tmp_path: Path) -> None:
    waiting = "import os, sys, time\nwhile not os.path.exists(sys.argv[1]): time.sleep(0.01)"
    done = str(tmp_path / "done")
    launcher.serve([PYTHON, "-c", BUSY_SERVER, done], ENV)
    assert launcher.run([PYTHON, "-c", waiting, done], ENV, PATIENCE).cpu > 0.2
