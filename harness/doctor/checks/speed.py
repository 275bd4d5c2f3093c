"""How fast the CPUs and the clock are, and whether they stay so."""

from harness.doctor.checks.check import Told, check
from harness.doctor.snapshot import Snapshot

SLOWED = 0.6  # of the rate that one CPU alone can reach
READING = 3e-7  # seconds: a clock that asks the kernel takes longer, another a fifth of it


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
