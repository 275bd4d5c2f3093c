"""What a workload raises whose service is silent, dies in the middle, or hangs up at once.

python -m drive_faulty_service WORKLOAD silent|dies|hangs-up STRATEGY
"""

import contextlib
import faulthandler
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module

import suites.services
from suites.catalog import strategies
from suites.workloads import MODULES, find

LONG = {"web": {"cpu": 0, "requests": 100_000}, "convoy": {"milliseconds": 3000, "switch": 5000}}
Address = tuple[str, int]


@contextlib.contextmanager
def dying(module: str) -> Iterator[Address]:
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        host, port = server.stdout.readline().split()
        threading.Timer(0.5, server.kill).start()
        yield host.decode(), int(port)


@contextlib.contextmanager
def silent(_: str) -> Iterator[Address]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


@contextlib.contextmanager
def hanging_up(_: str) -> Iterator[Address]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with contextlib.suppress(OSError):  # the end of the test
                while True:
                    link, _ = server.accept()
                    link.recv(1000)
                    link.close()

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()


FAULTS = {"dies": dying, "silent": silent, "hangs-up": hanging_up}

if __name__ == "__main__":
    faulthandler.dump_traceback_later(60, exit=True)
    name, fault, wanted = sys.argv[1:]
    (chosen,) = (strategy for strategy in strategies() if strategy.name == wanted)
    workload = find(name)
    for module in (suites.services, import_module(f"suites.workloads.{MODULES[name]}")):
        if fault == "silent":  # in lanes of this process, and its forks
            module.PATIENCE = 1.0  # type: ignore[attr-defined]
    strategy = chosen()
    strategy.open((workload.workers or (4,))[0] if chosen.sweeps else 1)
    task = (strategy.coroutines and workload.async_task) or workload.task
    raised = None
    assert workload.service is not None
    with FAULTS[fault](workload.service) as address:
        try:
            strategy.run(task, workload.batch(LONG[name], address))
        except Exception as error:
            raised = f"{type(error).__name__}: {error}"
    strategy.close()
    print(json.dumps(raised), flush=True)
