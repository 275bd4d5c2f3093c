"""What a probe could have seen of each kind of strategy, with as many lanes as a test wants."""

from itertools import combinations

from record.explain import (
    Changed,
    Explained,
    Known,
    Lane,
    Moments,
    Pair,
    Process,
    Program,
    Received,
    Route,
    Saw,
    Seen,
    Sent,
    Thread,
)

STRATEGIES = (
    *("sequential", "threads", "asyncio", "asyncio-threads", "interpreters"),
    *("processes-fork", "processes-forkserver", "processes-spawn"),
)
MAIN = 4711
TRACKER, SERVER = 4712, 4713
NONE = Saw(module=False, imported=False, environ=False, folder=False, descriptor=False)
ALL = Saw(module=True, imported=True, environ=True, folder=True, descriptor=True)
PROCESS = Saw(module=False, imported=False, environ=False, folder=True, descriptor=True)


def explained(strategy: str, count: int, gil: bool = True, **changes: object) -> Explained:
    return Explained(
        interpreter="3.13" if gil else "3.13t",
        strategy=strategy,
        workers=count,
        status="ok",
        seen=seen(strategy, count, gil, **changes),
    )


def seen(
    strategy: str,
    count: int,
    gil: bool = True,
    *,
    cores: int = 2,
    at_once: int | None = None,
    possible: bool = True,
    named: str = "Task-",
) -> Seen:
    """`at_once`: of every pair; as it should be where it is None."""
    apart = strategy.startswith(("processes", "interpreters"))
    one_thread = strategy in ("sequential", "asyncio")
    lanes = [_lane(strategy, number, gil, named) for number in range(1, count + 1)]
    lanes = lanes[:1] if strategy == "sequential" else lanes
    if at_once is None:
        at_once = 0 if one_thread or (gil and not apart) else 7
    others = NONE if strategy.startswith("processes") else PROCESS if apart else ALL
    length = 1 if apart else 1 + 10 * len(lanes)
    route = Route(pid=MAIN, thread="QueueFeederThread", by="multiprocessing.reduction")
    return Seen(
        program=Program(
            executable="/usr/bin/python3.13",
            arguments=f"-m suites.probes.explain {strategy} --workers {count}",
            implementation="CPython",
            version="3.13.15",
            free_threaded=not gil,
            cores=cores,
            switch_interval=0.005,
        ),
        main=_lane("sequential", 0, gil, named),
        lanes=lanes,
        processes=_processes(strategy, lanes),
        sent=Sent(
            appends=10,
            length=length,
            received=[
                Received(length=11 if apart else length, route=route if apart else None)
                for _ in lanes
            ],
        ),
        changed=Changed(
            lanes=[ALL, *([others] * (len(lanes) - 1))], main=others, child=others != NONE
        ),
        moments=Moments(
            tries=3,
            pairs=[
                Pair(first=a, second=b, units=5000, nanoseconds=60_000_000, at_once=at_once)
                for a, b in combinations(range(count), 2)
            ],
            hand_overs=12,
            stretches=40,
            interrupted=0,
            possible=None if one_thread else possible,
        ),
    )


def _lane(strategy: str, number: int, gil: bool, named: str) -> Lane:
    """The main thread is number 0."""
    process = strategy.startswith("processes")
    loop = strategy.startswith("asyncio")
    own_thread = strategy not in ("sequential", "asyncio")
    pid = MAIN + 100 + number if process else MAIN
    thread = pid if process or not own_thread else MAIN + 10 + number
    interpreter = number if strategy == "interpreters" else 0
    home = 1000 * pid + interpreter
    name = "MainThread" if thread == pid or interpreter else f"lane_{number}"
    known = [Known(thread=thread, interpreter=interpreter, name=name, kind="_MainThread")]
    forked = strategy == "processes-fork" or not (process or interpreter)
    return Lane(
        pid=pid,
        ppid=SERVER if strategy == "processes-forkserver" else MAIN if process else 1,
        thread=thread,
        interpreter=interpreter,
        gil=gil,
        loop="_UnixSelectorEventLoop" if loop else None,
        loop_at=(1 if strategy == "asyncio" else number) if loop else None,
        task=f"{named}{number}" if loop else None,
        modules_at=home,
        none_at=1,
        int_at=2,
        list_at=5 if forked else home,
        had_global=forked,
        had_environ=True,
        had_descriptor=forked or not process,
        pipes=5,
        known=known,
    )


def _processes(strategy: str, lanes: list[Lane]) -> list[Process]:
    threads = [MAIN, *(lane.thread for lane in lanes if lane.pid == MAIN)]
    found = [_process(MAIN, 1, "-m suites.probes.explain", sorted(set(threads)))]
    if strategy in ("processes-forkserver", "processes-spawn"):
        found.append(_process(TRACKER, MAIN, "from multiprocessing.resource_tracker", [TRACKER]))
    if strategy == "processes-forkserver":
        found.append(_process(SERVER, MAIN, "from multiprocessing.forkserver", [SERVER]))
    away = [lane for lane in lanes if lane.pid != MAIN]
    return [*found, *(_process(lane.pid, lane.ppid, "python", [lane.thread]) for lane in away)]


def _process(pid: int, ppid: int, command: str, threads: list[int]) -> Process:
    told = [Thread(thread=thread, called="python") for thread in threads]
    return Process(pid=pid, ppid=ppid, program="python3.13", command=command, threads=told)
