"""All claims against one run: what each relation's cells say, at one level for all of them."""

from collections.abc import Sequence
from dataclasses import replace

from analysis.claims import facts as of_probes
from analysis.claims.evidence import Evidence
from analysis.claims.facts import Facts
from analysis.claims.model import Claim, Part
from analysis.claims.questions import Question, questions
from analysis.claims.relation import confidence, figure, outcome, p_value
from analysis.claims.verdict import Check, Judgement, Outcome, PartVerdict, Verdict
from analysis.figures import Missing
from analysis.overhead.readings import Readings
from analysis.report import Report

Asked = tuple[Sequence[Question | Check], str]  # of one part: what there is to ask; why nothing
LACKS = ("unsupported",)  # statuses of cells that cannot be there


def judge(report: Report, facts: Facts, claims: Sequence[Claim]) -> Judgement:
    """The verdict on each claim. A pure function of what was read.

    A claim holds where each of its parts does, and a part where all of its cells do. One cell whose
    interval lies wholly beyond what the claim allows refutes it. All intervals have one level, at
    which any wrong verdict among all is rarer than 5%: see `analysis.claims.relation`.
    """
    readings = report.readings
    asked = [[_asked(readings, facts, claim, part) for part in claim.parts] for claim in claims]
    # What several claims ask alike is asked once.
    family = {
        (one.told, one.limits)
        for of_claim in asked
        for found, _ in of_claim
        for one in found
        if isinstance(one, Question) and isinstance(one.told, Evidence)
    }
    level = confidence([p_value(*one) for one in family])
    verdicts = tuple(
        _verdict(
            claim,
            tuple(_part(*one, level) for one in zip(claim.parts, of_claim, strict=True)),
            _caveat(readings, claim, [one for found, _ in of_claim for one in found]),
        )
        for claim, of_claim in zip(claims, asked, strict=True)
    )
    return Judgement(verdicts, level, len(family), report.pairs.sentence)


def _asked(readings: Readings, facts: Facts, claim: Claim, part: Part) -> Asked:
    if part.seen is not None:
        return of_probes.checks(facts, list(readings.plan.builds.values()), part)
    cpus = readings.capacity.cpus
    if cpus < claim.needs.cores:
        return (), f"it needs {claim.needs.cores} CPUs, and this machine has {cpus}"
    found, why = questions(readings, part)
    there = [one for one in found if not _cannot(one)]
    if not there and found:
        return (), "; ".join(dict.fromkeys(_reason(one) for one in found))
    return there, why


def _part(part: Part, asked: Asked, level: float) -> PartVerdict:
    found, why = asked
    checks = tuple(one if isinstance(one, Check) else _check(one, level) for one in found)
    if not checks:
        return PartVerdict(part, Outcome.UNTESTABLE, (), why)
    outcomes = {check.outcome for check in checks}
    worst = next(
        one for one in (Outcome.REFUTED, Outcome.UNDECIDED, Outcome.HOLDS) if one in outcomes
    )
    reasons = dict.fromkeys(check.why for check in checks if check.outcome is worst)
    return PartVerdict(part, worst, checks, "; ".join(filter(None, reasons)))


def _check(asked: Question, level: float) -> Check:
    check = Check(asked.what, asked.keys, asked.limits, Outcome.UNDECIDED)
    if isinstance(asked.told, Missing):
        return replace(check, why=f"{asked.what}: {_reason(asked)}")
    found = outcome(asked.told, asked.limits, level)
    why = ""
    if found is Outcome.UNDECIDED:
        blocks = asked.told.effect.blocks
        why = "one block tells no interval" if blocks < 2 else "the interval allows for both"
    shown = figure(asked.told, level)
    return replace(check, outcome=found, figure=shown, unit=asked.unit, why=why)


def _verdict(claim: Claim, parts: tuple[PartVerdict, ...], caveat: str) -> Verdict:
    order = (Outcome.REFUTED, Outcome.UNTESTABLE, Outcome.UNDECIDED, Outcome.HOLDS)
    worst = next(one for one in order if any(part.outcome is one for part in parts))
    if worst is Outcome.HOLDS:
        return Verdict(claim, worst, parts, caveat=caveat)
    reasons = dict.fromkeys(part.why for part in parts if part.outcome is worst)
    caveat = "" if worst is Outcome.UNTESTABLE else caveat
    return Verdict(claim, worst, parts, "; ".join(filter(None, reasons)), caveat)


def _caveat(readings: Readings, claim: Claim, found: Sequence[Question | Check]) -> str:
    """That builds are slower than those that were published, and not all alike."""
    names = _interpreters([one for one in found if isinstance(one, Question)])
    plain = [name for name in names if not readings.plan.builds[name].optimised]
    if not claim.optimised or not plain:
        return ""
    return f"built without PGO and LTO here, unlike the published: {', '.join(plain)}"


def _cannot(asked: Question) -> bool:
    return isinstance(asked.told, Missing) and asked.told.status in LACKS


def _reason(asked: Question) -> str:
    assert isinstance(asked.told, Missing)
    return asked.told.reason or f"not measured ({asked.told.status})"


def _interpreters(found: Sequence[Question]) -> list[str]:
    return list(dict.fromkeys(name for one in found for name in one.interpreters))
