"""Which CPython is used for a name: found, else installed, else built; and clean pairs.

Where a name and its free-threaded one are both wanted, they shall differ in nothing but the
GIL: else their comparison measures two patch releases or two sets of flags.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from harness.cache import Say
from harness.interpreters.errors import UnavailableError
from harness.interpreters.facts import alike
from harness.interpreters.find import Found
from harness.interpreters.names import Name


class Way(Protocol):
    """One way to come by interpreters."""

    def have(self, name: Name) -> list[Found]:
        """What is there already, the best first."""

    def get(self, name: Name) -> Found:
        """Install or build it. Raises UnavailableError."""

    def twin(self, found: Found) -> Found | None:
        """The other of a pair, by the maker of this one; None: another made it.

        Raises UnavailableError.
        """


@dataclass(frozen=True, slots=True)
class Resolved:
    found: dict[Name, Found] = field(default_factory=dict)
    missing: dict[Name, str] = field(default_factory=dict)


def resolve(names: Iterable[Name], ways: Callable[[Name], Sequence[Way]], say: Say) -> Resolved:
    """One interpreter a name, or the reasons why there is none. `ways` are tried in order."""
    resolved = Resolved()
    for name in sorted(set(names), key=lambda one: (not one.free_threaded, one.version)):
        pair = None if name.free_threaded else resolved.found.get(name.twin)
        try:
            resolved.found[name] = _find(name, pair, ways(name), say)
        except UnavailableError as reason:
            resolved.missing[name] = str(reason)
    return resolved


def _find(name: Name, pair: Found | None, ways: Sequence[Way], say: Say) -> Found:
    have = [found for way in ways for found in way.have(name)]
    if pair:
        clean = [found for found in have if alike(found.facts, pair.facts)]
        twin = clean[0] if clean else twin_of(name, pair, ways, say)
        if twin:
            return twin
    return have[0] if have else get(name, ways)


def twin_of(name: Name, pair: Found, ways: Sequence[Way], say: Say) -> Found | None:
    """The other of `pair`, by whoever made it; None where it cannot be had, which is said."""
    for way in ways:
        try:
            twin = way.twin(pair)
        except UnavailableError as reason:
            say(f"no {name} like {name.twin} of {pair.provider}: {reason}")
            continue
        if twin:
            return twin
    return None


def get(name: Name, ways: Sequence[Way]) -> Found:
    """Installed or built by the first that can. Raises UnavailableError with all reasons."""
    reasons = []
    for way in ways:
        try:
            return way.get(name)
        except UnavailableError as reason:
            reasons.append(str(reason))
    raise UnavailableError("; ".join(reasons))
