"""The answer as Markdown."""

import re
from collections.abc import Iterable, Sequence

from analysis.advice.model import Advice, Alternative
from analysis.render.advice import words
from analysis.render.escape import text
from record.text import printable


def markdown(advice: Advice) -> str:
    """All of it."""
    one = advice.recommendation
    parts = [
        f"# {text(advice.headline)}",
        text(words.subject(advice)),
        _facts(words.facts(one)) if one else "",
        _listed(words.LIKE, (found.text for found in advice.findings if not found.serious)),
        _listed(words.MIND, (found.text for found in advice.findings if found.serious)),
        _tried(advice.alternatives),
        _listed(words.CHANGE, advice.would_change),
        _listed(words.HOW, (*advice.notes, words.source(advice))),
        f"## {words.CODE}\n\n{_fenced(one.code)}" if one else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- **{name}**: {text(told)}" for name, told in facts)


def _listed(title: str, texts: Iterable[str]) -> str:
    lines = [f"- {text(one)}" for one in texts]
    return "\n".join([f"## {title}", "", *lines]) if lines else ""


def _tried(some: Sequence[Alternative]) -> str:
    rows = [[*map(text, row), text(why)] for row, why in words.tried(some)]
    heads = [*words.HEADS, words.WHY]
    lines = [heads, ["---"] * len(heads), *rows] if rows else []
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    others = "\n".join(f"- {text(one)}" for one in words.untried(some))
    parts = [part for part in (table, others) if part]
    return "\n\n".join([f"## {words.TRIED}", *parts]) if parts else ""


def _fenced(code: str) -> str:
    """In a block that nothing within it can close."""
    lines = "\n".join(printable(line) for line in code.splitlines())
    longest = max((len(run) for run in re.findall(r"`+", lines)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}python\n{lines}\n{fence}"
