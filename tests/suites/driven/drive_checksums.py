"""Checksums of all small variants of what lanes share, beside those in the source.

python -m drive_checksums
"""

import json

from suites.tools import hand_out, in_one_process
from suites.workload import Workload, digest
from suites.workloads import find

SHARING = ("shared_read", "shared_write", "lock", "counter", "pipeline")


def computed(workload: Workload, parameters: dict[str, object]) -> str:
    assert workload.share
    hand_out(workload.share(parameters, in_one_process()))
    batch = workload.batch(parameters, None)
    return digest(workload.merge([workload.task(job) for job in batch]))


if __name__ == "__main__":
    seen = [
        [name, size.parameters, computed(find(name), size.parameters), size.checksum]
        for name in SHARING
        for size in find(name).variants()
        if size is not find(name).sizes["large"]
    ]
    print(json.dumps(seen))
