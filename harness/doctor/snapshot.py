"""All that is known of the machine at one moment. Taking it is the one impure step."""

import os
from pathlib import Path

import msgspec
import psutil

from harness.doctor import cgroup, clock, cpus, frequency, machine, topology
from harness.doctor.busy import Busy, Others
from harness.doctor.files import read
from harness.doctor.spin import MOST, spin
from harness.doctor.surroundings import Watch
from harness.doctor.virtual import container
from record import Machine

CLOCK = Path("/sys/devices/system/clocksource/clocksource0")


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The facts; None where the system does not tell."""

    machine: Machine
    # What may be used
    usable: list[int] = []  # CPUs
    online: list[int] = []  # CPUs
    cores: list[list[int]] | None = None  # usable CPUs, the threads of one core together
    nodes: list[int] | None = None  # memory nodes that have usable CPUs
    rates: dict[int, int] | None = None  # MHz that each usable CPU can reach
    kinds: int | None = None  # of cores, where rates do not tell
    isolated: list[int] = []  # CPUs
    container: str | None = None
    # How fast it runs
    governors: list[str] | None = None
    turbo: bool | None = None
    turbo_off: str | None = None  # the command
    frequency: float | None = None  # MHz of the fastest CPU while all spin
    throttled: int | None = None  # times since the boot that heat slowed a CPU
    throttles: int | None = None  # of these, since the start of the run, or of the look
    cooler: float | None = None  # degrees from the hottest sensor to its limit
    on_battery: bool | None = None
    clock: str | None = None  # its source
    clocks: list[str] = []  # that there are
    reading: float | None = None  # seconds that reading it takes
    # What is going on
    spinning: int = 0  # processes of the spin test
    free: float | None = None  # CPUs that they had
    steal: float | None = None  # share of the CPU time wanted that the hypervisor took
    outside: float | None = None  # CPUs that other processes kept busy
    busy: list[Busy] = []
    load: float | None = None  # average of the last minute; None after a run, which made it
    available: int | None = None  # bytes of memory
    swap: int | None = None  # bytes in use
    swapped: int | None = None  # bytes read back from it meanwhile
    pressure: float | None = None  # share of the last 10 s in which memory was waited for


def take(*, after_run: bool = False, throttled: int | None = None) -> Snapshot:
    """About a second, most of it in the spin test.

    `throttled`: what was told at the start of the run that this is the end of.
    """
    before = machine.look()
    usable = cpus.usable()
    was = frequency.throttled(usable) if throttled is None else throttled
    others, watch, swap = Others(), Watch.start(), psutil.swap_memory()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    used = _of_children()
    seen: list[float | None] = []
    processes = max(2, min(MOST, machine.usable_cores(before)))
    free = spin(processes, lambda: seen.append(frequency.now()))
    surroundings = watch.stop(_of_children() - used)
    busy = others.busy()
    memory, swap_now = psutil.virtual_memory(), psutil.swap_memory()
    rooms = [memory.available, cgroup.memory()]
    turbo, turbo_off = frequency.turbo()
    is_now = frequency.throttled(usable)
    return Snapshot(
        machine=before,
        usable=sorted(usable),
        online=list(cpus.online()),
        cores=topology.cores(usable),
        nodes=topology.nodes(usable),
        rates=topology.rates(usable),
        kinds=topology.kinds_on_macos(),
        isolated=list(cpus.parse(read("/sys/devices/system/cpu/isolated"))),
        container=container(),
        governors=frequency.governors(usable),
        turbo=turbo,
        turbo_off=turbo_off,
        frequency=next(iter(seen), None),
        throttled=is_now,
        throttles=None if was is None or is_now is None else max(0, is_now - was),
        cooler=frequency.cooler(),
        on_battery=frequency.on_battery(),
        clock=read(CLOCK / "current_clocksource"),
        clocks=(read(CLOCK / "available_clocksource") or "").split(),
        reading=clock.reading(),
        spinning=processes,
        free=free,
        steal=surroundings.steal,
        outside=surroundings.outside,
        busy=busy,
        load=None if after_run else load,
        available=min(room for room in rooms if room is not None),
        swap=swap_now.used,
        swapped=max(0, swap_now.sin - swap.sin),
        pressure=pressure(read("/proc/pressure/memory")),
    )


def pressure(text: str | None) -> float | None:
    """From `some avg10=1.50 avg60=…`: the share of the last 10 s, 0.015."""
    for word in (text or "").split():
        name, _, value = word.partition("=")
        if name == "avg10":
            try:
                return float(value) / 100
            except ValueError:
                return None
    return None


def _of_children() -> float:
    """CPU seconds of the children that have ended."""
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)
