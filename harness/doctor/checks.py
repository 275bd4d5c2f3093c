"""The checks: pure functions from a snapshot to what there is to say about it.

Each is silent where its facts are not known. A new one is one function with `@check`; the
function's name is the finding's identity, whatever its figures are.
"""

from collections.abc import Callable

from harness.doctor import cpus, topology
from harness.doctor.machine import usable_cores
from harness.doctor.snapshot import Snapshot
from harness.doctor.surroundings import STEAL, too_much
from record import Finding

PARALLEL = 1.5  # CPUs: two processes that have less between them take turns
FREE = 0.8  # of the work that as many cores can do
LOAD = 0.5  # processes, on average
ROOM = 0.1  # of the memory
SWAPPED = 2**20  # bytes in a second: more than a stray page
PRESSURE = 0.01  # of the time: memory was waited for
SLOWED = 0.6  # of the rate that one CPU alone can reach
READING = 3e-7  # seconds: a clock that asks the kernel takes longer, another a fifth of it

SEVERITIES = ("error", "warning", "note")
Told = tuple[str, str, str] | None  # what, effect, remedy
CHECKS: list[Callable[[Snapshot], Finding | None]] = []


def findings(now: Snapshot) -> list[Finding]:
    """What all checks find, the worst first."""
    found = [finding for one in CHECKS if (finding := one(now))]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))


def check(severity: str) -> Callable[[Callable[[Snapshot], Told]], Callable[[Snapshot], Told]]:
    """Register a check; all that it finds is of one severity."""

    def register(tell: Callable[[Snapshot], Told]) -> Callable[[Snapshot], Told]:
        def one(now: Snapshot) -> Finding | None:
            if (told := tell(now)) is None:
                return None
            what, effect, remedy = told
            return Finding(
                severity=severity, what=what, effect=effect, remedy=remedy, check=tell.__name__
            )

        CHECKS.append(one)
        return tell

    return register


@check("error")
def parallel(now: Snapshot) -> Told:
    """Does anything run in parallel at all?"""
    if usable_cores(now.machine) >= 2 and (now.free is None or now.free >= PARALLEL):
        return None
    cause, remedy = _why_not_parallel(now)
    had = f"; {now.spinning} that spin have {now.free:.1f} CPUs" if now.free is not None else ""
    return (
        f"two processes do not run in parallel: {cause}{had}",
        "scaling means nothing here: lanes take turns",
        remedy,
    )


def _why_not_parallel(now: Snapshot) -> tuple[str, str]:
    machine = now.machine
    if machine.cores < 2 and len(now.online) > 1:
        return (
            f"of {len(now.online)} CPUs this process may use one",
            f"taskset -c {cpus.written(now.online)} gilbench run; or a wider cpuset",
        )
    if machine.cores < 2:
        return "this machine has one CPU", "measure on two or more"
    if machine.quota is not None and machine.quota < 2:
        return f"the cgroup quota is {machine.quota:g} CPUs", "raise it (docker run --cpus=2)"
    if now.busy:
        return f"{_named(now)} beside them", _pause(now)
    if now.cores is not None and len(now.cores) < 2:
        return "the usable CPUs are threads of one core", "use CPUs of two cores (taskset -c)"
    return "something outside of this system takes the rest", "measure when it does not"


@check("warning")
def cpus_free(now: Snapshot) -> Told:
    """Less than what the cores promise, but more than nothing."""
    if now.free is None or now.free < PARALLEL or (now.kinds or 1) > 1:
        return None
    if now.free >= FREE * _promised(now):
        return None
    return (
        f"{now.spinning} processes that spin have {now.free:.1f} CPUs",
        "lanes wait for CPUs: strategies with many lanes look slower than they are",
        _pause(now) if now.busy else "measure when the host's other guests are idle",
    )


def _promised(now: Snapshot) -> float:
    """CPUs' worth of work that the spin test's processes could do on a quiet machine."""
    places = float(min(now.spinning, len(now.cores) if now.cores else now.spinning))
    if now.machine.quota is not None:
        places = min(places, now.machine.quota)
    fastest = sorted((now.rates or {}).values(), reverse=True)[: now.spinning]
    return min(places, sum(fastest) / fastest[0]) if fastest and fastest[0] else places


@check("warning")
def other_work(now: Snapshot) -> Told:
    if now.outside is None or not too_much(now.outside, now.machine.cores):
        return None
    return (
        f"other processes keep {now.outside:.1f} of {now.machine.cores} CPUs busy"
        f"{': ' if now.busy else ''}{_named(now)}",
        "lanes share the CPUs with them: parallel strategies look slower",
        _pause(now),
    )


def _named(now: Snapshot) -> str:
    return ", ".join(f"{one.name} (pid {one.pid}, {one.cpus:.1f} CPUs)" for one in now.busy)


def _pause(now: Snapshot) -> str:
    if not now.busy:
        return "stop what runs beside (other users', other containers')"
    pids = " ".join(str(one.pid) for one in now.busy)
    return f"stop them, or pause them (kill -STOP {pids}; later kill -CONT {pids})"


@check("note")
def load(now: Snapshot) -> Told:
    """Work that came and went before the look."""
    if now.load is None or now.load <= LOAD or other_work(now):
        return None
    return (
        f"there was other work in the last minute (load average {now.load:.1f})",
        "if it comes back, it shares the CPUs with the lanes",
        "gilbench doctor, again in a minute",
    )


@check("warning")
def steal(now: Snapshot) -> Told:
    if now.steal is None or now.steal <= STEAL:
        return None
    return (
        f"the hypervisor takes {now.steal:.0%} of the CPU time (steal)",
        "processes of one cell differ more, those with many lanes the most",
        "measure when the host's other guests are idle, or on dedicated CPUs",
    )


