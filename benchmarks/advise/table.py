"""What was found, as Markdown: the best of each case, and how near the advice came to it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.advise import results
from benchmarks.advise.candidates import Candidate
from benchmarks.advise.case import Case
from benchmarks.advise.duel import NEAR
from benchmarks.advise.rounds import Times
from benchmarks.advise.timing import SLOW

HEAD = ("case", "known", "best found", "seconds", "recommended", "its time / best", "hit", "took")
RIGHT = {"seconds", "its time / best", "took"}


def markdown(cases: Sequence[Case], out: Path) -> str:
    details: list[str] = []
    rows, hits, took = [], [], []
    for case in cases:
        known = results.read(out / case.name / "exhaustive.json")
        if known is None:
            continue
        score = results.read(out / case.name / "score.json")
        rows.append(_row(case, known, score))
        details += _details(case, known, score)
        if score:
            hits.append(_hit(score))
            took.append(score["advice"]["seconds"])
    marks = ["---:" if name in RIGHT else "---" for name in HEAD]
    lines = [_line(HEAD), _line(marks), *map(_line, rows)]
    if hits:
        share = sum(hits) / len(hits)
        lines += [
            "",
            f"{sum(hits)} of {len(hits)} within {NEAR - 1:.0%} of the best ({share:.0%}); "
            f"{median(took):.0f} s each (median; at most {max(took):.0f} s).",
        ]
    return "\n".join([*lines, "", *details]) + "\n"


def _row(case: Case, known: dict[str, Any], score: dict[str, Any] | None) -> tuple[str, ...]:
    times = results.decode_times(known["times"])
    finalists = times.finalists()
    if not finalists:
        return (case.name, case.known, "nothing could run it", "", "", "", "", "")
    best = finalists[0]
    near = (one for one in finalists if times.median(one) <= NEAR * times.median(best))
    known_to_win = any(case.expects(one.strategy, one.interpreter) for one in near)
    odd = "" if known_to_win else " (not expected)"
    row = (case.name, case.known, f"{best}{odd}", f"{times.median(best):.3f}")
    if score is None:
        return (*row, "", "", "", "")
    advice = score["advice"]
    chosen = advice["recommended"]
    told = str(Candidate(**chosen)) if chosen else "nothing"
    found = score["ratio"]
    ratio = f"{found['value']:.2f} ({found['low']:.2f} to {found['high']:.2f})" if found else ""
    return (*row, told, ratio, "yes" if _hit(score) else "**no**", f"{advice['seconds']:.0f} s")


def _hit(score: dict[str, Any]) -> bool:
    return bool(score["ratio"]) and score["ratio"]["value"] <= NEAR


def _details(case: Case, known: dict[str, Any], score: dict[str, Any] | None) -> Iterator[str]:
    """What a reader asks next: who came second, who was missing, what was said."""
    times = results.decode_times(known["times"])
    yield f"### {case.name}: `{case.target}`, `{case.inputs}`"
    yield ""
    for label, why in known["missing"].items():
        yield f"- {label} is missing: {why}"
    for family, one in _best_of_each(times).items():
        yield f"- {family}: {min(times.seconds[one]):.3f} s at best, {one}"
    for family, why in _failures(times).items():
        yield f"- {family} failed: {why}"
    if score:
        advice = score["advice"]
        if score["failed"]:
            yield f"- the recommendation could not be timed: {score['failed']}"
        if advice["recommended"] is None:
            yield f"- nothing was recommended (exit code {advice['code']}): {advice['said']}"
        took = advice["measuring"]
        of_it = f", {took:.0f} s of it from the first profile on" if took else ""
        yield f"- {advice['seconds']:.0f} s{of_it}; load {known['load']:.1f}, {score['load']:.1f}"
        yield f"- outcome: {advice['outcome']}; speedup {advice['speedup']}"
        yield from (f"- finding: {finding}" for finding in advice["findings"])
    yield ""


def _best_of_each(times: Times) -> dict[str, Candidate]:
    """The fastest candidate of each strategy on each interpreter, the fastest first."""
    found: dict[str, Candidate] = {}
    for one in sorted(times.seconds, key=lambda one: min(times.seconds[one])):
        found.setdefault(f"{one.strategy}, {one.interpreter}", one)
    return found


def _failures(times: Times) -> dict[str, str]:
    """What went wrong on each interpreter; to be slow is not to fail."""
    return {
        f"{one.strategy}, {one.interpreter}": why
        for one, why in sorted(times.failed.items())
        if not why.startswith(SLOW)
    }


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
