"""The processes of a tree and their threads, as Linux's /proc shows them: all, not lanes alone."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from suites.memory import children

_PROC = Path("/proc")
COMMAND = 500  # characters


def processes(lanes: Iterable[int]) -> list[dict[str, Any]] | None:
    """This process, all its descendants, and the lanes' processes; None where /proc is not."""
    if not (_PROC / "self" / "task").is_dir():
        return None
    found = [*_tree(os.getpid())]
    found += [pid for pid in dict.fromkeys(lanes) if pid not in found]
    return [told for told in map(_told, found) if told]


def _tree(pid: int) -> Iterable[int]:
    yield pid
    for child in children(pid):
        yield from _tree(child)


def _told(pid: int) -> dict[str, Any] | None:
    """None where it has ended."""
    folder = _PROC / str(pid)
    try:
        command = (folder / "cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ")
        status = dict(
            line.split(":\t", 1)
            for line in (folder / "status").read_text().splitlines()
            if ":\t" in line
        )
        return {
            "pid": pid,
            "ppid": int(status["PPid"]),
            "program": (folder / "exe").readlink().name,
            "command": command.decode(errors="replace")[:COMMAND],
            "threads": [
                {"thread": int(thread.name), "called": (thread / "comm").read_text().strip()}
                for thread in sorted((folder / "task").iterdir(), key=lambda one: int(one.name))
            ],
        }
    except (OSError, KeyError, ValueError):
        return None
