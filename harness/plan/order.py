"""The order of a block: a pure function of the seed, the group and the block's number.

By hashes rather than by a generator's state, so that the order of one group does not
depend on which others there are: a shard measures its groups as the whole run would.
"""

import hashlib
from collections.abc import Sequence

from record import Cell


def group_order(cells: Sequence[Cell], seed: int, block: int) -> list[str]:
    """The groups in the order in which block `block` measures them."""
    groups = {cell.group for cell in cells}
    return sorted(groups, key=lambda group: _digest(seed, group, block, ""))


def cell_order(cells: Sequence[Cell], seed: int, group: str, block: int) -> list[Cell]:
    """The group's cells in the order in which block `block` measures them, back to back."""
    own = [cell for cell in cells if cell.group == group]
    return sorted(own, key=lambda cell: _digest(seed, group, block, cell.name))


def _digest(seed: int, group: str, block: int, cell: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{group}\0{block}\0{cell}".encode()).digest()
