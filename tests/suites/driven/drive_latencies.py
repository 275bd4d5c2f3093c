"""A workload that measures latencies, in every strategy that there is here.

Two batches of each, as two values of a process and weak scaling have them, which must not get
into each other's way: the digest of each, and the number of latencies.

python -m drive_latencies WORKLOAD KEY=NUMBER,...
"""

import faulthandler
import json
import sys

from suites.catalog import strategies
from suites.suite import serving
from suites.workload import Finished, digest
from suites.workloads import find

if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    name, pairs = sys.argv[1:]
    parameters = {key: int(value) for key, value in (pair.split("=") for pair in pairs.split(","))}
    workload = find(name)
    (workers,) = workload.workers or (4,)
    seen = {}
    assert workload.service is not None
    with serving(workload.service) as address:
        for strategy_type in strategies():
            if strategy_type.unavailable() or strategy_type.extra:
                continue
            strategy = strategy_type()
            strategy.open(workers if strategy_type.sweeps else 1)
            task = (strategy.coroutines and workload.async_task) or workload.task
            batch = workload.batch(parameters, address)
            results = strategy.run(task, batch * 2)
            strategy.close()
            batches = [results[: len(batch)], results[len(batch) :]]
            finished = Finished(parameters, results, 1.0)
            seen[strategy_type.name] = {
                "digests": [digest(workload.merge(each)) for each in batches],
                "latencies": [sum(len(waits) for _, waits in each) for each in batches],
                "p50": workload.quantities["p50"].value(finished),
                "p99": workload.quantities["p99"].value(finished),
            }
    print(json.dumps(seen))
