"""Every workload at a tiny size in every strategy that there is here: the results' digests.

python -m drive_workloads
"""

import collections
import contextlib
import faulthandler
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from suites.catalog import strategies
from suites.tools import Unsupported
from suites.workload import Workload, digest
from suites.workloads import MODULES, find

TINY = {
    "primes": {"n": 2000},
    "mandelbrot": {"size": 12},
    "alloc_tree": {"depth": 5, "trees": 7},
    "methods": {"moves": 100},
    "hashlib": {"block": 4096, "rounds": 3},
    "sleep_fanout": {"milliseconds": 1, "tasks": 8},
    "echo": {"connections": 8, "trips": 2},
    "wordcount": {"words": 6400},
}


@contextlib.contextmanager
def echo_server() -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "suites.services.echo"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        host, port = server.stdout.readline().split()
        yield host.decode(), int(port)
        server.communicate()


def results(address: tuple[str, int]) -> dict[str, dict[str, str]]:
    """The digest of each workload's result by each strategy's name."""
    batches = {name: find(name).batch(TINY[name], address) for name in TINY}
    found: dict[str, dict[str, str]] = {name: {} for name in MODULES}
    for strategy_type in strategies():
        if strategy_type.unavailable():
            continue
        strategy = strategy_type()
        try:
            strategy.open(2 if strategy_type.sweeps else 1)
        except Unsupported:  # its package is not in this environment
            continue
        for name in MODULES:
            workload = find(name)
            awaited = strategy.coroutines and workload.async_task
            parts = strategy.run(awaited or workload.task, batches[name])
            found[name][strategy_type.name] = digest(workload.merge(parts))
        strategy.close()
    return found


def one_after_another(workload: Workload, parameters: dict[str, int]) -> Any:
    return workload.merge([workload.task(part) for part in workload.batch(parameters, None)])


def oracles() -> dict[str, list[Any]]:
    """What each workload computes, beside the same computed in another way."""
    jobs = find("hashlib").batch(TINY["hashlib"], None)
    texts = find("wordcount").batch(TINY["wordcount"], None)
    words = collections.Counter(" ".join(texts).split())
    return {
        "hashlib": [
            one_after_another(find("hashlib"), TINY["hashlib"]),
            [hashlib.sha256(bytes([seed]) * size * n).hexdigest() for seed, size, n in jobs],
        ],
        "wordcount": [
            one_after_another(find("wordcount"), TINY["wordcount"]),
            sorted(words.items(), key=lambda item: (-item[1], item[0])),
        ],
        "alloc_tree": [
            one_after_another(find("alloc_tree"), TINY["alloc_tree"]),
            [2 ** (5 + 1) - 1] * 7,
        ],
        "primes": [
            sum(one_after_another(find("primes"), TINY["primes"])),
            303,
        ],
    }


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    with echo_server() as address:
        seen = {"digests": results(address), "oracles": oracles()}
    print(json.dumps(seen))
