"""The checks, and what they find. A new one is a function with `@check` and a line here."""

from harness.doctor.checks.beside import load, memory, other_work, steal
from harness.doctor.checks.check import Check
from harness.doctor.checks.layout import (
    isolated,
    memory_nodes,
    quota,
    threads_of_a_core,
    unlike_cores,
    virtual,
)
from harness.doctor.checks.parallel import cpus_free, parallel
from harness.doctor.checks.speed import clock, governor, on_battery, slowed, turbo
from harness.doctor.snapshot import Snapshot
from record import Finding

SEVERITIES = ("error", "warning", "note")

CHECKS: tuple[Check, ...] = (
    *(parallel, cpus_free, other_work, steal, memory, load),
    *(quota, threads_of_a_core, unlike_cores, isolated, memory_nodes),
    *(governor, slowed, on_battery, clock, turbo, virtual),
)


def findings(now: Snapshot) -> list[Finding]:
    """What all checks find, the worst first."""
    found = [finding for check in CHECKS if (finding := check(now))]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
