"""The short form of the doctor, for a run's manifest."""

from collections.abc import Iterable
from datetime import UTC, datetime

from harness.doctor.checks import findings
from harness.doctor.snapshot import Snapshot, take
from harness.errors import Unfit
from record import Examination, Finding


def at_start() -> Examination:
    """Before a session of measuring."""
    return examination(take(), _now(), "start")


def at_end(start: Examination) -> Examination:
    """After it: what it did itself, its load, is no finding."""
    return examination(take(after_run=True, throttled=start.throttled), _now(), "end")


def refuse(found: Iterable[Finding]) -> None:
    """What --strict does: raises Unfit for the first error among them."""
    for finding in found:
        if finding.severity == "error":
            raise Unfit(sentence(finding))


def sentence(finding: Finding) -> str:
    return f"{finding.what}; {finding.effect}. What helps: {finding.remedy}"


def examination(seen: Snapshot, when: str, moment: str) -> Examination:
    return Examination(
        when=when,
        moment=moment,
        load=seen.load,
        steal=seen.steal,
        outside=seen.outside,
        spinning=seen.spinning,
        free=seen.free,
        available=seen.available,
        frequency=seen.frequency,
        throttled=seen.throttled,
        findings=findings(seen),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
