"""A comparison in each format: all of it, in its place, and nothing of a file is markup there."""

import csv as csv_reader
import io
import json as json_reader
import math
import re
from typing import Any

import msgspec
import numpy as np
import pytest
from made_up_sides import cells_of, changed, side
from markdown_it import MarkdownIt
from rich.console import Console

from analysis.compare import Comparison, compare
from analysis.compare.rows import COLUMNS
from analysis.render.compare.csv import csv
from analysis.render.compare.json import json
from analysis.render.compare.markdown import LONGEST, ROWS, markdown
from analysis.render.compare.text import show

EVIL = "<script>alert(1)</script> | **x** [a](http://e) `b` \x1b[31m\r\n# @you ![i](j) </details>"


def made(count: int = 24, slower: int = 0, faster: int = 0, **changes: Any) -> Comparison:
    """`slower` cells, each more than the one before, then as many that are faster."""
    random = np.random.default_rng(5)
    base, head, *controls = random.normal(-3, 0.004, (4, count, 8))
    cells = cells_of(count, twins=min(count, 4))
    base, head, *controls = (np.vstack([one, one[: len(cells) - count]])
                             for one in (base, head, *controls))  # fmt: skip
    for number in range(slower):
        head[number] += 0.1 + 0.01 * number
    for number in range(slower, slower + faster):
        head[number] -= 0.1 + 0.01 * number
    fates = changes.pop("fates", None)
    theirs = side(cells, head, controls[1], fates=fates)
    return compare(side(cells, base, controls[0]), changed(theirs, **changes))


def printed(found: Comparison, width: int = 140, everything: bool = False) -> str:
    stream = io.StringIO()
    show(found, Console(file=stream, width=width, highlight=False), everything=everything)
    return stream.getvalue()


def rendered(content: str) -> str:
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(content)


def table_of(page: str, head: str) -> list[str]:
    """The rows of the first table with that column, below its head."""
    own = next(part for part in page.split("<table>")[1:] if f"<th>{head}</th>" in part)
    return own.partition("</table>")[0].split("<tr>")[2:]


@pytest.fixture(scope="module")
def found() -> Comparison:
    return made(slower=4, faster=3)


def test_the_machine_stands_first_and_then_the_verdict(found: Comparison) -> None:
    content = printed(found)
    places = [content.index(part) for part in (
        "BASE", "control: time in HEAD / BASE", "as fast",
        "4 of 24 cells are slower in HEAD, 3 faster; ", "HEAD is ", "A/A pairs: BASE is sound",
        "verdict",
    )]  # fmt: skip
    assert places == sorted(places)
    rows = [line for line in content.splitlines() if re.search(r" (slower|faster)\s*$", line)]
    assert ["slower" in line for line in rows] == [True] * 4 + [False] * 3
    ratios = [float(re.search(r"([\d.]+)x", line)[1]) for line in rows]  # type: ignore[index]
    assert ratios[:4] == sorted(ratios[:4])
    assert ratios[4:] == sorted(ratios[4:], reverse=True)


def test_text_shows_the_others_where_they_are_asked_for(found: Comparison) -> None:
    assert not re.search(r" same\s*$", printed(found), re.MULTILINE)
    lines = re.findall(r" same\s*$", printed(found, everything=True), re.MULTILINE)
    assert len(lines) == found.counts["same"] > 0


@pytest.mark.parametrize("width", [80, 140])
def test_no_line_is_too_wide_and_no_number_is_cut(found: Comparison, width: int) -> None:
    for content in (printed(found, width), printed(drifted(), width)):
        assert max(len(line.rstrip()) for line in content.splitlines()) <= width
        assert "…" not in content


def test_a_pull_request_sees_ten_changes_the_largest_first() -> None:
    found = made(slower=9, faster=8)
    content = markdown(found)
    assert content.startswith("**9 of 24 cells are slower in HEAD, 8 faster; ")
    assert "\n" not in content.partition("**\n")[0]
    page = rendered(content)
    shown, folded = page.split("<details>")[:2]
    ratios = [float(re.search(r"([\d.]+)x", row)[1]) for row in table_of(shown, "verdict")]  # type: ignore[index]
    sizes = [abs(math.log(ratio)) for ratio in ratios]
    assert len(ratios) == ROWS
    assert sizes == pytest.approx(sorted(sizes, reverse=True), abs=0.01)
    assert min(sizes) > 0.1 + 0.05
    others = table_of(folded, "verdict")
    assert len(others) == 24 - ROWS
    assert sum("slower" in row or "faster" in row for row in others) == 17 - ROWS


