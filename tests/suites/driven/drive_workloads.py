"""Workloads at a tiny size in every strategy that there is here: the results' digests.

python -m drive_workloads [EXTRA]

Those that need nothing but lanes, and the echo's server; or those that import the extra.
"""

import collections
import contextlib
import faulthandler
import hashlib
import itertools
import json
import subprocess
import sys
import zlib
from collections.abc import Iterator
from typing import Any

from suites.catalog import strategies
from suites.tools import Unsupported
from suites.workload import Parameters, Workload, digest
from suites.workloads import MODULES, find
from suites.workloads.nbody import energy, simulate, system
from suites.workloads.zlib_blocks import text

TINY: dict[str, Parameters] = {
    "primes": {"n": 2000},
    "mandelbrot": {"size": 12},
    "alloc_tree": {"depth": 5, "trees": 7},
    "methods": {"moves": 100},
    "nbody": {"steps": 3},
    "json_roundtrip": {"rounds": 1},
    "regex_scan": {"lines": 3},
    "hashlib": {"block": 4096, "mib": 1},
    "zlib": {"block": 1000, "mib": 1},
    "numpy_ufunc": {"millions": 1, "size": 1000},
    "granularity": {"tasks": 9, "turns": 10},
    "mixed": {"cpu": 25, "tasks": 3},
    "files": {"files": 40, "fsync": "yes"},
    "sleep_fanout": {"milliseconds": 1, "tasks": 8},
    "echo": {"connections": 8, "trips": 2},
    "wordcount": {"words": 6400},
    "startup": {"imports": "nothing", "tasks": 5},
    "memory": {"depth": 5, "imports": "nothing", "trees": 7},
}


def generic(extra: str = "") -> list[str]:
    """Workloads that lanes can do by themselves, with what the extra brings."""
    return [
        name
        for name, workload in ((name, find(name)) for name in MODULES)
        if workload.extra(workload.sizes["small"].parameters) == extra
        and workload.share is None
        and workload.service in (None, find("echo").service)
    ]


@contextlib.contextmanager
def echo_server() -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "suites.services.echo"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        host, port = server.stdout.readline().split()
        yield host.decode(), int(port)
        server.communicate()


def results(names: list[str], address: tuple[str, int]) -> dict[str, dict[str, str | None]]:
    """The digest of each workload's result by each strategy's name; None: no lane can do it."""
    found: dict[str, dict[str, str | None]] = {name: {} for name in names}
    for strategy_type in strategies():
        if strategy_type.unavailable():
            continue
        strategy = strategy_type()
        try:
            strategy.open(2 if strategy_type.sweeps else 1)
        except Unsupported:  # its package is not in this environment
            continue
        for name in names:
            workload = find(name)
            batch = workload.batch(TINY[name], address)
            awaited = strategy.coroutines and workload.async_task
            try:
                parts = strategy.run(awaited or workload.task, batch)
            except Exception as error:
                if "does not support loading in subinterpreters" not in str(error):
                    raise
                found[name][strategy_type.name] = None
            else:
                found[name][strategy_type.name] = digest(workload.merge(parts))
        strategy.close()
    return found


def one_after_another(workload: Workload, parameters: Parameters) -> Any:
    return workload.merge([workload.task(part) for part in workload.batch(parameters, None)])


def oracles() -> dict[str, list[Any]]:
    """What each workload computes, beside the same computed in another way."""
    tiny = {name: find(name).batch(TINY[name], None) for name in generic() if name != "echo"}
    words = collections.Counter(" ".join(tiny["wordcount"]).split())
    other = {
        "hashlib": [
            hashlib.sha256(bytes([seed]) * size * rounds).hexdigest()
            for seed, size, rounds in tiny["hashlib"]
        ],
        "wordcount": sorted(words.items(), key=lambda item: (-item[1], item[0])),
        "alloc_tree": [2 ** (5 + 1) - 1] * 7,
        "json_roundtrip": [
            [len(text), zlib.crc32(text.encode())] for text, _ in tiny["json_roundtrip"]
        ],
        "regex_scan": [_look(text) for text in tiny["regex_scan"]],
        "zlib": [_checksum(number, size) for number, size, _ in tiny["zlib"]],
        "files": [
            zlib.crc32(b"".join(n.to_bytes(8, "little") * 8192 for n in range(first, first + 20)))
            for first in (0, 20)
        ],
    }
    seen = {name: [one_after_another(find(name), TINY[name]), other[name]] for name in other}
    seen["primes"] = [sum(one_after_another(find("primes"), TINY["primes"])), 303]
    return seen


def _look(log: str) -> list[int]:
    """What the patterns find, without them."""
    lines = log.splitlines()
    return [
        *(len(lines), len(lines), len(lines)),
        log.count('"GET ') + log.count('"PUT '),
        sum(line.split()[-2] in ("500", "503") for line in lines),
        log.count("timeout") + log.count("reset"),
    ]


def _checksum(number: int, size: int) -> int:
    """Of the text, begun somewhere else by each task, as long as a block."""
    rest = itertools.islice(itertools.cycle(text()), 251 * number, 251 * number + size)
    return zlib.crc32(bytes(rest))


def energies() -> list[list[float]]:
    """Of systems of bodies: at the beginning, and after 1,000 steps, which keep it."""
    return [[energy(system(seed)), simulate((seed, 1000))] for seed in (0, 63)]


def arrays() -> list[list[int]]:
    """The elements of all arrays and rounds, by length of array; the same for all lengths."""
    workload = find("numpy_ufunc")
    sizes = [workload.sizes["small"], *workload.sweeps["size"]]
    jobs = [workload.batch(size.parameters, None) for size in sizes]
    return [[len(batch), sum(size * rounds for _, size, rounds in batch)] for batch in jobs]


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    extra = "".join(sys.argv[1:])
    with echo_server() as address:
        seen: dict[str, Any] = {"digests": results(generic(extra), address)}
    if not extra:
        seen |= {"oracles": oracles(), "energies": energies(), "arrays": arrays()}
    print(json.dumps(seen))
