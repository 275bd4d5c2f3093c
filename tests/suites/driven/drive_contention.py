"""The contention pairs at tiny sizes, as a measured process does them; what was seen, as JSON.

python -m drive_contention
"""

import faulthandler
import json
import random
import sys
import threading
from collections import Counter
from types import SimpleNamespace
from typing import Any

import sharing_tasks

from suites.catalog import strategies
from suites.options import MODE, Options
from suites.strategy import Strategy
from suites.suite import opened
from suites.tools import Unsupported, hand_out, in_one_process
from suites.workload import Finished
from suites.workloads import counter, find, shared_read, shared_write

TINY: dict[str, list[dict[str, Any]]] = {
    "shared_read": [
        {"loops": 50, "object": name, "sharing": sharing}
        for name in shared_read.MAKERS
        for sharing in ("shared", "private")
    ],
    "shared_write": [{"keys": 300, "sharing": way} for way in shared_write.DICTS],
    "lock": [{"hold": 1, "length": 100, "sharing": way} for way in ("shared", "private")],
    "counter": [{"sharing": way, "updates": 300} for way in counter.NEEDS],
}
DRIVEN = ("sequential", "threads", "asyncio", "asyncio-threads", "processes-fork", "interpreters")


def measured(
    kind: type[Strategy], workload: str, parameters: dict[str, Any], **mode: str
) -> dict[str, list[float]] | str:
    """Two values of each quantity, each with its checksum right; or why there are none."""
    workers = 2 if kind.sweeps else 1
    options = Options(workload, parameters, workers, MODE | mode, "here", 0, 0, None)
    try:
        with opened(kind(), find(workload), options, 2) as procedure:
            procedure.time(2)
            return procedure.values
    except Unsupported as reason:
        return str(reason)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def cells() -> list[list[Any]]:
    """Strategy, workload, parameters, mode, and what came of it."""
    kinds = {kind.name: kind for kind in strategies()}
    wanted = [
        (name, workload, parameters, "strong")
        for name in DRIVEN
        for workload, variants in TINY.items()
        for parameters in variants
        if parameters.get("object", "dict") == "dict"
    ]
    wanted += [
        ("threads", workload, parameters, "weak")
        for workload in ("shared_write", "counter")
        for parameters in TINY[workload]
    ]
    wanted += [("processes-spawn", "counter", TINY["counter"][1], "strong")]
    wanted += [("processes-spawn", "lock", TINY["lock"][0], "strong")]
    return [[*one, measured(kinds[one[0]], one[1], one[2], scaling=one[3])] for one in wanted]


def unlocked() -> list[int]:
    """Where a counter that several threads add to without a lock ends, of 576,000; five times."""
    threads = next(kind for kind in strategies() if kind.name == "threads")
    size = find("counter").sizes["small"]
    options = Options("counter", size.parameters, 4, MODE, "here", 0, 0, None)
    with opened(threads(), find("counter"), options, 5) as procedure:
        procedure.time(5)
        return [int(value) for value in procedure.values["kept"]]


def objects() -> dict[str, list[bool]]:
    """Of each object: whether it is mortal, whether what it holds is, whether each is new."""
    found = {}
    for name, make in shared_read.MAKERS.items():
        thing, another = make(), make()
        found[name] = [_mortal(thing), _mortal(_held(thing)), thing is not another]
    return found


def _held(thing: Any) -> Any:
    if isinstance(thing, dict):
        return thing["held"]
    return thing[0] if isinstance(thing, list) else getattr(thing, "held", thing)


def _mortal(thing: Any) -> bool:
    before = sys.getrefcount(thing)
    more = [thing] * 100
    mortal = sys.getrefcount(thing) == before + len(more)
    if sys.version_info >= (3, 14):
        assert mortal is not sys._is_immortal(thing)
    return mortal


def in_a_thread(function: Any) -> Any:
    """As a lane would see it: 3.13t makes some objects immortal when the first thread starts."""
    found = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join()
    return found[0]


def who_has_what() -> dict[str, list[bool]]:
    """Whether all lanes of each strategy that shares objects have the very one."""
    found = {}
    for kind in strategies():
        needs = find("shared_read").needs({"sharing": "shared"})
        if kind.name in DRIVEN and not kind.refuses(needs):
            strategy, thing = kind(), {"a": random.random()}
            strategy.open(2 if kind.sweeps else 1, thing)
            visits = strategy.visit(sharing_tasks.id_of_common, None)
            strategy.close()
            found[kind.name] = [visit.result == id(thing) for visit in visits]
    return found


def refusals() -> dict[str, dict[str, str | None]]:
    """By workload and the way of sharing: what each strategy says to it."""
    return {
        f"{name}/{parameters['sharing']}": {
            kind.name: kind.refuses(find(name).needs(parameters)) for kind in strategies()
        }
        for name, variants in TINY.items()
        for parameters in variants
    }


def counted() -> list[Any]:
    """What `shared_write` computes, beside the same by other means."""
    parameters = {"keys": 300, "sharing": "one"}
    workload = find("shared_write")
    hand_out(shared_write.share(parameters, in_one_process()))
    batch = workload.batch(parameters, None)
    found = workload.merge([workload.task(job) for job in batch])
    keys: Counter[int] = Counter()
    for seed, count, _ in batch:
        state = seed
        for _ in range(count):
            state = (state * 1_103_515_245 + 12_345) % 2**31
            keys[state // 2**16 % 1024] += 1
    return [found, sorted(keys.items())]


def lost_in_spite_of_a_lock() -> str | None:
    hand_out(counter.Shared(SimpleNamespace(value=5), threading.Lock()))
    try:
        counter.kept(Finished({}, [3, 3], 1.0))
    except counter.WrongCount as error:
        return str(error)
    return None


def locks() -> dict[str, int]:
    """How many locks there are, by the way of sharing."""
    tools = in_one_process()
    lock = find("lock")
    assert lock.share
    return {
        way: len(set(map(id, lock.share({"sharing": way}, tools)))) for way in ("shared", "private")
    }


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a hang tells where
    seen = {
        "cells": cells(),
        "unlocked": unlocked(),
        "objects": in_a_thread(objects),
        "identity": who_has_what(),
        "refusals": refusals(),
        "counted": counted(),
        "lost": lost_in_spite_of_a_lock(),
        "locks": locks(),
    }
    print(json.dumps(seen))
