"""The decision framework as Markdown; `text` is how that format escapes what it shows."""

from collections.abc import Callable, Iterable, Iterator

from analysis.framework.model import Framework, Leaf, Tree
from analysis.framework.traits import Demand
from analysis.render.framework import words
from analysis.render.framework.notes import builds, notes, out_of
from analysis.render.framework.rows import asked, changes, choices
from analysis.render.framework.short import headline, meant
from analysis.render.framework.words import HEADS, MORE, TITLE
from analysis.render.overhead import table_parts


def short(framework: Framework, text: Callable[[object], str]) -> str:
    """The answer in short, as a list."""
    lines = [f"- **{text(told)}**" for told in headline(framework)]
    return "\n".join(lines) + f"\n\n{text(meant(framework))}" if lines else ""


def markdown(framework: Framework, text: Callable[[object], str]) -> str:
    """All of it; `text` is how that format escapes what it shows."""
    if not framework.rows:
        return ""
    rows = [row for row in framework.rows if row.demand is Demand.NOTHING]
    told = (*builds(rows), *out_of(rows), *notes(framework.rows))
    parts = [
        f"## {TITLE}",
        *map(text, words.about(framework)),
        f"*{text(asked(framework.tree))}*",
        "\n".join(_bullets(framework.tree, text, 0)),
        "  \n".join(map(text, words.packages(framework))),
        _table(HEADS, choices(framework.rows), text),
        *(table_parts(takes, text) if (takes := words.takes(framework.rows)) else ()),
        _table(MORE, changes(framework.rows), text),
        "  \n".join(map(text, told)),
    ]
    return "\n\n".join(part for part in parts if part)


def _bullets(tree: Tree, text: Callable[[object], str], depth: int) -> Iterator[str]:
    """An answer and what it asks next share a line: some renderers end at 20 levels."""
    indent = "  " * depth
    if isinstance(tree, Leaf):
        for label, told in words.leaf(tree):
            yield f"{indent}- {text(label)}: {text(told)}" if label else f"{indent}- {text(told)}"
        return
    for answer, after in tree.answers:
        asked = "" if isinstance(after, Leaf) else f": *{text(after.text)}*"
        yield f"{indent}- **{text(answer)}**{asked}"
        yield from _bullets(after, text, depth + 1)


def _table(
    heads: Iterable[str], lines: Iterable[tuple[str, ...]], text: Callable[[object], str]
) -> str:
    rows = [[text(one) for one in line] for line in lines]
    if not rows:
        return ""
    names = list(heads)
    shown = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in shown)
