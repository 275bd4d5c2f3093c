"""The machine's facts, and what they mean for the numbers."""

import hashlib
import os
import platform
import sys
from pathlib import Path

import psutil

from record import Finding, Machine


def snapshot() -> Machine:
    """What the system tells of itself; nothing is changed, and nothing needs root."""
    return Machine(
        id=_machine_id(),
        system=platform.system(),
        kernel=platform.release(),
        cpu=_cpu_model(),
        cores=_cores(),
        quota=_quota(Path("/sys/fs/cgroup")),
        memory=psutil.virtual_memory().total,
        virtual=_virtual(),
    )


def usable_cores(machine: Machine) -> int:
    """Cores that a run can keep busy: affinity and quota are both limits."""
    if machine.quota is None:
        return machine.cores
    return max(1, min(machine.cores, int(machine.quota)))


def findings(machine: Machine, load: float | None, isolated: str) -> list[Finding]:
    """What a reader of the numbers must know of the machine. `load`: of the last minute."""
    found = []
    if usable_cores(machine) < 2:
        found.append(
            Finding(
                severity="error",
                what="this machine has one usable core",
                effect="nothing can run in parallel: speedups of CPU work mean nothing here",
                remedy="measure on two cores or more",
            )
        )
    if machine.quota is not None and machine.quota < machine.cores:
        found.append(
            Finding(
                severity="warning",
                what=f"a cgroup quota of {machine.quota:g} CPUs on {machine.cores} cores",
                effect="lanes beyond the quota are stopped and started again many times a second",
                remedy="raise the quota, or set the affinity to as many cores (taskset)",
            )
        )
    if load is not None and load > 0.5:
        found.append(
            Finding(
                severity="warning",
                what=f"other work was running (load average {load:.1f})",
                effect="lanes shared the cores with it: parallel strategies look slower",
                remedy="stop it, and measure again",
            )
        )
    if isolated:
        found.append(
            Finding(
                severity="warning",
                what=f"CPUs {isolated} are isolated from the scheduler (isolcpus)",
                effect="lanes on them are not balanced and can pile up on one core",
                remedy="measure on the CPUs that are not isolated",
            )
        )
    if machine.virtual:
        found.append(
            Finding(
                severity="note",
                what=f"a virtual machine ({machine.virtual})",
                effect="processes of one cell differ more than on bare metal; intervals are wider",
                remedy="more blocks (--blocks), or bare metal",
            )
        )
    return found


def look() -> tuple[Machine, list[Finding]]:
    """The machine now, and what there is to say about it."""
    machine = snapshot()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return machine, findings(machine, load, _read("/sys/devices/system/cpu/isolated"))


def _read(path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def _machine_id() -> str:
    known = _read("/etc/machine-id") or platform.node()
    return hashlib.sha256(f"gilbench {known}".encode()).hexdigest()[:12]


def _cpu_model() -> str:
    for line in _read("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quota(cgroup: Path) -> float | None:
    """CPUs that the cgroup allows: version 2's cpu.max, or version 1's two files."""
    limit, _, period = _read(str(cgroup / "cpu.max")).partition(" ")
    if not limit:
        limit = _read(str(cgroup / "cpu/cpu.cfs_quota_us"))
        period = _read(str(cgroup / "cpu/cpu.cfs_period_us"))
    if not limit.isdecimal() or not period.isdecimal():  # "max", "-1", or no such files
        return None
    return int(limit) / int(period)


def _virtual() -> str | None:
    flags = next((li for li in _read("/proc/cpuinfo").splitlines() if li.startswith("flags")), "")
    if "hypervisor" not in flags.split():
        return None
    return _read("/sys/class/dmi/id/sys_vendor") or "unknown hypervisor"
