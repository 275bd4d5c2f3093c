"""Which CPUs are threads of one core, which have their own memory, and how many kinds there are."""

from collections.abc import Iterable
from pathlib import Path

from harness.doctor import cpus
from harness.doctor.files import number, read, sysctl

SYSTEM = Path("/sys/devices/system")
LIKE = 1.15  # favoured cores of one kind differ by less in the rate that they can reach


def cores(usable: Iterable[int], system: Path = SYSTEM) -> list[list[int]] | None:
    """The usable CPUs, those that are threads of one core together."""
    found: dict[tuple[int, ...], list[int]] = {}
    for cpu in sorted(usable):
        siblings = cpus.parse(read(system / f"cpu/cpu{cpu}/topology/thread_siblings_list"))
        if cpu not in siblings:
            return None
        found.setdefault(siblings, []).append(cpu)
    return list(found.values()) or None


def nodes(usable: Iterable[int], system: Path = SYSTEM) -> list[int] | None:
    """The memory nodes that have usable CPUs."""
    among = frozenset(usable)
    found = [
        int(path.name.removeprefix("node"))
        for path in (system / "node").glob("node[0-9]*")
        if path.name.removeprefix("node").isdecimal()
        and among & frozenset(cpus.parse(read(path / "cpulist")))
    ]
    return sorted(found) or None


def rates(usable: Iterable[int], system: Path = SYSTEM) -> dict[int, int] | None:
    """The MHz that each usable CPU can reach."""
    found = {cpu: number(system / f"cpu/cpu{cpu}/cpufreq/cpuinfo_max_freq") for cpu in usable}
    known = {cpu: rate // 1000 for cpu, rate in found.items() if rate}
    return known or None


def fast(rates: dict[int, int]) -> list[int]:
    """The CPUs of the fastest kind."""
    return sorted(cpu for cpu, rate in rates.items() if rate * LIKE >= max(rates.values()))


def kinds_on_macos() -> int | None:
    told = sysctl("hw.nperflevels") or ""
    return int(told) if told.isdecimal() else None
