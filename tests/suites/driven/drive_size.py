"""Each workload's checksum at a named size, beside the one that stands in the source.

python -m drive_size SIZE
"""

import json
import sys

from drive_workloads import echo_server

from suites.workload import digest
from suites.workloads import MODULES, find

if __name__ == "__main__":
    seen = {}
    with echo_server() as address:
        for name in MODULES:
            workload = find(name)
            size = workload.sizes[sys.argv[1]]
            batch = workload.batch(size.parameters, address)
            result = workload.merge([workload.task(part) for part in batch])
            plain = isinstance(result, list) and all(type(part) is int for part in result)
            seen[name] = [digest(result), size.checksum, sum(result) if plain else None]
    print(json.dumps(seen))
