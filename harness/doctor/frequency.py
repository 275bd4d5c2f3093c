"""How fast the CPUs may run and do run: governor, turbo, clock rates, heat."""

from collections.abc import Iterable
from pathlib import Path

import psutil

from harness.doctor.files import number, read

SYSTEM = Path("/sys/devices/system/cpu")
# The files that switch turbo: what is in them while it is on, and while it is off.
TURBO = {"intel_pstate/no_turbo": ("0", "1"), "cpufreq/boost": ("1", "0")}


def governors(cpus: Iterable[int], system: Path = SYSTEM) -> list[str] | None:
    """The governors in use, each once."""
    found = (read(system / f"cpu{cpu}/cpufreq/scaling_governor") for cpu in cpus)
    return sorted({name for name in found if name}) or None


def turbo(system: Path = SYSTEM) -> tuple[bool | None, str | None]:
    """Whether CPUs may run above their base rate, and the command that ends it."""
    for name, (on, off) in TURBO.items():
        now = read(system / name)
        if now in (on, off):
            return now == on, f"echo {off} | sudo tee {system / name}"
    return None, None


def now() -> float | None:
    """MHz of the CPU that runs fastest."""
    try:
        rates = [rate.current for rate in psutil.cpu_freq(percpu=True) or ()]
    except (OSError, NotImplementedError, RuntimeError, AttributeError):
        return None
    return max(rates, default=0.0) or None


def throttled(cpus: Iterable[int], system: Path = SYSTEM) -> int | None:
    """How often heat has slowed the CPUs since the boot."""
    folders = [system / f"cpu{cpu}/thermal_throttle" for cpu in cpus]
    names = ("core_throttle_count", "package_throttle_count")
    counts = [number(folder / name) for folder in folders for name in names]
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def cooler() -> float | None:
    """Degrees from the hottest sensor to its limit; negative above it."""
    try:
        sensors = psutil.sensors_temperatures()
    except (AttributeError, OSError, RuntimeError):  # macOS has none
        return None
    rooms = [
        limit - one.current
        for group in sensors.values()
        for one in group
        if one.current and (limit := one.high or one.critical)
    ]
    return min(rooms, default=None)


def on_battery() -> bool | None:
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError):
        return None
    return None if battery is None or battery.power_plugged is None else not battery.power_plugged
