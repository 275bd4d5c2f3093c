"""Each workload's checksums at a size or in its sweeps, beside those that stand in the source.

python -m drive_size small|large|sweeps [EXTRA]
"""

import json
import sys
from typing import Any

from drive_workloads import echo_server, generic

from suites.workload import Size, digest
from suites.workloads import find


def drive(name: str, size: Size, address: tuple[str, int]) -> tuple[list[Any], int | None]:
    """Parameters, the checksum found, the one that stands there; and the sum of plain numbers."""
    workload = find(name)
    batch = workload.batch(size.parameters, address)
    result = workload.merge([workload.task(part) for part in batch])
    plain = isinstance(result, list) and all(type(part) is int for part in result)
    return [size.parameters, digest(result), size.checksum], sum(result) if plain else None


if __name__ == "__main__":
    chosen, extra = sys.argv[1], "".join(sys.argv[2:])
    seen: dict[str, Any] = {}
    sums: dict[str, int | None] = {}
    with echo_server() as address:
        for name in generic(extra):
            workload = find(name)
            swept = [size for sizes in workload.sweeps.values() for size in sizes]
            named = [size for kind, size in workload.sizes.items() if kind == chosen]
            seen[name] = []
            for size in swept if chosen == "sweeps" else named:
                row, sums[name] = drive(name, size, address)
                seen[name].append(row)
    print(json.dumps({"checksums": seen, "sums": sums}))
