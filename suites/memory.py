"""Memory of a process tree.

PSS counts shared pages divided among their users, USS leaves them out.
"""

from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")


class Memory(NamedTuple):
    pss: int  # bytes
    uss: int


def tree_pss(pid: int) -> int | None:
    """Bytes of PSS of the process and all its descendants; None where /proc does not tell."""
    memory = tree_memory(pid)
    return memory.pss if memory else None


def tree_memory(pid: int) -> Memory | None:
    """Of the process and all its descendants; None where /proc does not tell."""
    try:
        pss, uss = _of_process(pid)
    except OSError:
        return None
    for child in children(pid):
        # A child that has just ended holds nothing.
        more = tree_memory(child) or Memory(0, 0)
        pss, uss = pss + more.pss, uss + more.uss
    return Memory(pss, uss)


def _of_process(pid: int) -> Memory:
    found = dict.fromkeys((b"Pss:", b"Private_Clean:", b"Private_Dirty:"), 0)
    for line in (_PROC / str(pid) / "smaps_rollup").read_bytes().splitlines():
        name, *rest = line.split()
        if name in found:
            found[name] = int(rest[0]) * 1024
    pss, clean, dirty = found.values()
    return Memory(pss, clean + dirty)


def children(pid: int) -> list[int]:
    """Processes that it started and that are there; none where /proc does not tell."""
    found = []
    try:
        for thread in (_PROC / str(pid) / "task").iterdir():
            found += (thread / "children").read_text().split()
    except OSError:
        pass  # the thread or the process ended while we looked
    return [int(child) for child in found]
