"""What the words of the page mean: only those that occur in this run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.overhead.tax import FORCED
from analysis.report import Report

STRATEGIES = {
    "sequential": "one task after another in one thread: what all others are compared with",
    "threads": "several threads in one process, which share every object",
    "asyncio": "one thread, which goes on with another task while one waits",
    "asyncio-threads": "several threads, each with an event loop of its own",
    "processes-fork": "several processes, each a copy of the first one made by the system",
    "processes-forkserver": "several processes, copies of a small one that is kept for that",
    "processes-spawn": "several processes, each started anew",
    "interpreters": "subinterpreters: several isolated Pythons in one process, each with its own "
    "GIL in a thread of its own",
    "interpreter-pool": "subinterpreters by concurrent.futures.InterpreterPoolExecutor",
    "loky": "processes by joblib's loky",
    "dask": "processes by dask.distributed",
}
WORKLOADS = {
    "primes": "pure Python arithmetic",
    "mandelbrot": "arithmetic with floats, in rows that take unlike times",
    "alloc_tree": "many small objects are made and dropped",
    "methods": "attributes and calls on objects",
    "nbody": "a numeric loop with floats",
    "json_roundtrip": "objects to JSON and back",
    "regex_scan": "regular expressions over text",
    "hashlib": "SHA-256 in C, which releases the GIL",
    "zlib": "compression in C, which releases the GIL",
    "numpy_ufunc": "NumPy's functions on arrays",
    "granularity": "many tasks of one length: what handing them out costs",
    "mixed": "each task computes (cpu: for how many percent) and waits",
    "files": "files are written, read and removed",
    "sleep_fanout": "every task only waits",
    "echo": "waiting for answers over sockets",
    "wordcount": "text is sent out, dictionaries come back and are merged",
    "shared_read": "all lanes read one object",
    "shared_write": "all lanes write one dict",
    "lock": "all lanes enter one critical section",
    "counter": "all lanes add to one number",
    "pipeline": "three stages with queues between",
    "ping_pong": "a number there and back over queues",
    "transfer": "an object there and back between two lanes",
    "web": "HTTP requests: parse, wait, compute, answer",
    "convoy": "how long an echo takes beside a lane that computes",
    "startup": "making lanes, a first task, one task more, ending",
    "memory": "bytes of all processes of a strategy",
}
WORDS = {
    "GIL": "the lock that lets one thread at a time run Python in an interpreter",
    "lane": "what runs tasks: a thread, a process, a subinterpreter or an event loop",
    "w=2": "two workers: that many tasks are under way at a time",
    "1.86x [1.71, 2.02]": "1.86 times as fast; by the interval in brackets it may as well be 1.71 "
    "or 2.02 times. How sure an interval is stands where it is used: where a winner is chosen it "
    "is wider than in the charts, for the same number",
    "cell": "one strategy on one interpreter with one kind of work; each was measured in several "
    "fresh processes",
    "A/A": "the same cell measured twice: whatever differs there is error",
    "no clear winner": "those that are named cannot be told apart here. A clear winner is ahead of "
    "each other one in a comparison of the two alone: that is not the ratio of their speedups, as "
    "the machine's noise is taken out of each comparison for itself",
}


@dataclass(frozen=True, slots=True)
class Terms:
    title: str
    meant: tuple[tuple[str, str], ...]


def terms(report: Report) -> tuple[Terms, ...]:
    cells = [entry.cell for entry in report.cells]
    known = (
        Terms("Words", tuple(WORDS.items())),
        Terms("Interpreters", tuple(_builds(report))),
        Terms("Strategies", _of(STRATEGIES, (one.strategy for one in cells))),
        Terms("Work", _of(WORKLOADS, (one.workload for one in cells))),
    )
    return tuple(one for one in known if one.meant)


def _builds(report: Report) -> Iterable[tuple[str, str]]:
    for label, build in report.readings.plan.builds.items():
        if not build.free_threaded:
            yield label, f"CPython {build.version} with a GIL"
        elif build.gil or label.endswith(FORCED):
            yield label, f"the free-threaded CPython {build.version} with its GIL switched on"
        else:
            yield label, f"the free-threaded CPython {build.version}: without a GIL"


def _of(known: Mapping[str, str], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = set(names)
    return tuple((name, meant) for name, meant in known.items() if name in found)
