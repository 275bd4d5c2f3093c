"""How charts say what they show: a few plain sentences, no longer than a reader listens."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.overhead.table import Figure
from analysis.render.figures import figure
from record.text import plain

LONGEST = 350  # letters of a finding
SOME = 3  # names that are told of many


def told(*sentences: str) -> str:
    """As many of these sentences as there is room for, in their order; the first in any case."""
    found = ""
    for sentence in map(plain, sentences):
        if sentence and len(found) + len(sentence) < LONGEST:
            found = f"{found} {sentence}".strip()
        elif sentence and not found:
            found = f"{sentence[: LONGEST - 1].rstrip()}…"
    return found


def sentence(lead: str, clauses: Sequence[str], room: int = LONGEST) -> str:
    """`lead` and as many of the clauses as fit, and how many more there are; empty without any."""
    if not clauses:
        return ""
    for count in range(len(clauses), 0, -1):
        more = len(clauses) - count
        rest = f"; and {more} more" if more else ""
        found = plain(f"{lead}{'; '.join(clauses[:count])}{rest}.")
        if len(found) <= room or count == 1:
            return found if len(found) <= room else f"{found[: room - 1].rstrip()}…"
    raise AssertionError  # there is a first clause


def names(found: Iterable[str], most: int = SOME) -> str:
    """`a, b and c`; of many the first, and how many more there are."""
    known = list(dict.fromkeys(found))
    if len(known) > most:
        known = [*known[: most - 1], f"{len(known) - most + 1} more"]
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}"


def written(said: Figure) -> str:
    """`41.2 ms [40.1, 42.4]`."""
    shown = figure(said)
    return f"{shown.main} {shown.interval}".strip()


def overlapping(one: Figure, other: Figure) -> bool:
    """Whether their intervals do: then neither is the clear winner. So it is without any."""
    first, second = one.estimate.interval, other.estimate.interval
    if first is None or second is None:
        return True
    return first[0] <= second[1] and second[0] <= first[1]


def least_and_most(where: str, found: Mapping[str, Figure]) -> Iterator[str]:
    """A clause: the least, what overlaps with it, and the most; none of nothing."""
    order = sorted(found.items(), key=lambda one: one[1].estimate.value)
    if not order:
        return
    (who, first), *others = order
    near = [name for name, said in others if overlapping(first, said)]
    lead = f"on {where} {who} {written(first)}"
    if near:
        lead += f" (no clear least: {names(near, 2)} overlap)"
    last, most = order[-1]
    yield f"{lead} to {last} {written(most)}" if others and last not in near else lead
