"""PSS of this process's tree: before, with a large child, and with two that share it.

python -m drive_memory
"""

import json
import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from suites.memory import tree_pss

SIZE = 200 << 20


def hold() -> mmap.mmap:
    """Memory that is really there, and really given back (an allocator may keep it)."""
    held = mmap.mmap(-1, SIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for start in range(0, SIZE, 1 << 20):
        held[start : start + (1 << 20)] = b"x" * (1 << 20)
    return held


@contextmanager
def child(prepare: Callable[[], object]) -> Iterator[int]:
    """A forked child that holds on to what `prepare` returns."""
    ready, tell = os.pipe()
    wait, end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(end)
        held = prepare()
        os.write(tell, b".")
        os.read(wait, 1)
        os._exit(held is None)
    os.read(ready, 1)
    yield pid
    os.close(end)
    os.waitpid(pid, 0)
    for descriptor in (ready, tell, wait):
        os.close(descriptor)


def measure() -> dict[str, int | None]:
    own = os.getpid()
    seen = {"before": tree_pss(own)}
    with child(hold):
        seen["private"] = tree_pss(own)
    shared = hold()
    seen["held"] = tree_pss(own)
    with child(lambda: None), child(lambda: None):
        seen["shared"] = tree_pss(own)
    shared.close()
    seen["after"] = tree_pss(own)
    with child(lambda: None) as pid:
        zombie = pid
        os.kill(pid, 9)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        seen["zombie"] = tree_pss(own)
    seen["gone"] = tree_pss(zombie)
    return seen


if __name__ == "__main__":
    print(json.dumps(measure()))
