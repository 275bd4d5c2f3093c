"""What overhead costs: tables derived from a run's cells, one idea a module.

Each is a pure function of `Readings`; a run whose plan has no cells for a table has no such table.
"""

from collections.abc import Callable, Iterator

from analysis.figures import Section
from analysis.overhead.collector import collector
from analysis.overhead.granularity import granularity
from analysis.overhead.laws import laws
from analysis.overhead.memory import memory
from analysis.overhead.readings import Readings
from analysis.overhead.scaling import weak_and_strong
from analysis.overhead.service import service
from analysis.overhead.sharing import sharing
from analysis.overhead.startup import startup
from analysis.overhead.tax import build_tax, lane_tax
from analysis.overhead.transfer import transfer

__all__ = ["TABLED", "Readings", "Section", "sections"]

# The workloads whose groups have all of their figures in these tables, next to each other.
TABLED = (
    *("startup", "memory", "web", "convoy", "granularity", "transfer"),
    *("shared_read", "shared_write", "lock", "counter"),
)

SECTIONS: tuple[Callable[[Readings], Section | None], ...] = (
    startup,
    lane_tax,
    build_tax,
    granularity,
    sharing,
    memory,
    collector,
    laws,
    weak_and_strong,
    service,
    transfer,
)


def sections(readings: Readings) -> Iterator[Section]:
    """Those that the run's plan has cells for."""
    for make in SECTIONS:
        section = make(readings)
        if section is not None:
            yield section
