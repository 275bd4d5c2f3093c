"""What a killed process leaves outside its folder: blocks of shared memory."""

import contextlib
from pathlib import Path

_PLACE = Path("/dev/shm")  # where Linux has them


def remove_blocks(session: int) -> None:
    """Those that processes of this session made: `suites.block` names them by it."""
    for block in _PLACE.glob(f"gilbench-{session}-*"):
        with contextlib.suppress(OSError):
            block.unlink()
