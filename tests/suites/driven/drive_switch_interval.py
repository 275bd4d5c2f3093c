"""The switch interval while a convoy's lane computes, and in all lanes afterwards; two batches.

python -m drive_switch_interval STRATEGY
"""

import faulthandler
import json
import sys

import convoy_tasks

from suites.catalog import strategies
from suites.suite import serving
from suites.workloads.convoy import lanes

if __name__ == "__main__":
    faulthandler.dump_traceback_later(60, exit=True)
    (chosen,) = (strategy for strategy in strategies() if strategy.name == sys.argv[1])
    strategy = chosen()
    strategy.open(2)
    seen = set()
    with serving("suites.services.pinger") as address:
        for _ in range(2):
            batch = lanes({"milliseconds": 20, "switch": 500}, address)
            for result in strategy.run(convoy_tasks.converse, batch):
                seen.update(result)
            after = {visit.result for visit in strategy.visit(convoy_tasks.interval, None)}
        strategy.close()  # before the service, whose input its forks hold open
    print(json.dumps({"during": sorted(seen), "after": sorted(after)}))
