"""Published claims: which hold here, with the published figure beside the measured one."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.claims import Check, Judgement, Outcome, Verdict
from analysis.page.grids import Grid, Line, Place
from analysis.render.claims import words

LOOKS = {
    Outcome.REFUTED: "refuted",
    Outcome.HOLDS: "holds",
    Outcome.UNDECIDED: "undecided",
    Outcome.UNTESTABLE: "untestable",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    anchor: str
    outcome: str
    looks: str
    text: str
    source: str
    url: str  # https, or empty
    published: str
    measured: tuple[str, ...]  # a line of each part
    why: str
    mapping: str
    checks: Grid | None


@dataclass(frozen=True, slots=True)
class Claims:
    counted: str
    level: str
    claims: tuple[Claimed, ...]  # that could be tested
    others: tuple[Claimed, ...]


def claims(judged: Judgement, cells: Mapping[str, str]) -> Claims:
    """`cells`: the anchors of cells by their keys."""
    tested = [outcome for outcome in words.ORDER if outcome is not Outcome.UNTESTABLE]
    ordered = (verdict for outcome in tested for verdict in judged.of(outcome))
    by_reason = (verdict for some in words.untestable(judged).values() for verdict in some)
    return Claims(
        words.counted(judged),
        words.level(judged),
        tuple(_claimed(verdict, cells) for verdict in ordered),
        tuple(_claimed(verdict, cells) for verdict in by_reason),
    )


def _claimed(verdict: Verdict, cells: Mapping[str, str]) -> Claimed:
    claim = verdict.claim
    return Claimed(
        anchor=f"claim-{claim.id}",
        outcome=verdict.outcome.value,
        looks=LOOKS[verdict.outcome],
        text=claim.text,
        source=", ".join(filter(None, (claim.source.title, claim.source.section))),
        url=claim.source.url,
        published=words.published(verdict),
        measured=tuple(words.telling(verdict)),
        why=words.notes(verdict),
        mapping=claim.mapping,
        checks=_checks(verdict, cells) if verdict.checks else None,
    )


def _checks(verdict: Verdict, cells: Mapping[str, str]) -> Grid:
    return Grid(
        caption=f"All comparisons of: {verdict.claim.text}",
        heads=("what",),
        columns=("measured", "tested", "verdict"),
        lines=tuple(
            Line(
                (check.what,),
                (
                    Place(words.measured(check), href=_first(check, cells)),
                    Place(words.allowed(check)),
                    Place(check.outcome.value, check.why),
                ),
            )
            for check in verdict.checks
        ),
    )


def _first(check: Check, cells: Mapping[str, str]) -> str:
    """The anchor of a cell that it is of; keys of readings begin with their group."""
    return next((cells[key] for key in check.keys if key in cells), "")
