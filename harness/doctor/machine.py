"""The machine's lasting facts, as a run's manifest keeps them."""

import hashlib
import platform

import psutil

from harness.doctor import cgroup, cpus, topology
from harness.doctor.files import read, sysctl
from harness.doctor.virtual import hypervisor
from record import Machine


def look() -> Machine:
    """What the system tells of itself; nothing is changed, and nothing needs root."""
    return Machine(
        id=_machine_id(),
        system=platform.system(),
        kernel=platform.release(),
        cpu=_cpu_model(),
        cores=len(cpus.usable()),
        quota=cgroup.quota(),
        memory=psutil.virtual_memory().total,
        virtual=hypervisor(),
        physical=_physical_cores(),
    )


def usable_cores(machine: Machine) -> int:
    """Cores that a run can keep busy: affinity and quota are both limits."""
    if machine.quota is None:
        return machine.cores
    return max(1, min(machine.cores, int(machine.quota)))


def _machine_id() -> str:
    known = read("/etc/machine-id") or sysctl("kern.uuid") or platform.node()
    return hashlib.sha256(f"gilbench {known}".encode()).hexdigest()[:12]


def _physical_cores() -> int | None:
    """Of the usable CPUs; those of the whole machine where the system does not tell which."""
    found = topology.cores(cpus.usable())
    return len(found) if found else psutil.cpu_count(logical=False) or None


def _cpu_model() -> str:
    for line in (read("/proc/cpuinfo") or "").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return sysctl("machdep.cpu.brand_string") or platform.processor() or platform.machine()
