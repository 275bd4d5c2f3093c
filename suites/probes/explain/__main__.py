"""Where lanes are and what they share, found by trying: processes, interpreters, threads, GILs.

python -m suites.probes.explain STRATEGY --workers N

One lane is chosen; it changes what could be shared, and the main thread and all other lanes look.
What was seen is printed as JSON. Nothing here knows what a strategy should share.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from suites.probes.explain import beside, together, witness
from suites.probes.explain.surroundings import processes
from suites.probes.explain.witness import Errand, Key, Parcel, Stretches, Things
from suites.strategies import NAMES, find
from suites.strategy import Strategy
from suites.tools import Unsupported, unsupported

MILLISECONDS = 60  # of each try to see lanes at the same moment
TRIES = 3  # with all
ROUNDS = 30  # with two, of all pairs that have not been seen
MOST = 60  # tries in all


class Crew:
    """Every lane of an opened strategy; or every coroutine, where these take turns on one."""

    def __init__(self, strategy: Strategy, workers: int) -> None:
        self.strategy = strategy
        self.workers = workers
        self.coroutines = strategy.one_lane and strategy.coroutines
        self._keys: list[Key] = []

    def each(self, do: Callable[[Any, bool], Any], argument: Any) -> list[Any]:
        """What every lane answers, always in the same order. The first is the chosen one."""
        if self.coroutines:
            batch = [Errand(do, argument, place == 0) for place in range(self.workers)]
            return [answer for _, answer in self.strategy.run(witness.carry_async, batch)]
        chosen = self._keys[0] if self._keys else False
        visits = self.strategy.visit(witness.carry, Errand(do, argument, chosen))
        found = dict(visit.result for visit in visits)
        self._keys = self._keys or sorted(found)
        if found.keys() != set(self._keys):
            raise RuntimeError("other lanes answered than before")
        return [found[key] for key in self._keys]

    def work(self) -> list[Stretches]:
        """All at the same time, where they can."""
        if self.coroutines:
            return self.each(witness.work_async, MILLISECONDS)
        if self.strategy.one_lane:  # a task after the other
            return self.strategy.run(witness.work, [MILLISECONDS] * self.workers)
        return self.each(witness.work, MILLISECONDS)

    def duet(self, first: int, second: int) -> list[Stretches]:
        """These two lanes alone: they get the cores that there are."""
        return self.each(witness.duet, (MILLISECONDS, self._keys[first], self._keys[second]))


def seen(strategy: Strategy, workers: int) -> dict[str, Any]:
    """All that is found out about the strategy, which is opened and closed."""
    home = os.getcwd()  # noqa: PTH109
    with tempfile.TemporaryDirectory(prefix="gilbench-") as folder, _prepared(folder) as before:
        strategy.open(workers if strategy.sweeps else 1)
        try:
            crew = Crew(strategy, workers)
            lanes = crew.each(witness.tell, before)
            main = witness.tell(before)
            found = {
                "program": _program(),
                "main": main,
                "lanes": lanes,
                "processes": processes(lane["pid"] for lane in lanes),
                "sent": _sent(crew),
                "changed": _changed(crew, folder),
                "moments": _moments(crew),
            }
        finally:
            os.chdir(home)  # or the folder could not be removed
            strategy.close()
    own = set(main["pipes"])
    for lane in (main, *lanes):
        lane["pipes"] = len(own.intersection(lane["pipes"]))
    return found


@contextmanager
def _prepared(folder: str) -> Iterator[Things]:
    """What the main process has before there are lanes: some start as its copies."""
    file = Path(folder) / "before"
    file.touch()
    witness.BEFORE.append("before")
    os.environ[witness.ENVIRON_BEFORE] = "before"
    with file.open() as opened:
        yield Things(folder, str(file), opened.fileno())


def _program() -> dict[str, Any]:
    affinity = getattr(os, "sched_getaffinity", None)
    return {
        "executable": os.path.realpath(sys.executable),
        "arguments": " ".join(sys.orig_argv[1:]),
        "implementation": platform.python_implementation(),
        "version": sys.version.split()[0],
        "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "cores": len(affinity(0)) if affinity else os.cpu_count() or 1,
        "switch_interval": sys.getswitchinterval(),
    }


def _sent(crew: Crew) -> dict[str, Any]:
    """A list with one item is sent to every lane, and each appends to what it got."""
    parcel = Parcel([0])
    received = crew.each(witness.receive, parcel)
    return {"appends": witness.APPENDS, "length": len(parcel.items), "received": received}


def _changed(crew: Crew, folder: str) -> dict[str, Any]:
    """The chosen lane changes; who sees it. `child`: a process started by the main one then."""
    home = os.getcwd()  # noqa: PTH109
    file = Path(folder) / "changed"
    file.touch()
    things = Things(folder, str(file), None)
    (descriptor, *_) = crew.each(witness.change, things)
    things = things._replace(descriptor=descriptor)
    found = {
        "lanes": crew.each(witness.look, things),
        "main": witness.look(things),
        "child": _inherited(witness.ENVIRON_CHANGED),
    }
    crew.each(witness.undo, things)
    crew.each(witness.leave, home)
    witness.leave(home)
    return found


def _inherited(name: str) -> bool:
    """Whether a new process gets the variable: that is the process' own environment."""
    code = f"import os, sys; sys.exit({name!r} not in os.environ)"
    return subprocess.run([sys.executable, "-I", "-S", "-c", code], check=False).returncode == 0


def _moments(crew: Crew) -> dict[str, Any]:
    """Tries to see every pair of lanes at the same moment: first all of them, then two by two."""
    found = together.found(crew.work())
    while found.tries < TRIES and not found.all_at_once:
        found = together.added(found, together.found(crew.work()))
    if crew.strategy.one_lane or not found.pairs:
        return _told(found, None)
    for _ in range(ROUNDS):
        for pair in [pair for pair in found.pairs if not pair.at_once]:
            if found.tries < MOST:
                duet = together.found(crew.duet(pair.first, pair.second))
                found = together.added(found, duet)
    seen = any(pair.at_once for pair in found.pairs)
    return _told(found, True if seen else beside.possible(MILLISECONDS, ROUNDS))


def _told(found: together.Found, possible: bool | None) -> dict[str, Any]:
    pairs = [pair._asdict() for pair in found.pairs]
    return {**found._asdict(), "pairs": pairs, "possible": possible}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m suites.probes.explain")
    parser.add_argument("strategy", choices=NAMES)
    parser.add_argument("--workers", type=int, required=True)
    options = parser.parse_args()
    kind = find(options.strategy)
    if reason := kind.unavailable():
        unsupported(reason)
    try:
        print(json.dumps(seen(kind(), options.workers)))
    except Unsupported as missing:
        unsupported(missing)


if __name__ == "__main__":
    main()
