"""Texts in Markdown (GitHub's) that come from files, which may be hostile: nothing is markup."""

import re

from record.text import plain

MARKUP = r"([\\`*_\[\]<>|~$&])"
LINKING = r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)"  # within mentions and addresses
SPECIAL = re.compile(f"{MARKUP}|{LINKING}", re.IGNORECASE)


def text(content: object) -> str:
    """`content` as literal text: nothing in it is markup, a link or a mention."""
    return SPECIAL.sub(
        lambda match: rf"\{match[1]}" if match[1] else "\N{WORD JOINER}", plain(content)
    )


def code(content: object) -> str:
    """`content` in a code span that it cannot close, fit for a table's cell."""
    inner = plain(content)
    if not inner:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", inner)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if inner.startswith("`") or inner.endswith("`") else ""
    return f"{fence}{pad}{inner}{pad}{fence}".replace("|", r"\|")
