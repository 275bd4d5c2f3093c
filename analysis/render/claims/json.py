"""Claims as one JSON object: numbers are finite or null.

schema      1
confidence  level of all intervals; checks: how many there are
sound       what the run's A/A pairs say
counts      claims by verdict
claims      id, text, source (title, url, section), says, published (figures of record), mapping,
            verdict, why, caveat; parts: about, published (in the metric of the part), verdict, why,
            checks: what, cells (keys), above, below, form, unit, value, low, high, blocks, seen,
            verdict, why
"""

import math
from typing import Any

import msgspec

from analysis.claims.verdict import Check, Judgement, Verdict
from record.text import escaped

SCHEMA = 1


def json(judged: Judgement) -> str:
    """It all."""
    text = msgspec.json.format(msgspec.json.encode(told(judged)), indent=1).decode()
    return escaped(text) + "\n"


def told(judged: Judgement) -> dict[str, Any]:
    """The same as plain values, for an export that has more."""
    return {
        "schema": SCHEMA,
        "confidence": judged.confidence,
        "checks": judged.checks,
        "sound": judged.sound,
        "counts": {outcome.value: count for outcome, count in judged.counts.items()},
        "claims": [_verdict(one) for one in judged],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    claim = verdict.claim
    return {
        "id": claim.id,
        "text": claim.text,
        "source": msgspec.to_builtins(claim.source),
        "says": claim.says,
        "published": msgspec.to_builtins(claim.published),
        "mapping": claim.mapping,
        "verdict": verdict.outcome.value,
        "why": verdict.why,
        "caveat": verdict.caveat,
        "parts": [
            {
                "about": part.part.about,
                "published": part.part.theirs,
                "verdict": part.outcome.value,
                "why": part.why,
                "checks": [_check(one) for one in part.checks],
            }
            for part in verdict.parts
        ],
    }


def _check(check: Check) -> dict[str, Any]:
    one = None if check.figure is None else check.figure.estimate
    low, high = one.interval if one is not None and one.interval is not None else (None, None)
    return {
        "what": check.what,
        "cells": list(check.keys),
        "above": check.limits[0],
        "below": check.limits[1],
        "form": None if check.figure is None else check.figure.form.value,
        "unit": check.unit,
        "value": None if one is None else _finite(one.value),
        "low": _finite(low),
        "high": _finite(high),
        "blocks": None if one is None else one.blocks,
        "seen": check.seen,
        "verdict": check.outcome.value,
        "why": check.why,
    }


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
