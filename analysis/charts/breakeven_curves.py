"""The curves of break-even as they are shown: their points, where they pay, and that in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.charts.telling import finding, names, no_number, overlapping, written
from analysis.figures import Figure as Number
from analysis.figures import Line, Missing, Said, Table, table
from analysis.overhead.granularity import ENOUGH, Curve, efficiency, length, pays
from analysis.overhead.readings import Readings

EVEN, NEARLY = "pays from (1x)", f"{ENOUGH:.0%} from"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A curve as it is shown."""

    name: str
    strategy: str
    chunk: str
    points: tuple[tuple[Number, Number], ...]  # seconds of a task, efficiency
    even: Said
    enough: Said
    missing: tuple[Missing, ...]  # why some of it is not there


def drawn_of(readings: Readings, curve: Curve, chunks: Sequence[str]) -> Drawn:
    """`chunks` are all of the run."""
    name = f"{curve.strategy}, chunk {curve.chunk}" if len(chunks) > 1 else curve.strategy
    points, missing = [], []
    for cell in curve.cells:
        seconds, said = length(readings, cell), efficiency(readings, cell)
        if isinstance(seconds, Number) and isinstance(said, Number):
            points.append((seconds, said))
        missing += [one for one in (seconds, said) if isinstance(one, Missing)]
    even, enough = pays(readings, curve)
    missing += [one for one in (even, enough) if isinstance(one, Missing)]
    return Drawn(name, curve.strategy, curve.chunk, tuple(points), even, enough, tuple(missing))


def tables(shown: Sequence[Drawn]) -> tuple[Table, ...]:
    """From which length each pays; and below the points, a line a length."""
    made = (
        table(
            "Task length that pays",
            ("strategy",),
            (EVEN, NEARLY),
            [Line((one.name,), (one.even, one.enough)) for one in shown],
        ),
        table(
            "Efficiency by task length",
            ("strategy", "point"),
            ("a task takes", "efficiency"),
            _points(shown),
        ),
    )
    return tuple(one for one in made if one is not None)


def _points(shown: Sequence[Drawn]) -> Iterator[Line]:
    for one in shown:
        for number, point in enumerate(one.points, 1):
            yield Line((one.name, str(number)), point)


def told(shown: Sequence[Drawn], what: str) -> str:
    """Who pays from which length on, the shortest first; who does at any, and who never does."""
    even = sorted(
        (one for one in shown if isinstance(one.even, Number)), key=lambda one: _seconds(one.even)
    )
    pay = [one for one in even if _seconds(one.even) < float("inf")]
    clauses = [f"{one.name} {written(one.even)}" for one in pay if isinstance(one.even, Number)]
    never = [one.name for one in even if _seconds(one.even) == float("inf")]
    absent = [(one.name, "", one.even.status) for one in shown if isinstance(one.even, Missing)]
    near = [one.name for one in pay[1:] if _overlap(pay[0].even, one.even)]
    tied = f" (no clear winner: {pay[0].name} overlaps with {names(near)})" if near else ""
    none = f"On {what} no strategy is as fast as sequential at any task length that was measured."
    return finding(
        f"On {what} a task pays from{tied}: ",
        clauses,
        f"At no length that was measured: {names(never)}." if never and clauses else "",
        absent=no_number(absent),
        none=none if never else f"On {what} nothing was measured.",
    )


def _overlap(one: Said, other: Said) -> bool:
    return isinstance(one, Number) and isinstance(other, Number) and overlapping(one, other)


def _seconds(said: Said) -> float:
    return said.estimate.value if isinstance(said, Number) else float("inf")
