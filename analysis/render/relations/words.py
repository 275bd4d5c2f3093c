"""What the relations of two runs say in words: the same in text and Markdown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.aa import Judgement, Soundness
from analysis.relations import Agreement, Relation, Relations, Said
from analysis.relations.orders import Order
from analysis.relations.relation import Kind
from analysis.relations.winners import Winner
from analysis.render.words import ratio
from analysis.summary import called
from record import Cell
from record.text import plain

LINE = ("what", "over", "of", "there", "here", "")
# What counts, the worst first; what says nothing comes last.
WORST = (
    *(Agreement.DISAGREE, Agreement.WEAKER_HERE, Agreement.ONLY_THERE, Agreement.WEAKER_THERE),
    *(Agreement.ONLY_HERE, Agreement.AGREE, Agreement.OPEN, Agreement.NEITHER),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A relation in short texts."""

    what: str
    over: str
    of: str
    there: str
    here: str
    agreement: Agreement


def headline(found: Relations) -> str:
    """How much of the original could be checked here, and what came of it."""
    counts = Counter(one.agreement for one in found.contrasts)
    checked = len(found.checked)
    total = len(found.contrasts) - counts[Agreement.ONLY_HERE]
    parts = [f"{counts[Agreement.AGREE]} agree", f"{counts[Agreement.DISAGREE]} disagree"]
    if weaker := counts[Agreement.WEAKER_HERE]:
        parts.append(f"{weaker} {'is' if weaker == 1 else 'are'} not decided here")
    return (
        f"Of the original's {_count(total, 'relation')} {checked} can be checked: "
        f"{', '.join(parts)}.{_others(counts)}"
    )


def _others(counts: Counter[Agreement]) -> str:
    """What cannot be checked, and why."""
    words = {
        Agreement.ONLY_THERE: "not measured here, or in one block",
        Agreement.NEITHER: "in neither",
        Agreement.WEAKER_THERE: "open in the original, and decided here",
        Agreement.OPEN: "open in both",
    }
    parts = [f"{counts[one]} {text}" for one, text in words.items() if counts[one]]
    said = f" Of the others: {'; '.join(parts)}." if parts else ""
    more = counts[Agreement.ONLY_HERE]
    return said + (f" {more} more {'is' if more == 1 else 'are'} only here." if more else "")


def chance(found: Relations) -> str:
    """How much of that says little; may be empty."""
    expected = found.chance
    both = [one for one in found.contrasts if one.there.decided and one.here.decided]
    if expected is None:
        return ""
    same = sum(one.agreement is Agreement.AGREE for one in both)
    overlap = sum(one.overlap for one in both if one.agreement is Agreement.AGREE)
    return (
        f"Of the {len(both)} that both decide {same / len(both):.0%} agree; the same verdicts "
        f"dealt anew at random would agree in {expected:.0%} (Cohen 1960). "
        f"Of the {same} that agree, {overlap} have intervals that overlap."
    )


def counts(found: Relations) -> tuple[list[str], list[list[str]]]:
    """How often each kind of relation comes out how: the heads, and a row a kind."""
    kinds: dict[str, Iterable[Relation | Winner]] = {
        "strategies, over the base": [one for one in found.contrasts if one.kind is Kind.STRATEGY],
        "interpreters, over another": [
            one for one in found.contrasts if one.kind is Kind.INTERPRETER
        ],
        "more workers, over fewer": found.steps,
        "two strategies, each at its best": found.pairs,
        "the winner of a group": found.winners,
    }
    told = {name: Counter(one.agreement for one in some) for name, some in kinds.items()}
    always = (Agreement.AGREE, Agreement.DISAGREE)
    heads = [one for one in Agreement if one in always or any(own[one] for own in told.values())]
    rows = [
        [
            name,
            str(own.total()),
            *(str(own[one]) if own[one] or one in always else "" for one in heads),
        ]
        for name, own in told.items()
        if own
    ]
    return ["relations of", "all", *(one.value for one in heads)], rows


def lines(relations: Sequence[Relation], *agreements: Agreement) -> list[Line]:
    """Those of these classes (all, without one), the worst first."""
    wanted = agreements or tuple(Agreement)
    kept = [one for one in relations if one.agreement in wanted]
    return [_line(one) for one in sorted(kept, key=lambda one: WORST.index(one.agreement))]


def reasons(found: Relations) -> list[tuple[str, str]]:
    """How many relations one run alone has, and why the other has not."""
    told = Counter(
        one.why
        for one in found.contrasts
        if one.agreement in (Agreement.ONLY_THERE, Agreement.ONLY_HERE, Agreement.NEITHER)
    )
    return [(str(count), plain(why)) for why, count in told.most_common()]


def winner(one: Winner) -> tuple[str, str, str, str]:
    """The group, who wins in each run, and whether they agree."""
    return plain(one.title), _leaders(one.there), _leaders(one.here), one.agreement.value


def order(one: Order) -> tuple[str, str, str, str]:
    """The group, the interpreter, and the order in each run."""
    same = one.there == one.here
    here = "the same" if same else plain(" > ".join(one.here))
    return plain(one.title), plain(one.interpreter), plain(" > ".join(one.there)), here


def sound(pairs: Judgement) -> str:
    """What a run's own A/A pairs say of it."""
    words = {
        Soundness.SOUND: "sound",
        Soundness.UNSOUND: "UNSOUND",
        Soundness.UNKNOWN: "not judged",
    }
    total = len(pairs.judged)
    hits = f", 1 is in {total - pairs.misses} of {total} A/A intervals" if total else ""
    return words[pairs.soundness] + hits


def legend(found: Relations) -> str:
    """What the numbers and the words are."""
    marked = any(one.crowded for one in (*found.contrasts, *found.steps, *found.pairs))
    return (
        "Ratios are speedups (of what is no time: times as much), with the intervals of each "
        "run's own report, and its verdict. Can be checked: the original decides (its interval "
        f"excludes 1x, or is within {found.margin:.0%} of it) and here there is an interval. "
        "Disagree: both decide, and what one says excludes the other. Weaker here: not decided "
        "here, or a difference that may be within the margin." + (" *: more workers than one of "
        "the two machines has CPUs." if marked else "")
    )  # fmt: skip


def _line(one: Relation) -> Line:
    mark = "*" if one.crowded else ""
    base = called(one.base)
    if one.kind is Kind.WORKERS:
        base = f"w={one.base.workers}"
    elif one.base.interpreter == one.cell.interpreter:
        base = base.replace(f" on {one.base.interpreter}", "")
    return Line(
        plain(called(one.cell)) + mark,
        plain(base),
        plain(one.title),
        _said(one.there),
        _said(one.here),
        one.agreement,
    )


def _said(said: Said) -> str:
    if said.verdict is None or said.ratio is None:
        return plain(said.why)
    return f"{ratio(said.ratio)} {said.verdict}"


def _leaders(cells: Sequence[Cell]) -> str:
    if not cells:
        return "too little data"
    first, *others = (plain(called(cell)) for cell in cells)
    return f"{first} (or {len(others)} more)" if others else first


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
