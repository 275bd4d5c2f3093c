"""Which cells a page has room for: a browser opens some thousands of them, and no more.

Those come first that something else rests on, and those that failed; then the plan's, in its order.
Of 48,980 cells Debian's Chromium opened no page (73 MB), of 3,000 it opens one in 4 s and of
6,000 in 9, on two busy cores.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from analysis.claims import Judgement
from analysis.framework.model import Answer, Framework
from analysis.page.heat import best
from analysis.report import Report
from record import Cell

CELLS = 3000


def with_room(anchors: Mapping[str, str], report: Report, judged: Judgement) -> Mapping[str, str]:
    """Of the anchors of cells, by the keys of all their readings, those that the page has."""
    cells = (entry.cell for entry in report.cells)
    failed = (entry.cell for entry in report.cells if entry.status == "failed")
    claimed = (key for verdict in judged for check in verdict.checks for key in check.keys)
    keys = chain(
        _keys(_deciding(report.framework)),
        _keys(best(report)),
        claimed,
        _keys(failed),
        _keys(cells),
    )
    # Claims are of other things than cells, too.
    found = dict.fromkeys(anchors[key] for key in keys if key in anchors)
    kept = set(islice(found, CELLS))
    return {key: anchor for key, anchor in anchors.items() if anchor in kept}


def _keys(cells: Iterable[Cell]) -> Iterator[str]:
    return (cell.key for cell in cells)


def _deciding(framework: Framework) -> Iterator[Cell]:
    """Whom the answers name, and what their speedups are over."""
    answers: Iterable[Answer] = chain(
        (row.overall for row in framework.rows if row.overall),
        (one for row in framework.rows for one in row.every),
        framework.besides.values(),
    )
    for answer in answers:
        for one in answer.equals:
            yield from (one.cell, *([one.base] if one.base else []))
