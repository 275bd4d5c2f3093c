"""How charts say what they show: a few plain sentences, no longer than a reader listens."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.figures import Figure
from analysis.render.figures import ABSENT, figure
from record.text import plain

LONGEST = 350  # letters of a finding
REST = 120  # of which as many for what is absent
SOME = 3  # names that are told of many


def told(*sentences: str, room: int = LONGEST) -> str:
    """Those of these sentences that there is room for, in their order; the first in any case."""
    found = ""
    for one in map(plain, sentences):
        if one and len(found) + len(one) < room:
            found = f"{found} {one}".strip()
        elif one and not found:
            found = _cut(one, room)
    return found


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def sentence(lead: str, clauses: Sequence[str], room: int = LONGEST) -> str:
    """`lead` and as many of the clauses as fit, and how many more there are; empty without any."""
    found = ""
    for count in range(len(clauses), 0, -1):
        more = len(clauses) - count
        rest = f"; and {more} more" if more else ""
        found = plain(f"{lead}{'; '.join(clauses[:count])}{rest}.")
        if len(found) <= room:
            return found
    return _cut(found, room)


def finding(lead: str, clauses: Sequence[str], *also: str, absent: str = "", none: str = "") -> str:
    """As many clauses as fit beside what is absent, then as much else as there is room for.

    `none` is said where there is no clause.
    """
    room = LONGEST - len(absent) - 1
    return told(told(sentence(lead, clauses, room) or none, *also, room=room + 1), absent)


def no_number(found: Iterable[tuple[str, str, str]]) -> str:
    """Who has none: who, where (empty: there is no other place), status. Empty where all have."""
    where: dict[tuple[str, str], list[str]] = {}
    for who, place, status in found:
        where.setdefault((who, ABSENT.get(status, status)), []).append(place)
    clauses = []
    for (who, status), places in where.items():
        on = f" on {names(places, 4)}" if any(places) else ""
        clauses.append(f"{who}{on} ({status})")
    return sentence("No number: ", clauses, REST)


def names(found: Iterable[str], most: int = SOME) -> str:
    """`a, b and c`; of many the first, and how many more there are."""
    known = list(dict.fromkeys(found))
    if len(known) > most:
        known = [*known[: most - 1], f"{len(known) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(known[:-1]), *known[-1:])))


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
    last, most = order[-1]
    tied = f" (no clear least: overlaps {names(near, 2)})" if near else ""
    if not others or last in near:
        yield f"on {where} {who} {written(first)}{tied}"
    else:
        yield f"on {where} from {who} {written(first)}{tied} to {last} {written(most)}"
