"""What a batch of round trips raises when the server dies in the middle of it.

python -m drive_dying_server STRATEGY
"""

import faulthandler
import json
import subprocess
import sys
import threading

from suites.catalog import strategies
from suites.workloads import find

if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)
    (chosen,) = (strategy for strategy in strategies() if strategy.name == sys.argv[1])
    command = [sys.executable, "-m", "suites.services.echo"]
    raised = None
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        host, port = server.stdout.readline().split()
        workload = find("echo")
        batch = workload.batch({"connections": 8, "trips": 10_000}, (host.decode(), int(port)))
        strategy = chosen()
        strategy.open(4 if chosen.sweeps else 1)
        strategy.lanes(workload.task)
        killer = threading.Timer(0.3, server.kill)
        killer.start()
        try:
            strategy.run((strategy.coroutines and workload.async_task) or workload.task, batch)
        except Exception as error:
            raised = f"{type(error).__name__}: {error}"
        strategy.close()
        killer.join()
    print(json.dumps(raised))
