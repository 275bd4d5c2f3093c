"""The laws of scaling that strategies follow: serial work, and what workers cost each other."""

from collections.abc import Iterable, Iterator, Sequence

from analysis.figures import Figure, Form, Line, Missing, Said, Section, section, table
from analysis.overhead.curves import Curve, curves, follows_a_law, fraction, kind, law, within
from analysis.overhead.lines import across, by_workload
from analysis.overhead.readings import Readings, usual
from analysis.scaling import Fit, Kind, kind_of
from record import Cell

APART = "granularity"  # whose efficiency by the length of a task has a table of its own
COLUMNS = ("one worker", "serial (sigma)", "each pair (kappa)", "peak", "at twice the workers")


def laws(readings: Readings) -> Section | None:
    """Karp and Flatt's fraction of short curves; Amdahl's law or the USL of longer ones."""
    known = [
        curve
        for curve in curves(readings)
        if usual(curve.cells[0])
        and curve.cells[0].workload != APART
        and follows_a_law(readings, curve)
        and kind_of(len(within(readings, curve)))
    ]
    short = [curve for curve in known if _kind(readings, curve) is Kind.KARP_FLATT]
    long = [curve for curve in known if curve not in short]
    cells = [cell for curve in short for cell in within(readings, curve) if cell.workers > 1]
    return section(
        "Scaling",
        "The share of computing work that acts as if one worker at a time could do it, of "
        "strategies that were measured with several numbers of workers. Only as many workers "
        f"count as have a core each, here {readings.capacity.workers}: beyond them the machine "
        "ends, not the code.",
        [
            table(
                "Serial share by Karp and Flatt (1990), over one worker of the strategy",
                ("workload", "strategy", "w"),
                readings.interpreters,
                across(
                    readings,
                    cells,
                    by_workload(cells),
                    {"": lambda cell: fraction(readings, cell)},
                ),
            ),
            table(
                "Amdahl's law from 4 numbers of workers, Gunther's Universal Scalability Law from "
                "6: speedup = one worker x w / (1 + sigma (w - 1) + kappa w (w - 1))",
                ("workload", "strategy", "interpreter", "law", "to w", "off by"),
                COLUMNS,
                _fitted(readings, long),
            ),
        ],
    )


def _kind(readings: Readings, curve: Curve) -> Kind | None:
    """By what was measured; where that is too little, by what was planned."""
    return kind(readings, curve) or kind_of(len(within(readings, curve)))


def _fitted(readings: Readings, known: Sequence[Curve]) -> Iterator[Line]:
    labels = by_workload(_first(known))
    for curve in known:
        workload, strategy, _ = labels(curve.cells[0])
        found = law(readings, curve)
        place = (workload, strategy, curve.interpreter)
        if found is None:
            yield Line((*place, "", "", ""), (_why(curve),) * len(COLUMNS))
        else:
            most = str(max(found.counts))
            yield Line((*place, found.kind, most, f"{found.off:.0%}"), _says(found))


def _first(known: Iterable[Curve]) -> list[Cell]:
    return [curve.cells[0] for curve in known]


def _says(found: Fit) -> tuple[Said, ...]:
    return (
        Figure(found.gain, Form.RATIO),
        Figure(found.sigma, Form.SHARE),
        None if found.kappa is None else Figure(found.kappa, Form.NUMBER),
        None if found.peak is None else Figure(found.peak, Form.NUMBER),
        Figure(found.at(found.furthest), Form.RATIO),
    )


def _why(curve: Curve) -> Missing:
    return next(iter(curve.missing.values()), Missing("missing", "too few numbers of workers"))
