"""Every named set of parameters of a workload: the checksum found, and the one that stands there.

python -m drive_variants WORKLOAD
"""

import faulthandler
import json
import sys

from suites.strategies.processes_fork import Fork
from suites.suite import serving
from suites.workload import digest
from suites.workloads import find

if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)
    workload = find(sys.argv[1])
    seen = []
    assert workload.service is not None
    with serving(workload.service) as address:
        strategy = Fork()
        strategy.open((workload.workers or (8,))[0])
        for size in workload.variants():
            results = strategy.run(workload.task, workload.batch(size.parameters, address))
            seen.append([size.parameters, digest(workload.merge(results)), size.checksum])
        strategy.close()  # before the service, whose input the forks hold open
    print(json.dumps(seen))
