"""Who else wants the CPUs and the memory."""

from harness.doctor.checks.check import Told, check
from harness.doctor.snapshot import Snapshot
from harness.doctor.surroundings import STEAL, too_much

LOAD = 0.5  # processes, on average
ROOM = 0.1  # of the memory
SWAPPED = 2**20  # bytes in a second: more than a stray page
PRESSURE = 0.01  # of the time: memory was waited for


@check("warning")
def other_work(now: Snapshot) -> Told:
    machine = now.machine
    if now.outside is None or not too_much(now.outside, machine.cores, machine.quota):
        return None
    return (
        f"other processes keep {now.outside:.1f} of {machine.cores} CPUs busy"
        f"{': ' if now.busy else ''}{named(now)}",
        "lanes share the CPUs with them: parallel strategies look slower",
        pause(now),
    )


def named(now: Snapshot) -> str:
    return ", ".join(f"{one.name} (pid {one.pid}, {one.cpus:.1f} CPUs)" for one in now.busy)


def pause(now: Snapshot) -> str:
    """Without numbers of processes: in a report that is read later they may be others'."""
    if now.busy:
        return "stop them, or pause them meanwhile (kill -STOP PID, then kill -CONT PID)"
    return "stop what runs beside (other users', other containers')"


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
