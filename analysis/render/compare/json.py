"""A comparison as one JSON object: numbers are finite or null.

schema          1
base, head      run, created, machine; sound (sound, unsound, unknown: by its A/A pairs)
unlike          how the machines are unlike; empty where they are one
margin          what is the same, of a ratio
confidence      level of the rows' intervals; the others are at 0.95
counts          rows by verdict
regressions     rows that are slower or use more bytes
speed           ratio, low, high of all times together; null without one
machine         of each interpreter: control (ratio, low, high: times as long in HEAD; or null),
                drift (steady, moved, unknown), speed of its times, like (same build and code)
twins           judged, misses, sound: whether twins moved as what they are twins of
notices         severity (error, warning, note), cause, effect, remedy
only_base, only_head    keys of cells that the other has not planned
not_in_both     cell, base, base_reason, head, head_reason: statuses where one is not ok
rows            a cell each: see `Comparison.rows`; a limit is null where it is infinite, or
                there is no interval
"""

from dataclasses import asdict
from typing import Any

import msgspec

from analysis.aa import Judgement
from analysis.compare.comparison import Comparison, Facts
from analysis.compare.rows import COLUMNS
from analysis.estimate import Estimate, Verdict
from record.text import escaped

SCHEMA = 1


def json(found: Comparison) -> str:
    """It all."""
    columns = [found.rows[name].tolist() for name in COLUMNS]
    counts = found.counts
    told = {
        "schema": SCHEMA,
        "base": _run(found.base),
        "head": _run(found.head),
        "unlike": found.unlike,
        "margin": found.margin,
        "confidence": found.confidence,
        "counts": {verdict.value: counts[verdict.value] for verdict in Verdict},
        "regressions": found.regressions,
        "speed": _estimate(found.speed),
        "machine": [
            {
                "interpreter": one.interpreter,
                "control": _estimate(one.control),
                "drift": one.drift.value,
                "speed": _estimate(one.speed),
                "like": one.like,
            }
            for one in found.machine
        ],
        "twins": _twins(found.twins),
        "notices": [asdict(one) | {"severity": one.severity.name.lower()} for one in found.notices],
        "only_base": found.only_base,
        "only_head": found.only_head,
        "not_in_both": [asdict(one) for one in found.fates],
        "rows": [dict(zip(COLUMNS, row, strict=True)) for row in zip(*columns, strict=True)],
    }
    # msgspec writes null for what is not finite.
    return escaped(msgspec.json.format(msgspec.json.encode(told), indent=1).decode() + "\n")


def _run(facts: Facts) -> dict[str, Any]:
    return {
        "run": facts.run,
        "created": facts.created,
        "machine": facts.machine,
        "sound": facts.pairs.soundness.value,
    }


def _twins(found: Judgement) -> dict[str, Any]:
    return {
        "judged": len(found.judged),
        "misses": found.misses,
        "sound": found.soundness.value,
    }


def _estimate(found: Estimate | None) -> dict[str, Any] | None:
    if found is None:
        return None
    low, high = found.interval or (None, None)
    return {"ratio": found.value, "low": low, "high": high}
