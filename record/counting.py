"""Which attempts count: the one rule that measuring, merging and reading share.

A group's block is measured in one go, a *take*. It has a second one where the first was
interrupted, damaged, or spoilt by other work on the machine; all are kept, and one counts.
"""

from collections.abc import Collection, Iterable, Mapping

from record.cell import Cell
from record.journal import Attempt, Status

Take = Mapping[str, Attempt]  # Cell.key -> its attempt
GIVEN_UP = (Status.FAILED, Status.UNSUPPORTED)


def given_up(attempts: Iterable[Attempt]) -> dict[str, Attempt]:
    """The cells that are not to be measured, by key, each with the attempt that says why.

    A failure stands until the same cell is measured again in the same block.
    """
    latest = {(attempt.cell, attempt.block): attempt for attempt in attempts}
    found: dict[str, Attempt] = {}
    for attempt in latest.values():
        if attempt.status in GIVEN_UP:
            found.setdefault(attempt.cell, attempt)
    return found


def complete(take: Take, alive: Iterable[str]) -> bool:
    """Whether every living cell of the group was measured in it."""
    return all(key in take and take[key].measured for key in alive)


def contaminated(take: Take, alive: Iterable[str]) -> bool:
    return any(key in take and take[key].status is Status.CONTAMINATED for key in alive)


def counting(takes: Mapping[int, Take], alive: Collection[str]) -> Take:
    """The take of a group's block that counts: the last complete one that is clean.

    Else the last complete one; while there is none, the one that came furthest.
    """

    if len(takes) == 1:
        return next(iter(takes.values()))

    def rank(number: int) -> tuple[int, bool, int]:
        take = takes[number]
        measured = sum(key in take and take[key].measured for key in alive)
        return measured, not contaminated(take, alive), number

    return takes[max(takes, key=rank)]


def counted(cells: Iterable[Cell], attempts: Iterable[Attempt]) -> dict[tuple[str, int], Attempt]:
    """The attempts that count, by Cell.key and block: those that measured something.

    `cells` are all that the attempts name.
    """
    attempts = list(attempts)
    groups = {cell.key: cell.group for cell in cells}
    lost = given_up(attempts)
    alive: dict[str, list[str]] = {group: [] for group in groups.values()}
    for key, group in groups.items():
        if key not in lost:
            alive[group].append(key)
    takes: dict[tuple[str, int], dict[int, dict[str, Attempt]]] = {}
    for attempt in attempts:
        block = takes.setdefault((groups[attempt.cell], attempt.block), {})
        block.setdefault(attempt.take, {})[attempt.cell] = attempt
    return {
        (attempt.cell, attempt.block): attempt
        for (group, _), block in takes.items()
        for attempt in counting(block, alive[group]).values()
        if attempt.measured
    }
