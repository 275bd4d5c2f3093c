"""Do lanes have CPUs of their own at all?"""

from harness.doctor import cpus
from harness.doctor.checks.beside import other_work, pause
from harness.doctor.checks.check import Told, check
from harness.doctor.machine import usable_cores
from harness.doctor.snapshot import Snapshot

# CPUs: two processes that have less between them take turns. On a virtual machine with two CPUs
# they had 1.59 to 2.0 where all was quiet, 0.85 to 1.32 beside one process that was always busy,
# and 0.5 to 0.8 on the one CPU of a busy machine that they might use.
PARALLEL = 1.4
FREE = 0.8  # of the work that as many cores can do


@check("error")
def parallel(now: Snapshot) -> Told:
    """Does anything run in parallel at all?"""
    if usable_cores(now.machine) >= 2 and (now.free is None or now.free >= PARALLEL):
        return None
    cause, remedy = _why_not_parallel(now)
    had = "" if now.free is None else f" ({now.spinning} that spin get {now.free:.1f} CPUs)"
    return (
        f"two processes do not run in parallel{had}: {cause}",
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
        taken = sum(one.cpus for one in now.busy) if now.outside is None else now.outside
        return f"other processes keep {taken:.1f} CPUs busy", pause(now)
    if now.cores is not None and len(now.cores) < 2:
        return "the usable CPUs are threads of one core", "use CPUs of two cores (taskset -c)"
    return "something outside of this system takes the rest", "measure when it does not"


@check("warning")
def cpus_free(now: Snapshot) -> Told:
    """Less than what the cores promise, but more than nothing."""
    if now.free is None or now.free < PARALLEL or (now.kinds or 1) > 1:
        return None
    if now.free >= FREE * _promised(now) or other_work(now):  # which is the reason then
        return None
    return (
        f"{now.spinning} processes that spin get {now.free:.1f} CPUs",
        "lanes wait for CPUs: strategies with many lanes look slower than they are",
        "measure when the host's other guests are idle",
    )


def _promised(now: Snapshot) -> float:
    """CPUs' worth of work that the spin test's processes could do on a quiet machine."""
    places = float(min(now.spinning, len(now.cores) if now.cores else now.spinning))
    if now.machine.quota is not None:
        places = min(places, now.machine.quota)
    fastest = sorted((now.rates or {}).values(), reverse=True)[: now.spinning]
    return min(places, sum(fastest) / fastest[0]) if fastest and fastest[0] else places
