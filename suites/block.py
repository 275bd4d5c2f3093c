"""A block of memory that processes map, gone with the process that made it."""

import atexit
import shutil
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

from suites.tools import Unsupported

_PLACE = Path("/dev/shm")


def block(size: int) -> SharedMemory:
    """Raises Unsupported where there is no room: writing to it would kill the process."""
    if _PLACE.is_dir():
        free = shutil.disk_usage(_PLACE).free
        if free < size:
            raise Unsupported(f"{_PLACE} has {free} bytes free, and {size} are needed")
    made = SharedMemory(create=True, size=size)
    atexit.register(made.unlink)
    return made