def test_nothing_changed_is_said_so() -> None:
    found = made()
    assert markdown(found).startswith("**No change found in 24 cells: ")
    assert "No change found in 24 cells" in printed(found)
    assert "verdict" not in printed(found)
    assert found.regressions == 0


def test_it_fits_into_a_comment_whatever_the_runs_hold() -> None:
    cells = cells_of(1500)
    fates = {cell.key: ("failed", EVIL * 40) for cell in cells[700:]}
    found = made(1500, slower=200, fates=fates, run="r" * 60000, kernel=EVIL * 600)
    content = markdown(found)
    assert 10_000 < len(content) < LONGEST
    assert content.count("more: `--format csv` has all") == 2
    assert content.count("<details>") == content.count("</details>") == 2
    tables = rendered(content).split("<table>")[1:]
    for body in tables:
        rows = body.partition("</table>")[0].split("<tr>")[1:]
        assert len({row.count("<td") + row.count("<th") for row in rows}) == 1


def test_nothing_hostile_becomes_markup() -> None:
    fates = {cells_of(24)[0].key: ("failed", EVIL)}
    found = made(slower=3, fates=fates, run=EVIL, created=EVIL, kernel=EVIL, code=EVIL)
    page = rendered(markdown(found))
    assert "<script" not in page
    assert "<a " not in page
    assert "<img" not in page
    assert "<h1>" not in page
    assert page.count("</details>") == page.count("<details>")
    assert "@you" not in page  # something stands within
    shown = printed(found)
    assert "\x1b" not in shown
    assert "[31m" in shown


def drifted() -> Comparison:
    random = np.random.default_rng(6)
    cells = cells_of(8)
    base, head, one, other = random.normal(-3, 0.004, (4, 8, 8))
    return compare(side(cells, base, one), side(cells, head + 0.1, other + 0.1))


def test_drift_stands_beside_what_it_may_explain() -> None:
    found = drifted()
    for content in (printed(found), markdown(found)):
        assert re.search(r"1\.10x .*slower", content)
        assert "without drift" in content
        assert content.count("slower (drift?)") == 8
    assert "without drift" not in markdown(made(slower=3))


def test_ratios_within_runs_are_named_as_such() -> None:
    found = _within()
    content = printed(found, 200)
    assert "of unlike machines" in content
    assert "over sequential w1 on 3.13" in content
    assert "1 of 12 ratios is slower in HEAD; " in content
    assert "The speedups of HEAD are " in content
    assert "over sequential w1 on 3.13" in markdown(found)


def _within() -> Comparison:
    random = np.random.default_rng(6)
    base, head = random.normal(-3, 0.004, (2, 16, 8))
    head[2] += 0.3
    ours, theirs = (side(cells_of(16), one) for one in (base, head))
    return compare(ours, changed(theirs, id="4567"), unlike_machines=True)


def test_json_has_all_and_no_number_that_is_none(found: Comparison) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    told = json_reader.loads(json(found), parse_constant=refuse)
    assert list(told["rows"][0]) == list(COLUMNS)
    assert len(told["rows"]) == len(found.rows)
    assert told["counts"]["slower"] == told["regressions"] == 4
    assert told["rows"][0]["ratio"] == found.rows["ratio"][0]
    assert told["base"]["sound"] == "sound"
    assert told["machine"][0]["control"]["low"] < told["machine"][0]["control"]["ratio"]
    assert {one["severity"] for one in told["notices"]} <= {"error", "warning", "note"}
    one_block = compare(*(side(cells_of(8), np.zeros((8, 1))) for _ in range(2)))
    told = json_reader.loads(json(one_block), parse_constant=refuse)
    assert {(row["low"], row["high"]) for row in told["rows"]} == {(None, None)}
    assert told["speed"]["low"] is None
    assert told["machine"][0]["control"] is None
    assert msgspec.json.decode(json(_within()))["rows"][0]["over"]


def test_csv_has_a_row_a_cell(found: Comparison) -> None:
    rows = list(csv_reader.DictReader(io.StringIO(csv(found))))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["cell"] for row in rows] == list(found.rows["cell"])
    assert [float(row["ratio"]) for row in rows] == pytest.approx(list(found.rows["ratio"]))