@check("warning")
def quota(now: Snapshot) -> Told:
    limit, count = now.machine.quota, now.machine.cores
    if limit is None or limit >= count or limit < 2:
        return None
    return (
        f"a cgroup quota of {limit:g} CPUs on {count}",
        "more lanes than the quota are stopped and started again many times a second",
        f"taskset -c {cpus.written(now.usable[: int(limit)])} gilbench run; or raise the quota",
    )


@check("warning")
def threads_of_a_core(now: Snapshot) -> Told:
    if now.cores is None or len(now.usable) <= len(now.cores) or len(now.cores) < 2:
        return None
    first = cpus.written(threads[0] for threads in now.cores)
    return (
        f"{len(now.usable)} CPUs are {len(now.cores)} cores with more than one thread (SMT)",
        f"above {len(now.cores)} workers lanes share cores: little is gained by any strategy",
        f"taskset -c {first} gilbench run",
    )


@check("note")
def memory_nodes(now: Snapshot) -> Told:
    if now.nodes is None or len(now.nodes) < 2:
        return None
    node = now.nodes[0]
    return (
        f"the usable CPUs belong to {len(now.nodes)} memory nodes (NUMA)",
        "memory of another node is slower: lanes that share objects vary with their place",
        f"numactl --cpunodebind={node} --membind={node} gilbench run",
    )


@check("warning")
def unlike_cores(now: Snapshot) -> Told:
    effect = "a lane's speed depends on its core: the slowest ends last"
    if now.kinds is not None and now.kinds > 1:
        return (
            f"{now.kinds} kinds of cores",
            effect,
            "compare at few workers",
        )
    if not now.rates or len(fast := topology.fast(now.rates)) == len(now.rates):
        return None
    low, high = min(now.rates.values()), max(now.rates.values())
    what = f"cores of {high} MHz and of {low} MHz"
    return what, effect, f"taskset -c {cpus.written(fast)} gilbench run"


@check("warning")
def isolated(now: Snapshot) -> Told:
    both = sorted(set(now.isolated) & set(now.usable))
    if not both:
        return None
    others = set(now.usable) - set(both) or set(now.online) - set(both)
    return (
        f"CPUs {cpus.written(both)} are isolated from the scheduler (isolcpus)",
        "lanes on them are not balanced, and can all be on one of them",
        f"taskset -c {cpus.written(others)} gilbench run" if others else "boot without isolcpus",
    )


@check("warning")
def governor(now: Snapshot) -> Told:
    others = [name for name in now.governors or () if name != "performance"]
    if not others:
        return None
    return (
        f"the CPUs' frequency governor is {', '.join(others)}",
        "the clock follows the load: work that waits or has just begun runs slower",
        "sudo cpupower frequency-set -g performance",
    )


@check("note")
def turbo(now: Snapshot) -> Told:
    if not now.turbo:
        return None
    return (
        "turbo is on",
        "one busy core runs faster than all of them: speedups look smaller, and heat matters",
        now.turbo_off or "switch it off in the firmware",
    )


@check("warning")
def slowed(now: Snapshot) -> Told:
    """By heat, or a limit on power, as far as it can be seen."""
    if now.throttles:
        what = f"heat slowed the CPUs ({now.throttles} times)"
    elif now.cooler is not None and now.cooler <= 0:
        what = "a temperature sensor is at its limit"
    elif now.frequency and now.rates and now.frequency < SLOWED * max(now.rates.values()):
        what = f"busy CPUs run at {now.frequency:.0f} of {max(now.rates.values())} MHz"
    else:
        return None
    return (
        what,
        "the longer it is busy the slower it gets: later blocks and many lanes suffer most",
        "let it cool down; a fixed lower rate helps (sudo cpupower frequency-set -u 2GHz)",
    )


@check("warning")
def on_battery(now: Snapshot) -> Told:
    if not now.on_battery:
        return None
    return "it runs on its battery", "the CPUs are slowed to save it", "plug the charger in"


@check("warning")
def memory(now: Snapshot) -> Told:
    total = now.machine.memory
    if now.swapped is not None and now.swapped > SWAPPED:
        what = f"memory is short: {now.swapped / 2**20:.1f} MiB came back from swap in a second"
    elif now.pressure is not None and now.pressure > PRESSURE:
        what = f"memory is short: {now.pressure:.0%} of the last 10 s was spent waiting for it"
    elif now.available is not None and now.available < ROOM * total:
        what = f"{now.available / 2**30:.1f} of {total / 2**30:.1f} GiB of memory are available"
    else:
        return None
    return (
        what,
        "lanes wait for the disk, and processes may be killed; forked ones suffer most",
        "end what holds it (ps aux --sort=-rss | head)",
    )


@check("warning")
def clock(now: Snapshot) -> Told:
    if now.reading is None or now.reading <= READING:
        return None
    source = f" ({now.clock})" if now.clock else ""
    switch = "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"
    return (
        f"reading the clock{source} takes {now.reading * 1e9:.0f} ns",
        "event loops and pools read it at every turn: short tasks look slower",
        switch if "tsc" in now.clocks and now.clock != "tsc" else "another machine or kernel",
    )


@check("note")
def virtual(now: Snapshot) -> Told:
    if not now.machine.virtual:
        return None
    return (
        f"a virtual machine ({now.machine.virtual})",
        "processes of one cell differ more than on bare metal, as the host's other guests come "
        "and go",
        "gilbench run --precision 3%, which measures until the intervals are tight; or bare metal",
    )
