"""What a picture of scaling says: its numbers as tables, and who scales best in a few words."""

from collections.abc import Iterator, Sequence

from analysis.charts.series import Series, Shown
from analysis.charts.telling import REST, finding, no_number, sentence
from analysis.estimate import Ratio, Verdict
from analysis.figures import Figure, Form, Line, Missing, Said, Table, table
from analysis.overhead.curves import share
from analysis.render.words import ratio
from analysis.report import Entry

NO_BASE = Missing("no baseline", "")
Best = tuple[Entry, Ratio]  # of one strategy, with its best number of workers


def tables(found: Shown, interpreters: Sequence[str]) -> tuple[Table, ...]:
    """Speedups and efficiencies, and between which points a law is drawn."""
    gain = "scaled speedup" if found.group.weak else "speedup"
    made = (
        table(
            f"{gain} over {found.base} on the same interpreter, and as a share of the workers",
            ("strategy", "w", ""),
            interpreters,
            _measured(found, interpreters, gain),
        ),
        table(
            "The fitted law: where its line begins and ends",
            ("strategy", "w", ""),
            interpreters,
            _continued(found, interpreters),
        ),
    )
    return tuple(one for one in made if one is not None)


def told(found: Shown, interpreters: Sequence[str]) -> str:
    """The best of each interpreter, how many cannot be told from it, and who is not above 1x."""
    gain = "scaled speedup" if found.group.weak else "speedup"
    best = {label: list(_best(found, label)) for label in interpreters}
    return finding(
        f"{found.group.title.text}, {gain} over {found.base}: ",
        [_most(label, own) for label, own in best.items()],
        *_others(best),
        absent=no_number(_absent(found, interpreters)),
    )


def _most(label: str, own: Sequence[Best]) -> str:
    if not own:
        return f"{label} nothing measured"
    (entry, first), *others = own
    who = f"{entry.cell.strategy} w={entry.cell.workers} {ratio(first)}"
    if first.interval is None:
        return f"{label} {who}, the most"
    if not any(gain.verdict is Verdict.FASTER for _, gain in own):
        return f"{label} none clearly above 1x: {who}"
    low = first.interval[0]
    near = sum(gain.interval is not None and gain.interval[1] >= low for _, gain in others)
    # Who wins is told by direct comparisons; intervals that overlap do not say that nobody does.
    return f"{label} {who}, the most, {near} overlap" if near else f"{label} {who}"


def _absent(found: Shown, interpreters: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for (label, strategy, _), entry in found.group.entries.items():
        if label in interpreters and entry.speedup is None:
            yield strategy, label, entry.status


def _others(best: dict[str, list[Best]]) -> Iterator[str]:
    """Those that are not clearly above 1x with any number of workers, by their verdicts."""
    words = {
        Verdict.INCONCLUSIVE: "Inconclusive",
        Verdict.SAME: "As fast as the base",
        Verdict.SLOWER: "Slower whatever the workers",
    }
    for verdict, word in words.items():
        where: dict[str, list[str]] = {}
        for label, own in best.items():
            for entry, gain in own:
                if gain.verdict is verdict and gain.interval is not None:
                    where.setdefault(entry.cell.strategy, []).append(label)
        clauses = [f"{who} ({', '.join(labels)})" for who, labels in where.items()]
        yield sentence(f"{word}: ", clauses, REST)


def _best(found: Shown, label: str) -> Iterator[Best]:
    """Of each strategy that has a number, the largest first."""
    own = [
        max(gains, key=lambda one: one[1].value)
        for strategy in found.strategies
        if (gains := list(_gains(found, label, strategy)))
    ]
    yield from sorted(own, key=lambda one: -one[1].value)


def _gains(found: Shown, label: str, strategy: str) -> Iterator[Best]:
    for (where, name, _), entry in found.group.entries.items():
        if (where, name) == (label, strategy) and entry.speedup and entry.speedup.own:
            yield entry, entry.speedup.own


def _measured(found: Shown, interpreters: Sequence[str], gain: str) -> Iterator[Line]:
    for strategy, workers in found.group.rows:
        if strategy != found.base:
            said = [_said(found, label, strategy, workers) for label in interpreters]
            yield Line((strategy, str(workers), gain), tuple(said))
            shares = (_share(one, workers) for one in said)
            yield Line((strategy, str(workers), "efficiency"), tuple(shares))


def _said(found: Shown, label: str, strategy: str, workers: int) -> Said:
    entry = found.group.entries.get((label, strategy, workers))
    if entry is None:
        return None
    if entry.speedup is None:
        return Missing(entry.status, entry.reason)
    return Figure(entry.speedup.own, Form.RATIO) if entry.speedup.own else NO_BASE


def _share(said: Said, workers: float) -> Said:
    return Figure(share(said.estimate, workers), Form.SHARE) if isinstance(said, Figure) else None


def _continued(found: Shown, interpreters: Sequence[str]) -> Iterator[Line]:
    laws = {
        (one.strategy, label): _ends(one)
        for label in interpreters
        for one in found.series[label]
        if one.continued
    }
    for strategy in found.strategies:
        counts = [count for (name, _), own in laws.items() if name == strategy for count in own]
        for count in dict.fromkeys(sorted(counts)):
            said = [laws.get((strategy, label), {}).get(count) for label in interpreters]
            yield Line((strategy, f"{count:.4g}", "speedup"), tuple(said))
            shares = (_share(one, count) for one in said)
            yield Line((strategy, f"{count:.4g}", "efficiency"), tuple(shares))


def _ends(series: Series) -> dict[float, Figure]:
    """The first and the last point of its law."""
    known = [(count, one) for count, one in series.continued.items() if one is not None]
    return {count: Figure(one, Form.RATIO) for count, one in (known[0], known[-1])}
