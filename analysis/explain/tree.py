"""The tree of processes, interpreters, threads and coroutines, from what lanes and system told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from record.explain import Lane, Process, Seen
from record.text import plain

ROLES = {  # by what stands in its command
    "multiprocessing.resource_tracker": "resource tracker",
    "multiprocessing.forkserver": "fork server",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A coroutine."""

    name: str
    number: int  # of the lane, from 1


@dataclass(frozen=True, slots=True)
class Loop:
    """An event loop."""

    kind: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class OsThread:
    """A thread of the system."""

    number: int
    name: str  # by the interpreter in which it is shown; else by the system
    known_as: str  # by the process' main interpreter, where that is another name
    lanes: tuple[int, ...]  # the numbers of those that it runs, from 1
    main: bool  # the thread that the program began with
    loops: tuple[Loop, ...]


@dataclass(frozen=True, slots=True)
class Interpreter:
    number: int
    gil: bool
    threads: tuple[OsThread, ...]

    @property
    def lanes(self) -> int:
        return sum(len(thread.lanes) for thread in self.threads)


@dataclass(frozen=True, slots=True)
class OsProcess:
    """A process of the system."""

    pid: int
    ppid: int
    role: str  # main, lane, resource tracker, fork server, other
    interpreters: tuple[Interpreter, ...]
    others: tuple[OsThread, ...]  # threads that no interpreter named

    @property
    def lanes(self) -> int:
        return sum(interpreter.lanes for interpreter in self.interpreters)


def processes(seen: Seen) -> list[OsProcess]:
    """The main process first, then those that help, then those of lanes."""
    told = {process.pid: process for process in seen.processes or ()}
    lanes: dict[int, list[tuple[int, Lane]]] = {seen.main.pid: []}
    for number, lane in enumerate(seen.lanes, 1):
        lanes.setdefault(lane.pid, []).append((number, lane))
    helpers = [pid for pid in told if pid not in lanes]
    order = [seen.main.pid, *helpers, *(pid for pid in lanes if pid != seen.main.pid)]
    return [_process(pid, lanes.get(pid, []), told.get(pid), seen) for pid in order]


def _process(
    pid: int, lanes: Sequence[tuple[int, Lane]], told: Process | None, seen: Seen
) -> OsProcess:
    main = seen.main if pid == seen.main.pid else None
    speakers = [*([main] if main else []), *(lane for _, lane in lanes)]
    homes: dict[int, bool] = {}
    for speaker in speakers:
        homes.setdefault(speaker.interpreter, speaker.gil)
    names = _names(speakers)
    placed = {lane.thread: lane.interpreter for _, lane in lanes}
    first = next(iter(homes), 0)
    for speaker in speakers:
        for known in speaker.known:
            placed.setdefault(known.thread, first)
    interpreters = []
    for number, gil in homes.items():
        own = sorted(thread for thread, home in placed.items() if home == number)
        interpreters.append(
            Interpreter(
                number,
                gil,
                tuple(_thread(thread, number, first, names, lanes, main) for thread in own),
            )
        )
    system = {thread.thread: plain(thread.called) for thread in told.threads} if told else {}
    others = tuple(
        OsThread(thread, called, "", (), False, ())
        for thread, called in system.items()
        if thread not in placed
    )
    return OsProcess(
        pid, _parent(told, speakers), _role(main, lanes, told), tuple(interpreters), others
    )


def _thread(
    number: int,
    home: int,
    first: int,
    names: dict[tuple[int, int], str],
    lanes: Sequence[tuple[int, Lane]],
    main: Lane | None,
) -> OsThread:
    own = [(place, lane) for place, lane in lanes if lane.thread == number]
    name = names.get((home, number), "")
    outside = names.get((first, number), "") if home != first else ""
    return OsThread(
        number=number,
        name=name or outside,
        known_as=outside if outside != name else "",
        lanes=tuple(place for place, _ in own),
        main=bool(main and main.thread == number),
        loops=tuple(_loops(own)),
    )


def _loops(lanes: Iterable[tuple[int, Lane]]) -> Iterator[Loop]:
    found: dict[int | None, list[tuple[int, Lane]]] = {}
    for place, lane in lanes:
        if lane.loop:
            found.setdefault(lane.loop_at, []).append((place, lane))
    for own in found.values():
        tasks = tuple(Task(plain(lane.task), place) for place, lane in own if lane.task)
        yield Loop(plain(own[0][1].loop), tasks)


def _names(speakers: Iterable[Lane]) -> dict[tuple[int, int], str]:
    """By interpreter and thread; with the class of a thread that is of a special one."""
    found: dict[tuple[int, int], str] = {}
    for speaker in speakers:
        for known in speaker.known:
            usual = known.kind in ("Thread", "_MainThread")
            name = plain(known.name if usual else f"{known.name} ({known.kind})")
            found.setdefault((known.interpreter, known.thread), name)
    return found


def _parent(told: Process | None, speakers: Sequence[Lane]) -> int:
    return told.ppid if told else speakers[0].ppid


def _role(main: Lane | None, lanes: Sequence[tuple[int, Lane]], told: Process | None) -> str:
    if main:
        return "main"
    if lanes:
        return "lane"
    command = told.command if told else ""
    return next((role for mark, role in ROLES.items() if mark in command), "other")
