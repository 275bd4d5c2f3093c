"""Measuring processes that misbehave: what each may cost is itself."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from harness.errors import NotWritable
from harness.run.descendants import end_descendants
from harness.run.launch import Launcher, environment

PYTHON = sys.executable
ENV = environment({})
PATIENCE = 20.0  # seconds that an end may take on a busy machine

# What holds a launcher, so that it can be ended: it tells its scratch folder.
HOLDER = """
import sys
from harness.run.launch import Launcher, environment
with Launcher() as launcher:
    print(launcher.scratch, flush=True)
    launcher.{ask}
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


def running(processes: list[psutil.Process]) -> list[psutil.Process]:
    found = []
    for one in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
    return found


def supervisor_of(pid: int) -> psutil.Process:
    children = running(psutil.Process(pid).children())
    return next(child for child in children if "harness.run.supervisor" in child.cmdline())


def test_what_floods_stderr_fills_no_disk(launcher: Launcher) -> None:
    program = (
        "import sys\nprint('first words', file=sys.stderr)\n"
        "for _ in range(16): print('x' * 1_000_000, file=sys.stderr)\n"
        "raise SystemExit('last words')"
    )
    ended = launcher.run([PYTHON, "-c", program], ENV, PATIENCE)
    lines = ended.error.splitlines()
    assert (lines[0], lines[-1]) == ("first words", "last words")
    assert len(ended.error) < 20_000
    assert sum(path.stat().st_size for path in launcher.scratch.rglob("*")) < 1_000_000


def test_what_one_left_behind_does_not_reach_the_next(launcher: Launcher) -> None:
    leave = "import tempfile; tempfile.mkstemp(); open('here', 'w').close()"
    look = "import os, tempfile; raise SystemExit(os.listdir('.') + os.listdir(tempfile.tempdir))"
    look = look.replace("tempfile.tempdir", "tempfile.gettempdir()")
    launcher.run([PYTHON, "-c", leave], ENV, PATIENCE)
    assert launcher.run([PYTHON, "-c", look], ENV, PATIENCE).error.strip() == "[]"


def test_one_that_removes_its_folder_does_not_harm_the_next(launcher: Launcher) -> None:
    # Named by us: what it finds above itself could be anybody's.
    remove = "import shutil, sys; shutil.rmtree(sys.argv[1])"
    launcher.run([PYTHON, "-c", remove, str(launcher.scratch)], ENV, PATIENCE)
    assert launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).code == 0


# Stops itself and is woken by a child of its own; both sleep.
NAP = """
import os, signal, sys, time
asleep, awake = map(float, sys.argv[1:])
if os.fork() == 0:
    time.sleep(asleep)
    os.kill(os.getppid(), signal.SIGCONT)
    os._exit(0)
os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(awake)
"""


def test_one_that_was_stopped_and_went_on_gets_its_whole_time_again(launcher: Launcher) -> None:
    ended = launcher.run([PYTHON, "-c", NAP, "1.2", "1.2"], ENV, 2.0)
    assert (ended.code, ended.timed_out, ended.paused) == (0, False, True)


def test_one_that_stays_stopped_is_timed_out(launcher: Launcher) -> None:
    program = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
    ended = launcher.run([PYTHON, "-c", program], ENV, 1.0)
    assert ended.timed_out
    assert not launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).paused


@pytest.mark.parametrize("seconds", [0.5, 3.0], ids=["in its time", "beyond its time"])
def test_one_that_slept_with_all_others_is_not_timed_out(
    launcher: Launcher, seconds: float
) -> None:
    """The whole tree stops, as in a machine that sleeps, and goes on."""

    def freeze() -> None:
        assert until(lambda: len(tree()) == 2)
        frozen = tree()
        for one in frozen:
            one.suspend()
        time.sleep(seconds)
        for one in reversed(frozen):
            one.resume()

    supervisor = supervisor_of(os.getpid())

    def tree() -> list[psutil.Process]:
        return [supervisor, *supervisor.children(recursive=True)]

    freezer = threading.Thread(target=freeze)
    freezer.start()
    ended = launcher.run([PYTHON, "-c", "import time; time.sleep(1)"], ENV, 2.0)
    freezer.join()
    assert (ended.code, ended.timed_out, ended.paused) == (0, False, True)
    assert not launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).paused


HANGS = {
    "a lock for ever": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "threads that wait for each other": (
        "import threading\n"
        "one, two = threading.Barrier(3), threading.Barrier(3)\n"
        "for barrier in (one, two): threading.Thread(target=barrier.wait).start()\n"
    ),
    "SIGTERM ignored": (
        "import signal, time\n"
        "for number in (signal.SIGTERM, signal.SIGINT): signal.signal(number, signal.SIG_IGN)\n"
        "time.sleep(600)"
    ),
    # The child waits in open(), and the parent, uninterruptibly, for the child's exec.
    "a start that never comes": (
        "import os, sys\nos.mkfifo('never')\n"
        "os.posix_spawn(sys.executable, [sys.executable], {},"
        " file_actions=[(os.POSIX_SPAWN_OPEN, 0, 'never', os.O_RDONLY, 0)])"
    ),
    "a flood that never ends": "import sys\nwhile True: sys.stderr.write('x' * 100_000)",
}


@pytest.mark.parametrize("program", HANGS.values(), ids=HANGS)
def test_a_hang_costs_its_time_out(launcher: Launcher, program: str) -> None:
    ended = launcher.run([PYTHON, "-c", program], ENV, 1.0)
    assert ended.timed_out
    assert ended.seconds < PATIENCE
    supervisor = supervisor_of(os.getpid())
    assert supervisor.children(recursive=True) == []
    assert launcher.run([PYTHON, "-c", ""], ENV, PATIENCE).code == 0


