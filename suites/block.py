"""A block of memory that processes map, gone with the process that made it.

It is named by the session, so that who ends a whole session can remove what it left.
"""

import atexit
import itertools
import os
import shutil
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

from suites.tools import Unsupported

_numbers = itertools.count()
_PLACE = Path("/dev/shm")


def block(size: int) -> SharedMemory:
    """Raises Unsupported where there is no room: writing to it would kill the process."""
    if _PLACE.is_dir():
        free = shutil.disk_usage(_PLACE).free
        if free < size:
            raise Unsupported(f"{_PLACE} has {free} bytes free, and {size} are needed")
    made = SharedMemory(name=fresh_name(), create=True, size=size)
    atexit.register(made.unlink)
    return made


def fresh_name() -> str:
    return f"gilbench-{os.getsid(0)}-{os.getpid()}-{next(_numbers)}"
