"""What the facts of packages come to: how many work, by interpreter and question."""

from collections.abc import Sequence
from dataclasses import dataclass

from record.ecosystem import QUESTIONS, Check, Ecosystem, Package

# What each question is called where there is room for a word, and for a line.
SHORT = {
    "wheel": "wheel",
    "imports": "imports",
    "gil": "GIL stays off",
    "alone": "subinterpreter",
    "together": "two at once",
    "threads": "threads",
    "interpreters": "interpreters",
    "processes": "processes",
}
LONG = {
    "wheel": "there is a wheel",
    "imports": "it imports",
    "gil": "its import leaves the GIL off",
    "alone": "it imports in a subinterpreter",
    "together": "in two of them at once",
    "threads": "calls work from several threads",
    "interpreters": "from several subinterpreters",
    "processes": "from several processes",
}

UNKNOWN = "was not found in the"  # uv's words: package registry, or provided package locations


@dataclass(frozen=True, slots=True)
class Count:
    """Of `asked` packages, those that work, and those of which a part does."""

    works: int
    part: int
    asked: int


def count(ecosystem: Ecosystem, question: str) -> Count:
    """Packages without a wheel do not work; those of which nothing is known are not counted."""
    statuses = [one.check(question).status for one in ecosystem.packages]
    known = [status for status in statuses if status not in ("unasked", "idle")]
    if "idle" in statuses and question == "gil":
        known = []  # what has no wheel says nothing where the question makes no sense
    return Count(known.count("ok"), known.count("part"), len(known))


def counts(ecosystem: Ecosystem) -> dict[str, Count]:
    return {question: count(ecosystem, question) for question in QUESTIONS}


def no_wheel(package: Package) -> str:
    """What there is instead of one."""
    if package.wheel.status == "unasked":
        return "not known"
    return "no such package" if UNKNOWN in package.wheel.reason else "no wheel"


def text(check: Check) -> str:
    """All that is said of a check, for a footnote; empty where there is nothing to say."""
    if check.status == "idle" or not check.reason:
        return ""
    said = [check.reason]
    if check.whose:
        said.append(f"not its own doing but {check.whose}'s")
    if check.remedy:
        said.append(f"it {check.remedy}")
    return "; ".join(said)


def footnotes(ecosystems: Sequence[Ecosystem]) -> dict[str, int]:
    """Every text that is to be told, once, with its number."""
    texts = [
        text(one.check(question))
        for ecosystem in ecosystems
        for one in ecosystem.packages
        for question in QUESTIONS
    ]
    return {said: number for number, said in enumerate(dict.fromkeys(filter(None, texts)), 1)}
