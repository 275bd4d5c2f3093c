"""The relations of two runs as Markdown (GitHub's). All texts come from files and are escaped."""

from collections.abc import Iterable, Sequence

from analysis.caveats import Severity
from analysis.relations import Relation, Relations
from analysis.render.escape import text
from analysis.render.relations import words

LABELS = {Severity.ERROR: "**Error**", Severity.WARNING: "**Warning**", Severity.NOTE: "Note"}


def markdown(found: Relations) -> str:
    """All of it."""
    parts = [
        f"# {text(found.there.run)}, reproduced",
        _facts(found),
        _table(
            ("", "", "there", "here"),
            ((one.about, one.what, one.there, one.here) for one in found.differences),
        ),
        f"**{text(words.headline(found))}**",
        text(words.chance(found)),
        "\n".join(
            f"- {LABELS[one.severity]}: {text(one.cause)}; {text(one.effect)}"
            + (f" → {text(one.remedy)}" if one.remedy else "")
            for one in found.notices
        ),
        _table(*words.counts(found)),
        _section(
            "Winners",
            ("winner of", "there", "here", ""),
            [words.winner(one) for one in found.winners],
        ),
        _relations("Comparisons that the plan declares", found.contrasts),
        _relations("More workers, over fewer", found.steps),
        _section(
            "Order of strategies, the fastest first",
            ("group", "on", "there", "here"),
            [words.order(one) for one in found.orders],
        ),
        _relations("Two strategies, each at its best", found.pairs),
        _section("Not in both, and why", ("relations", "why"), words.reasons(found)),
        text(words.legend(found)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(found: Relations) -> str:
    return "  \n".join(
        f"{name}: {text(one.run)}, {text(one.created)}, {text(one.machine)}; "
        f"{text(words.sound(one.pairs))}"
        for name, one in (("there", found.there), ("here", found.here))
    )


def _relations(title: str, relations: Sequence[Relation]) -> str:
    """The worst first; folded, for there may be thousands."""
    rows = [
        (one.what, one.over, one.of, one.there, one.here, one.agreement.value)
        for one in words.lines(relations)
    ]
    if not rows:
        return ""
    table = _table(words.LINE, rows)
    return f"<details>\n<summary>{text(title)}: {len(rows)}</summary>\n\n{table}\n\n</details>"


def _section(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"## {text(title)}\n\n{_table(heads, rows)}" if rows else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Empty without a row."""
    made = [_line(row) for row in rows]
    return "\n".join([_line(heads), _line(["---"] * len(heads), raw=True), *made]) if made else ""


def _line(cells: Sequence[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(cells if raw else map(text, cells))} |"
