"""Claims as Markdown: those tested, those that could not be, and all cells folded below."""

from analysis.claims.verdict import Judgement, Outcome, Verdict
from analysis.render.claims.words import (
    TESTED,
    allowed,
    counted,
    level,
    measured,
    notes,
    published,
    telling,
    untestable,
)
from analysis.render.escape import code, text


def markdown(judged: Judgement) -> str:
    """All of them."""
    verdicts = [verdict for outcome in TESTED for verdict in judged.of(outcome)]
    parts = [
        "# Published claims",
        f"**{text(counted(judged))}**",
        f"{text(level(judged))} {text(judged.sound)}",
        _rows(
            ["verdict", "claim", "published", "measured here"],
            [
                [_outcome(one), _claim(one), text(published(one)), _measured(one)]
                for one in verdicts
            ],
        )
        if verdicts
        else "",
        _untestable(judged),
        _details([*verdicts, *judged.of(Outcome.UNTESTABLE)]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def short(judged: Judgement) -> str:
    """How many hold, and those that do not: for a report."""
    if not judged.tested:
        return ""
    refuted = judged.of(Outcome.REFUTED)
    rows = [[_claim(one), text(published(one)), _measured(one)] for one in refuted]
    table = _rows(["does not hold", "published", "measured here"], rows) if rows else ""
    parts = ["## Published claims", text(counted(judged)), table]
    return "\n\n".join(part for part in parts if part)


def _outcome(verdict: Verdict) -> str:
    told = verdict.outcome.value
    return f"**{told}**" if verdict.outcome is Outcome.REFUTED else told


def _claim(verdict: Verdict) -> str:
    claim = verdict.claim
    told = text(", ".join(filter(None, (claim.source.title, claim.source.section))))
    address = claim.source.url.replace("(", "%28").replace(")", "%29")
    source = f"[{told}](<{address}>)" if address else told
    return f"{text(claim.text)}<br>{source}"


def _measured(verdict: Verdict) -> str:
    return "<br>".join(text(one) for one in (*telling(verdict), notes(verdict)) if one)


def _untestable(judged: Judgement) -> str:
    rows = [
        [text(why) if verdict is verdicts[0] else "", _claim(verdict), text(published(verdict))]
        for why, verdicts in untestable(judged).items()
        for verdict in verdicts
    ]
    table = _rows(["not testable here", "claim", "published"], rows)
    return f"## What this run cannot test\n\n{table}" if rows else ""


def _details(verdicts: list[Verdict]) -> str:
    rows = [
        [
            code(verdict.claim.id),
            text(check.what),
            text(measured(check)),
            text(allowed(check)),
            check.outcome.value,
            " ".join(code(key) for key in check.keys),
        ]
        for verdict in verdicts
        for check in verdict.checks
    ]
    notes = "\n".join(f"- {code(one.claim.id)}: {text(one.claim.mapping)}" for one in verdicts)
    head = ["claim", "what", "measured", "claimed", "verdict", "cells"]
    table = _rows(head, rows) if rows else ""
    inside = "\n\n".join(part for part in (table, notes) if part)
    summary = "<summary>All comparisons, and how ours stand for theirs</summary>"
    return f"<details>\n{summary}\n\n{inside}\n\n</details>"


def _rows(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
