"""The kinds of faults: each is a function that does it to a running harness."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from injection.victim import Victim

Inject = Callable[[Victim, random.Random], None]


@dataclass(frozen=True)
class Kind:
    name: str
    inject: Inject
    codes: frozenset[int]  # that the harness may exit with
    disk: bool  # whether the run is on a small file system of its own


KINDS: dict[str, Kind] = {}


def kind(name: str, *codes: int, disk: bool = False) -> Callable[[Inject], Inject]:
    """Registers a kind. `codes`: what the harness exits with; none where it is to survive it."""

    def register(inject: Inject) -> Inject:
        KINDS[name] = Kind(name, inject, frozenset(codes or {0}), disk)
        return inject

    return register
