"""What a lane gets when it is sent an object, found by trying.

python -m suites.probes.sharing STRATEGY KIND --route argument|start|result
python -m suites.probes.sharing --list

As the `argument` of a task; handed out at the `start` of the lanes; or, the other way, as a
task's `result`. Both sides look at the object while both have it: in one process the same
address is the same object. Who received it changes it, and who had it looks again. What was
found is printed as JSON.
"""

import argparse
import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from suites.probes.sharing import handling, objects
from suites.probes.sharing.handling import Look, look
from suites.probes.sharing.objects import KINDS, Kind
from suites.probes.sharing.raised import Log, raised, root
from suites.strategies import NAMES, find
from suites.strategy import Strategy
from suites.tools import Unsupported, unsupported

ROUTES = ("argument", "start", "result")
Found = dict[str, Any]


def argument(strategy: Strategy, kind: Kind) -> Found:
    strategy.open(1)
    strategy.run(handling.expect, [kind.name])
    with made(kind) as thing:
        before = look(kind, thing)
        (there,) = strategy.run(handling.receive, [thing])
        return judged(kind, before, there, look(kind, thing))


def start(strategy: Strategy, kind: Kind) -> Found:
    with made(kind) as thing:
        before = look(kind, thing)
        strategy.open(1, thing)
        strategy.run(handling.expect, [kind.name])
        (there,) = strategy.run(handling.receive_common, [None])
        return judged(kind, before, there, look(kind, thing))


def result(strategy: Strategy, kind: Kind) -> Found:
    strategy.open(1)
    strategy.run(handling.expect, [kind.name])
    try:
        (thing,) = strategy.run(handling.give, [None])
        (before,) = strategy.run(handling.look_at_kept, [None])
        here = look(kind, thing)
        kind.touch(thing)
        (after,) = strategy.run(handling.look_at_kept, [None])
        return judged(kind, before, here, after)
    finally:
        with contextlib.suppress(Exception):  # the lane is gone
            strategy.run(handling.end_kept, [None])


@contextlib.contextmanager
def made(kind: Kind) -> Iterator[Any]:
    """A new one, which is ended even where its lanes are lost: memory of the system would stay."""
    thing = kind.make()
    try:
        yield thing
    finally:
        kind.end(thing)


def judged(kind: Kind, before: Look, there: Look, after: Look) -> Found:
    """`before` and `after` by who had it first, `there` by who received it and then changed it."""
    lost = {part for part, text in before.parts.items() if there.parts.get(part) != text}
    changed = {part for part, text in before.parts.items() if after.parts.get(part) != text}
    how = ""
    if (before.process, before.address) == (there.process, there.address):
        got = "same object"
        if kind.mutable and not changed - kind.system:
            raise AssertionError(f"the same {kind.name} changed, and did not change")
    elif changed - kind.system:
        got = "shared memory"
    else:
        got = "copy"
        if "module" in lost:
            how = "by code"
        elif "attributes" in lost and there.own:
            how = "by name"
    return {
        "got": got,
        "how": how,
        "lost": sorted(lost),
        "system": sorted(changed & kind.system),
    }


def try_out(strategy: Strategy, kind: Kind, route: str) -> Found:
    log = Log()
    logging.getLogger("concurrent.futures").addHandler(log)
    ways = {"argument": argument, "start": start, "result": result}
    try:
        return ways[route](strategy, kind)
    except AssertionError:
        raise
    except Exception as error:
        return {"got": "error", "error": raised(error), "cause": root(error, log.errors)}


def mechanism(strategy: type[Strategy]) -> str:
    """How its lanes are sent arguments, in a word or two."""
    if strategy.name in ("loky", "dask"):  # where pickle does not do
        return "by cloudpickle"
    if strategy.family == "processes":
        return "by pickle"
    if strategy.family != "interpreters":
        return "by reference"
    return "by call()" if sys.version_info >= (3, 14) else "by pickle"


def native(thing: Any) -> bool:
    """Whether this version's own interpreters say that they take it as it is, without pickle."""
    modules = ("_xxsubinterpreters", "_interpreters", "concurrent.interpreters")
    name = modules[min(max(sys.version_info[1] - 12, 0), 2)]
    return bool(import_module(name).is_shareable(thing))


def about(strategy: type[Strategy], kind: Kind, route: str) -> Found:
    if strategy.family != "interpreters" or route != "argument":
        return {}
    with made(kind) as thing:
        return {"native": native(thing)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m suites.probes.sharing")
    parser.add_argument("strategy", nargs="?", default="")
    parser.add_argument("kind", nargs="?", choices=[kind.name for kind in KINDS])
    parser.add_argument("--route", choices=ROUTES, default="argument")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        print(json.dumps(listed()))
        return
    if not options.kind:
        parser.error("name a strategy and a kind, or --list")
    try:
        found_type, kind = find(options.strategy), objects.find(options.kind)
    except ModuleNotFoundError:
        parser.error(f"there is no strategy {options.strategy!r}")
    if reason := found_type.unavailable():
        unsupported(reason)
    strategy = found_type()
    try:
        found = try_out(strategy, kind, options.route)
    except Unsupported as missing:
        unsupported(missing)
    found["by"] = mechanism(found_type)
    found |= about(found_type, kind, options.route)
    print(json.dumps(found), flush=True)  # before the end, which some interpreters crash at
    with contextlib.suppress(Exception):  # it never opened, which was told
        strategy.close()


def listed() -> Found:
    kinds = [{"name": kind.name, "extra": kind.extra} for kind in KINDS]
    return {"kinds": kinds, "strategies": list(NAMES)}


if __name__ == "__main__":
    main()
