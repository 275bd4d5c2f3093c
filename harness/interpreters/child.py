"""Run a long command whose every descendant ends with this process, however that one ends."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# A small parent in between: it reads a pipe that only this process holds open, so the read
# returns when this process closes it or is killed, and then it ends the command's whole group.
_WATCH = """
import os, signal, subprocess, sys, threading

child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)

def watch():
    os.read(0, 1)
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except OSError:
        pass

threading.Thread(target=watch, daemon=True).start()
status = child.wait()
os._exit(status if status >= 0 else 128 - status)
"""


def run(command: list[str], *, log: Path, cwd: Path, env: Mapping[str, str] | None = None) -> int:
    """The command's exit status; its output is appended to the log."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _WATCH, *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(os.environ if env is None else env),
            start_new_session=True,
        )
    try:
        return process.wait()
    finally:
        # Also on an exception, such as Ctrl-C: closing the pipe ends the command.
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


def last_words(log: str) -> str:
    """One line that tells why a command failed, from what it printed. Pure."""
    lines = [" ".join(line.split()) for line in log.splitlines() if line.strip()]
    telling = [line for line in lines if "error:" in line.lower() or line.startswith("E: ")]
    chosen = (telling or lines or ["it printed nothing"])[-1]
    return chosen if len(chosen) <= 200 else f"{chosen[:199]}…"
