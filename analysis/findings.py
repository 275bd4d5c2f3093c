"""What was found about the builds and the machine, each said once however often it was found."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from record import Finding, Manifest

WORST_FIRST = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding of one examination of the machine."""

    number: int  # of the examination
    moment: str
    finding: Finding


def said(manifest: Manifest) -> list[Finding]:
    """Those of the builds as they are, and those of all examinations of the machine.

    What was found at more moments than one has the figures of the worst, and of the first of
    these. What was not there when the run began says when it was.
    """
    seen: dict[str, list[Sighting]] = {}
    for number, examination in enumerate(manifest.examinations):
        for finding in examination.findings:
            sighting = Sighting(number, examination.moment, finding)
            seen.setdefault(finding.check or finding.what, []).append(sighting)
    return [*map(_once, seen.values()), *manifest.findings]


def _once(sightings: Sequence[Sighting]) -> Finding:
    worst = min((one.finding for one in sightings), key=_rank)
    when = _when(sightings)
    if not when:
        return worst
    return msgspec.structs.replace(worst, what=f"{worst.what} ({when})")


def _rank(finding: Finding) -> int:
    return WORST_FIRST.index(finding.severity) if finding.severity in WORST_FIRST else 1


def _when(sightings: Sequence[Sighting]) -> str:
    """Empty for what was there from the beginning."""
    if any(one.number == 0 for one in sightings):
        return ""
    if all(one.moment == "end" for one in sightings):
        return "at the end of the run"
    return "when the run was resumed"
