"""The derived tables, each in the part of the page where a reader looks for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.figures import Section
from analysis.page.grids import Grid, of_overhead

# Where sections stand, by their titles; all others are overhead.
PLACES = {
    "Scaling": "scaling",
    "Weak and strong scaling": "scaling",
    "Memory a worker": "memory",
    "Contention": "sharing",
}
USUAL = "overhead"


@dataclass(frozen=True, slots=True)
class Derived:
    anchor: str
    title: str
    about: str
    grids: tuple[Grid, ...]


def derived(sections: Iterable[Section], anchors: Iterable[str]) -> dict[str, list[Derived]]:
    """By the part of the page that they stand in."""
    found: dict[str, list[Derived]] = {place: [] for place in (*PLACES.values(), USUAL)}
    for section, anchor in zip(sections, anchors, strict=True):
        grids = tuple(of_overhead(one, section.title) for one in section.tables)
        own = Derived(anchor, section.title, section.about, grids)
        found[PLACES.get(section.title, USUAL)].append(own)
    return found