def test_a_server_that_tells_half_its_address_does_not_hold_the_supervisor(tmp_path: Path) -> None:
    server = "import sys, time; sys.stdout.write('127.0.0.1'); sys.stdout.flush(); time.sleep(600)"
    program = HOLDER.format(ask="serve([sys.executable, '-c', sys.argv[1]], environment({}))")
    with subprocess.Popen([PYTHON, "-c", program, server], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        supervisor = supervisor_of(holder.pid)
        assert until(lambda: bool(supervisor.children()))
        time.sleep(0.5)  # the half is written
        family = [supervisor, *supervisor.children()]
        holder.kill()
    gone = until(lambda: not running(family))
    for one in running(family):
        one.kill()
    assert gone


SERVER = "import sys; print('127.0.0.1', 7, flush=True); sys.stdin.read()"


def test_a_server_that_was_found_wanting_is_ended_when_it_is_replaced(launcher: Launcher) -> None:
    supervisor = supervisor_of(os.getpid())
    launcher.serve([PYTHON, "-c", SERVER], ENV)
    (first,) = supervisor.children()
    first.suspend()
    launcher.serve([PYTHON, "-c", SERVER], ENV)
    assert first not in supervisor.children()
    assert len(supervisor.children()) == 1


def test_a_supervisor_that_is_stopped_does_not_hold_who_leaves() -> None:
    with Launcher() as launcher:
        supervisor_of(os.getpid()).suspend()
    assert not launcher.scratch.exists()


def test_a_supervisor_that_is_stopped_clears_up_after_a_harness_that_was_killed() -> None:
    program = HOLDER.format(ask="run([sys.executable, '-c', sys.argv[1]], environment({}), 600)")
    sleeper = "import time; time.sleep(600)"
    with subprocess.Popen([PYTHON, "-c", program, sleeper], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        scratch = Path(holder.stdout.readline().decode().strip())
        supervisor = supervisor_of(holder.pid)
        assert until(lambda: bool(supervisor.children()))
        family = [supervisor, *supervisor.children()]
        supervisor.suspend()
        holder.kill()
    gone = until(lambda: not running(family) and not scratch.exists())
    for one in running(family):
        one.kill()
    assert gone


def test_a_supervisor_whose_harness_is_gone_says_nothing(tmp_path: Path) -> None:
    """Its stderr is the harness's, and so the user's."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [PYTHON, "-m", "harness.run.supervisor"],
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        check=False,
        timeout=60,
    )
    os.close(writer)
    assert (done.returncode, done.stderr, list(tmp_path.iterdir())) == (0, b"", [])


def test_ends_are_told_where_the_harness_was_started_with_sigchld_ignored() -> None:
    """As some programs leave it to what they start; then no process's end would be known."""
    ask = "run([sys.executable, '-c', 'import os; os.abort()'], environment({}), 60)"
    program = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n" + HOLDER.format(
        ask=f"{ask}.code and print(launcher.{ask}.code)"
    )
    done = subprocess.run(
        [PYTHON, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split()[1:] == [str(-signal.SIGABRT)]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lets one choose")
def test_it_is_the_first_to_go_where_memory_runs_out(launcher: Launcher) -> None:
    program = (
        "import time; time.sleep(0.2); raise SystemExit(open('/proc/self/oom_score_adj').read())"
    )
    assert launcher.run([PYTHON, "-c", program], ENV, PATIENCE).error.strip() == "1000"


def test_who_cannot_be_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one in an uninterruptible sleep: no signal reaches it, and nothing waits for it."""
    with subprocess.Popen([PYTHON, "-c", "import time; time.sleep(600)"]) as process:
        with monkeypatch.context() as patched:
            patched.setattr(psutil.Process, "kill", lambda self: None)
            assert [one.pid for one in end_descendants(patience=0.2)] == [process.pid]
        assert end_descendants() == []


@pytest.fixture
def small_scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Temporary files go to a file system of 4 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a file system cannot be mounted here")
    monkeypatch.setenv("TMPDIR", str(disk))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_scratch_folder_that_cannot_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / os.fsdecode(b"\xff")
    odd.mkdir()
    monkeypatch.setenv("TMPDIR", str(odd))
    with pytest.raises(NotWritable, match="cannot be written down; set TMPDIR"), Launcher():
        pass
    assert list(odd.iterdir()) == []


FILL = "with open('ballast', 'wb') as file: file.write(bytes(8 << 20))"


def test_one_that_fills_the_scratch_disk_harms_itself_alone(small_scratch: Path) -> None:
    with Launcher() as launcher:
        ended = launcher.run([PYTHON, "-c", FILL], ENV, PATIENCE)
        assert "No space left" in ended.error
        write = "open('file', 'wb').write(bytes(1 << 20))"
        assert launcher.run([PYTHON, "-c", write], ENV, PATIENCE).code == 0


def test_a_scratch_disk_that_others_filled_is_no_cell_s_failure(small_scratch: Path) -> None:
    with Launcher() as launcher:
        with contextlib.suppress(OSError), (small_scratch / "ballast").open("wb") as ballast:
            ballast.write(bytes(8 << 20))
        with pytest.raises(NotWritable, match="is full; make room there, or set TMPDIR"):
            launcher.run([PYTHON, "-c", FILL], ENV, PATIENCE)
    assert [path.name for path in small_scratch.iterdir()] == ["ballast"]
