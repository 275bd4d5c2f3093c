"""Whether the machine is a virtual one, and whether we are in a container."""

import platform
from pathlib import Path

from harness.doctor.files import read, sysctl

ROOT = Path("/")

# Clock sources that only a hypervisor offers.
CLOCKS = {"kvm-clock": "KVM", "hyperv": "Hyper-V", "xen": "Xen"}
# Words in a path of /proc/self/cgroup, and files, that give containers away.
PATHS = ("docker", "kubepods", "libpod", "lxc", "containerd")
FILES = {".dockerenv": "docker", "run/.containerenv": "podman"}


def hypervisor(root: Path = ROOT) -> str | None:
    """Who made the virtual machine; None where there is no sign of one."""
    hints = read(root / "sys/devices/system/clocksource/clocksource0/available_clocksource") or ""
    clock = next((name for hint, name in CLOCKS.items() if hint in hints), None)
    kind = read(root / "sys/hypervisor/type")
    if not (clock or kind or _flagged(root) or sysctl("kern.hv_vmm_present") == "1"):
        return None
    return read(root / "sys/class/dmi/id/sys_vendor") or clock or kind or "unknown hypervisor"


def container(root: Path = ROOT) -> str | None:
    """The kind of container that we are in; None where there is no sign of one."""
    told = read(root / "run/systemd/container")
    if told:
        return told
    for name, kind in FILES.items():
        if (root / name).exists():
            return kind
    groups = read(root / "proc/self/cgroup") or ""
    return next((word for word in PATHS if word in groups), None) or _subsystem()


def _flagged(root: Path) -> bool:
    lines = (read(root / "proc/cpuinfo") or "").splitlines()
    flags = next((line for line in lines if line.startswith("flags")), "")
    return "hypervisor" in flags.split()


def _subsystem() -> str | None:
    return "WSL" if "microsoft" in platform.release().lower() else None
