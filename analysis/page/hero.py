"""The first screen: who wins, and whether that can be believed."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.aa import Soundness
from analysis.caveats import Caveat, Severity
from analysis.framework.choice import Outcome
from analysis.framework.model import Answer
from analysis.page.terms import Terms, terms
from analysis.render.choice import leading
from analysis.render.framework.short import in_short, meant
from analysis.render.framework.words import TITLE
from analysis.render.legend import legend
from analysis.render.words import number
from analysis.report import Group, Report
from analysis.summary import called

KINDS = {
    "cpu": "Computes in Python bytecode",
    "native": "Computes in C",
    "wait": "Waits",
}
WORDS = {
    Soundness.SOUND: "Sound",
    Soundness.UNSOUND: "Unsound",
    Soundness.UNKNOWN: "Not shown to be sound",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Who leads a group, what its sentence says, and where its table is."""

    subject: str
    who: str  # empty where the sentence alone says what there is to say
    clear: bool
    gain: str  # of the first, over the base of the reference or its own
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Kind:
    title: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Hero:
    machine: str
    word: str  # of the soundness
    sound: str  # the same for CSS
    sentence: str
    alarms: tuple[Caveat, ...]
    warnings: int
    facts: tuple[tuple[str, str], ...]
    short: tuple[tuple[str, tuple[str, ...]], ...]  # a kind of work, and what to choose where
    meant: str  # by the numbers of these
    terms: tuple[Terms, ...]
    winners: tuple[Kind, ...]  # of the times of batches, by kind of work
    more: tuple[Told, ...]  # of all other quantities
    legend: str


def hero(report: Report, anchors: Mapping[str, str]) -> Hero:
    """`anchors`: of the tables of groups, by the groups' names."""
    first = leading(report.groups)
    timed = [group for group in first if group.timed and group.measured()]
    kinds = report.readings.plan.kinds
    least, most = report.blocks
    comparisons = f"{len(report.family.ratios)} of {report.family.declared}"
    cells = {entry.cell.of("").key: entry.status for entry in report.cells}
    ok = sum(status == "ok" for status in cells.values())
    return Hero(
        machine=report.machine,
        word=WORDS[report.pairs.soundness],
        sound=report.pairs.soundness.value,
        sentence=_without_word(report.pairs.sentence),
        alarms=tuple(report.alarms),
        warnings=sum(one.severity < Severity.NOTE for one in report.caveats),
        facts=(
            ("interpreters", ", ".join(report.builds)),
            ("cells measured", f"{ok} of {len(cells)}"),
            ("processes a cell", str(least) if least == most else f"{least} to {most}"),
            ("comparisons", comparisons),
        ),
        short=tuple((kind, tuple(picks)) for kind, picks in in_short(report.framework)),
        meant=meant(report.framework).removesuffix(f"{TITLE}."),
        terms=terms(report),
        winners=tuple(
            Kind(title, tuple(_told(group, anchors) for group in own))
            for kind, title in KINDS.items()
            if (own := [group for group in timed if kinds.get(group.workload) == kind])
        ),
        more=tuple(_told(group, anchors) for group in first if group not in timed),
        legend=legend(report) if report.groups else "",
    )


def _without_word(sentence: str) -> str:
    """Of the soundness: it stands before it."""
    for word in WORDS.values():
        sentence = sentence.removeprefix(f"{word}: ").removeprefix(f"{word.upper()}: ")
    return sentence


def sentence_of(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def _told(group: Group, anchors: Mapping[str, str]) -> Told:
    subject, answer = group.title.text, group.answer
    text = group.sentence.removeprefix(subject).removeprefix(":").strip()
    best = answer.best if answer else None
    tied = answer is not None and answer.outcome is Outcome.TIED
    known = answer is not None and answer.outcome is not Outcome.TOO_LITTLE
    return Told(
        subject=subject,
        who=called(group.winner) if group.winner else _open(answer) if answer and tied else "",
        clear=group.winner is not None,
        gain=f"{number(best.gain.value)}x" if known and best and best.gain and group.timed else "",
        text=sentence_of(text.removeprefix("no clear winner ")),
        href=anchors[group.name],
    )


def _open(answer: Answer) -> str:
    return answer.shared or "No clear winner"
