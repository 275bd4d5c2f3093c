"""What pictures of packages say: counts and answers as tables, and in a few words."""

from collections.abc import Iterator, Sequence

from analysis.charts.telling import names, sentence, told
from analysis.ecosystem import LONG, SHORT, Count, counts, no_wheel
from analysis.figures import Line, Place, Table, Word, table
from record.ecosystem import QUESTIONS, Ecosystem, Package

ANSWERS = {
    "ok": "works",
    "part": "in part",
    "failed": "does not work",
    "unasked": "not known",
    "idle": "does not apply",
}
TOLD = ("wheel", "imports", "gil", "alone", "threads")  # in the counts' finding


def count_tables(page: Sequence[Ecosystem]) -> tuple[Table, ...]:
    """A line a question, a column an interpreter."""
    found = [counts(one) for one in page]
    made = table(
        "Packages that work, and with + those that do in part",
        ("question",),
        [one.interpreter for one in page],
        (
            Line((LONG[question],), tuple(Word(_count(own[question])) for own in found))
            for question in QUESTIONS
        ),
    )
    return () if made is None else (made,)


def package_tables(
    page: Sequence[Ecosystem], packages: Sequence[str], asked: Sequence[str]
) -> tuple[Table, ...]:
    """A table an interpreter: what was asked of each of these packages."""
    made = (
        table(
            one.interpreter,
            ("package",),
            [SHORT[question] for question in asked],
            _packages(one, packages, asked),
        )
        for one in page
    )
    return tuple(one for one in made if one is not None)


def _packages(one: Ecosystem, packages: Sequence[str], asked: Sequence[str]) -> Iterator[Line]:
    known = {package.name: package for package in one.packages}
    for name in packages:
        if name in known:
            yield Line((name,), _answers(known[name], asked))


def _answers(package: Package, asked: Sequence[str]) -> tuple[Place, ...]:
    if package.wheel.status != "ok":
        return (Word(no_wheel(package)), *(None for _ in asked[1:]))
    return tuple(Word(ANSWERS[package.check(question).status]) for question in asked)


def _count(count: Count) -> str:
    if not count.asked:
        return "does not apply"
    part = f" + {count.part}" if count.part else ""
    return f"{count.works}{part} of {count.asked}"


def how_many(page: Sequence[Ecosystem]) -> str:
    """Of each interpreter the most telling counts."""
    clauses = []
    for one in page:
        found = counts(one)
        words = (f"{SHORT[name]} {_count(found[name])}" for name in TOLD if found[name].asked)
        clauses.append(f"on {one.interpreter} {', '.join(words)}")
    return told(sentence("Packages that work: ", clauses)) or "No package was asked of."


def which(page: Sequence[Ecosystem], packages: Sequence[str]) -> str:
    """Of these packages: which do not work everywhere on which interpreter."""
    clauses = []
    for one in page:
        own = [package for package in one.packages if package.name in packages]
        bad = [package.name for package in own if not _works(package)]
        every = f"all {len(own)} work" if not bad else f"{len(own) - len(bad)} of {len(own)} work"
        which_not = f", not {names(bad)}" if bad else ""
        clauses.append(f"on {one.interpreter} {every}{which_not}")
    return told(sentence("In whole, whatever was asked of them: ", clauses))


def _works(package: Package) -> bool:
    return all(package.check(question).status in ("ok", "idle") for question in QUESTIONS)
