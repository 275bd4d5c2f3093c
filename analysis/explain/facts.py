"""What lanes share and what each has of its own: only what was tried, and how it was seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from analysis.explain.moments import one_thread
from analysis.explain.words import counted
from record.explain import Lane, Saw, Seen
from record.text import plain


class Kind(Enum):
    """How a thing is there for lanes and the main thread; the value is the heading."""

    SHARED = "shared"
    COPIED = "copied"
    OWN = "each has its own"
    MIXED = "not the same for all"


@dataclass(frozen=True, slots=True)
class Fact:
    kind: Kind
    thing: str  # short, for a slide
    seen: str  # what was tried, and what came of it


CHANGES = (  # a field of Saw, what it is, and what was tried
    ("module", "a module's globals", "a global that one lane changed is changed for {}"),
    ("imported", "imported modules", "a module that one lane imported is there for {}"),
    ("environ", "os.environ", "a variable that one lane set in os.environ is there for {}"),
    ("folder", "the working directory", "where one lane changed to is the directory of {}"),
    ("descriptor", "file descriptors", "the number of a file that one lane opened is good for {}"),
)


def facts(seen: Seen) -> list[Fact]:
    """In the order in which they are told; of a lane that is alone, what it was sent alone."""
    found = [_sent(seen)]
    if len(_others(seen)):
        found += _changed(seen)
        found.append(_child(seen))
    found += _fixed(seen)
    found += _before(seen)
    return found


def same_memory(seen: Seen) -> bool:
    """Whether what was sent, and what a lane changed, was the same object for all."""
    return _sent(seen).kind is Kind.SHARED and all(saw.module for saw in _others(seen))


def _others(seen: Seen) -> list[Saw]:
    """What those see that did not change it: other lanes, and the main thread if it is none."""
    here = seen.main
    main = [] if any(_place(lane) == _place(here) for lane in seen.lanes) else [seen.changed.main]
    return [*main, *seen.changed.lanes[1:]]


def _place(lane: Lane) -> tuple[int, ...]:
    return (*lane.home, lane.thread)


def _sent(seen: Seen) -> Fact:
    sent = seen.sent
    thing, items = "a list that is sent", sent.appends * len(sent.received)
    if sent.length == 1 + items:
        return Fact(
            Kind.SHARED,
            thing,
            f"the sender's list has all {items:,} items that {_lanes(seen)} appended",
        )
    lengths = {one.length for one in sent.received}
    if sent.length == 1 and lengths == {1 + sent.appends}:
        told = f"each of {_lanes(seen)} has a copy with {sent.appends:,} items more; " + (
            "the sender's list is as it was"
        )
        return Fact(Kind.COPIED, thing, f"{told}; {_route(seen)}")
    told = f"the sender's list has {sent.length - 1:,} of {items:,} items that were appended"
    return Fact(Kind.MIXED, thing, told)


def _route(seen: Seen) -> str:
    routes = [one.route for one in seen.sent.received if one.route]
    if not routes:
        return "nothing was pickled"
    by = ", ".join(sorted({plain(route.by) for route in routes}))
    threads = sorted({plain(route.thread) for route in routes})
    where = f"in {threads[0]}" if len(threads) == 1 else f"in {len(threads)} threads"
    pipes = min(lane.pipes for lane in seen.lanes)
    apart = all(lane.pid != seen.main.pid for lane in seen.lanes)
    common = f"; sender and lane have {pipes} pipes open in common" if apart and pipes else ""
    return f"pickled by {by} {where} of process {routes[0].pid}{common}"


def way(seen: Seen) -> str:
    """How the list came to its lane, in a few words."""
    routes = [one.route for one in seen.sent.received]
    if not any(routes):
        return "same reference"
    return "pickled"


def _lanes(seen: Seen) -> str:
    tasks = all(lane.task for lane in seen.lanes)
    return counted(len(seen.lanes), "coroutine" if one_thread(seen) and tasks else "lane")


def _changed(seen: Seen) -> Iterator[Fact]:
    for field, thing, told in CHANGES:
        yield _judged(thing, told, [getattr(saw, field) for saw in _others(seen)])


def _judged(thing: str, told: str, found: list[bool]) -> Fact:
    if all(found):
        return Fact(Kind.SHARED, thing, told.format("all others"))
    if not any(found):
        return Fact(Kind.OWN, thing, told.format("none of the others"))
    return Fact(Kind.MIXED, thing, told.format(f"{sum(found)} of {len(found)} others"))


def _child(seen: Seen) -> Fact:
    told = "a new child of the main process {} that variable in its environment"
    if seen.changed.child:
        return Fact(Kind.SHARED, "the process's environment", told.format("has"))
    return Fact(Kind.OWN, "the process's environment", told.format("does not have"))


def _fixed(seen: Seen) -> Iterator[Fact]:
    """Addresses say something within one process alone."""
    elsewhere = [
        lane for lane in seen.lanes if lane.pid == seen.main.pid and lane.home != seen.main.home
    ]
    if not elsewhere:
        return
    fixed = {(lane.none_at, lane.int_at) for lane in (seen.main, *elsewhere)}
    if len(fixed) == 1:
        yield Fact(Kind.SHARED, "None and the type int", "at one address in every interpreter")
    else:
        yield Fact(Kind.OWN, "None and the type int", "at other addresses in other interpreters")


def _before(seen: Seen) -> Iterator[Fact]:
    """What the main thread had before there were lanes, and lanes elsewhere have, too."""
    homes = [lane for lane in seen.lanes if lane.home != seen.main.home]
    apart = [lane for lane in homes if lane.pid != seen.main.pid]
    if homes and all(lane.had_global for lane in homes):
        same = all(lane.list_at == seen.main.list_at for lane in homes)
        where = "at the same address, each in its own memory" if same else "at another address"
        yield Fact(Kind.COPIED, "globals from before the start", f"in every lane, {where}")
    elif homes and not any(lane.had_global for lane in homes):
        yield Fact(
            Kind.OWN,
            "globals from before the start",
            "what the main thread had put in a module is in no lane's",
        )
    if homes and all(lane.had_environ for lane in homes):
        told = "a variable that was set before the start is in every lane's os.environ"
        yield Fact(Kind.COPIED, "environment from before", told)
    if apart and all(lane.had_descriptor for lane in apart):
        told = "a file that was opened before the start has the same number in every lane"
        yield Fact(Kind.COPIED, "descriptors from before", told)
    elif apart and not any(lane.had_descriptor for lane in apart):
        told = "a file that was opened before the start is open in no lane"
        yield Fact(Kind.OWN, "files from before the start", told)
