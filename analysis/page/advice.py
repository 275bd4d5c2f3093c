"""The answer of `gilbench advise` as one HTML page, in the style of a report's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.advice.model import Advice, Alternative, Outcome
from analysis.page import palette
from analysis.page.grids import Grid, Line, Place
from analysis.page.security import policy
from analysis.page.templates import rendered, text_of
from analysis.render.advice import words

SURE = {
    Outcome.CLEAR: "sound",
    Outcome.STAY: "sound",
    Outcome.NOTHING: "unsound",
}
CONTENTS = {
    "like": words.LIKE,
    "mind": words.MIND,
    "tried": words.TRIED,
    "change": words.CHANGE,
    "how": words.HOW,
    "code": words.CODE,
}


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """All that the template shows."""

    title: str
    policy: str
    css: str
    js: str
    contents: tuple[tuple[str, str], ...]  # anchors and titles of what there is
    subject: str
    heading: str
    headline: str
    outcome: str
    sure: str  # for CSS
    facts: tuple[tuple[str, str], ...]
    lists: Mapping[str, Sequence[str]]
    tried: Grid | None
    code: tuple[str, ...]  # its lines
    run: str


def page(advice: Advice) -> str:
    """The same answer makes the same text."""
    return rendered("advice.html", page=_page(advice))


def _page(advice: Advice) -> AdvicePage:
    css = palette.variables() + text_of("page.css") + text_of("advice.css")
    js = text_of("page.js")
    one = advice.recommendation
    lists = {
        "like": [found.text for found in advice.findings if not found.serious],
        "mind": [found.text for found in advice.findings if found.serious],
        "change": list(advice.would_change),
        "how": [*advice.notes, words.source(advice)],
    }
    there = {name for name, texts in lists.items() if texts}
    there |= {"tried"} if advice.alternatives else set()
    there |= {"code"} if one is not None else set()
    return AdvicePage(
        title=f"gilbench: {advice.target}",
        policy=policy(css, js),
        css=css,
        js=js,
        contents=tuple((name, title) for name, title in CONTENTS.items() if name in there),
        subject=words.subject(advice),
        heading=advice.title,
        headline=advice.headline,
        outcome=advice.outcome.value,
        sure=SURE.get(advice.outcome, "unknown"),
        facts=tuple(words.facts(one)) if one is not None else (),
        lists=lists,
        tried=_tried(advice.alternatives) if advice.alternatives else None,
        code=() if one is None else tuple(one.code.splitlines()),
        run=advice.run,
    )


def _tried(some: Sequence[Alternative]) -> Grid:
    lines = tuple(
        Line(row[:2], (*map(_place, row[2:]), Place(why))) for row, why in words.tried(some)
    )
    return Grid(
        caption="Each against what is recommended: its time / that",
        heads=words.HEADS[:2],
        columns=(*words.HEADS[2:], words.WHY),
        lines=lines,
        notes=tuple(words.untried(some)),
        sortable=len(lines) > 2,
    )


def _place(told: str) -> Place:
    value, bracket, ends = told.partition(" [")
    return Place(value, f"[{ends}") if bracket else Place(told)
