"""Memory of a process tree as PSS: shared pages are counted once, divided among their users."""

from pathlib import Path

_PROC = Path("/proc")


def tree_pss(pid: int) -> int | None:
    """Bytes of PSS of the process and all its descendants; None where /proc does not tell."""
    try:
        total = _pss(pid)
    except OSError:
        return None
    for child in _children(pid):
        total += tree_pss(child) or 0  # a child that has just ended holds nothing
    return total


def _pss(pid: int) -> int:
    for line in (_PROC / str(pid) / "smaps_rollup").read_bytes().splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _children(pid: int) -> list[int]:
    found = []
    try:
        for thread in (_PROC / str(pid) / "task").iterdir():
            found += (thread / "children").read_text().split()
    except OSError:
        pass  # the thread or the process ended while we looked
    return [int(child) for child in found]
