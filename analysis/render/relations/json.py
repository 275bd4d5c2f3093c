"""The relations of two runs as one JSON object: numbers are finite or null.

schema          1
there, here     the original and the run that it is compared with: run, created, machine; sound
                (sound, unsound, unknown: by its A/A pairs)
margin          what is the same, of a ratio: that of the original
differences     about, what, there, here: machines first, then builds
notices         severity (error, warning, note), cause, effect, remedy
counts          contrasts by agreement
checked         contrasts that the original decides, and that were measured here
disagreements   of contrasts, steps, orders' pairs and winners
chance          share of agreement that verdicts dealt anew would have; null without one
contrasts, steps, pairs    kind, title, cell, base, there, here (ratio, low, high, verdict, why),
                agreement, crowded; low and high are null where they are infinite or unknown
orders          title, interpreter, there, here: strategies, the best first
winners         title, there, here: the best cell and those that cannot be told from it; agreement
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import msgspec

from analysis.relations import Agreement, Relation, Relations, Said
from analysis.relations.relate import Facts
from record.text import escaped

SCHEMA = 1


def json(found: Relations) -> str:
    """It all."""
    counts = Counter(one.agreement for one in found.contrasts)
    told = {
        "schema": SCHEMA,
        "there": _run(found.there),
        "here": _run(found.here),
        "margin": found.margin,
        "differences": [asdict(one) for one in found.differences],
        "notices": [asdict(one) | {"severity": one.severity.name.lower()} for one in found.notices],
        "counts": {one.value: counts[one] for one in Agreement},
        "checked": len(found.checked),
        "disagreements": found.disagreements,
        "chance": found.chance,
        "contrasts": _relations(found.contrasts),
        "steps": _relations(found.steps),
        "pairs": _relations(found.pairs),
        "orders": [
            {
                "title": one.title,
                "interpreter": one.interpreter,
                "there": one.there,
                "here": one.here,
            }
            for one in found.orders
        ],
        "winners": [
            {
                "title": one.title,
                "there": [cell.key for cell in one.there],
                "here": [cell.key for cell in one.here],
                "agreement": one.agreement.value,
            }
            for one in found.winners
        ],
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


def _relations(relations: Iterable[Relation]) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind.value,
            "title": one.title,
            "cell": one.cell.key,
            "base": one.base.key,
            "there": _said(one.there),
            "here": _said(one.here),
            "agreement": one.agreement.value,
            "crowded": one.crowded,
        }
        for one in relations
    ]


def _said(said: Said) -> dict[str, Any]:
    low, high = said.interval or (None, None)
    return {
        "ratio": None if said.ratio is None else said.ratio.value,
        "low": low,
        "high": high,
        "verdict": None if said.verdict is None else said.verdict.value,
        "why": said.why,
    }
