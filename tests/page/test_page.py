"""The page as a text: what it says, that it says it twice the same, and that nothing is markup."""

import base64
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote
from xml.etree import ElementTree

import fake_run
import hostile_run
import pytest
from fake_run import SMALL

from analysis.page import anchors, html, terms, write_page
from analysis.page.downloads import packed
from analysis.page.palette import SHADES, shade
from analysis.page.proof import proofs
from analysis.page.security import policy
from analysis.page.svg import data_uri
from analysis.report import build
from harness.cli import run
from record import Cell
from suites import strategies, workloads

RUNS = ("hostile", "small")
VOID = {"meta", "link", "img", "br", "source"}
OURS = {"script", "style", "title", "html", "head", "body"}  # once each


class Page(HTMLParser):
    """Its elements in their order, and what they hold."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[SimpleNamespace] = []
        self.open: list[SimpleNamespace] = []
        self.unclosed: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), tag
        one = SimpleNamespace(tag=tag, text="", inside=[own.tag for own in self.open])
        one.attributes = {name: value or "" for name, value in attrs}
        one.parents = list(self.open)
        self.elements.append(one)
        if tag not in VOID:
            self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        last = self.open.pop()
        if last.tag != tag:
            self.unclosed.append(f"{last.tag} is ended by {tag}")

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.text += data

    def all(self, *tags: str) -> list[SimpleNamespace]:
        return [one for one in self.elements if one.tag in tags]


@pytest.fixture(scope="module")
def parsed(text: Mapping[str, str]) -> Mapping[str, Page]:
    return {name: Page(own) for name, own in text.items()}


@pytest.mark.parametrize("run", RUNS)
def test_it_is_sound_html(parsed: Mapping[str, Page], run: str) -> None:
    page = parsed[run]
    assert page.unclosed == []
    assert [one.tag for one in page.open] == []
    ids = Counter(one.attributes["id"] for one in page.elements if "id" in one.attributes)
    assert [name for name, count in ids.items() if count > 1 or not name or " " in name] == []


@pytest.mark.parametrize("run", RUNS)
def test_nothing_of_a_run_is_markup(parsed: Mapping[str, Page], run: str) -> None:
    page = parsed[run]
    counts = Counter(one.tag for one in page.elements)
    assert {name: counts[name] for name in OURS} == dict.fromkeys(OURS, 1)
    names = {name for one in page.elements for name in one.attributes}
    assert [name for name in names if name.startswith("on") or name in ("style", "srcdoc")] == []
    assert {one.attributes["src"][:5] for one in page.all("img")} <= {"data:"}
    links = [one.attributes["href"] for one in page.all("a")]
    assert [one for one in links if not one.startswith(("#", "data:", "https://"))] == []
    assert not {"iframe", "object", "embed", "form", "base", "svg"} & set(counts)


def test_evil_texts_are_shown_as_they_are(
    text: Mapping[str, str], parsed: Mapping[str, Page]
) -> None:
    (body,) = parsed["hostile"].all("body")
    for evil in hostile_run.SEEN:
        assert evil in body.text
    assert hostile_run.MARKUP in body.text
    assert not set("\u202e\u2066\u200f\x07\x1b\x00") & set(text["hostile"])


def test_the_words_of_a_run_are_explained(parsed: Mapping[str, Page]) -> None:
    """What can be measured has a meaning, and only what was is explained."""
    assert set(terms.STRATEGIES) == set(strategies.NAMES)
    assert set(terms.WORKLOADS) == set(workloads.MODULES) - {"own"}
    (own,) = (one for one in parsed["small"].elements if "terms" in one.attributes.get("class", ""))
    told = [one.text for one in parsed["small"].all("dt") if own in one.parents]
    assert {"GIL", "3.13t", "sequential", "threads", "primes"} <= set(told)
    assert "dask" not in told


def test_a_place_says_of_which_column_it_is(parsed: Mapping[str, Page]) -> None:
    """Where lines become blocks on a phone."""
    page = parsed["small"]
    tables = [one for one in page.all("table") if "choices" in one.attributes.get("class", "")]
    assert tables
    for table in tables:
        heads, *rows = (
            [one for one in page.all("th", "td") if row in one.parents]
            for row in page.all("tr")
            if table in row.parents
        )
        for row in rows:
            assert [one.attributes["data-of"] for one in row[1:]] == [one.text for one in heads[1:]]


@pytest.mark.parametrize("run", RUNS)
def test_every_link_leads_somewhere(parsed: Mapping[str, Page], run: str) -> None:
    page = parsed[run]
    known = {one.attributes.get("id") for one in page.elements}
    lost = [one.attributes["href"] for one in page.all("a") if one.attributes["href"][:1] == "#"]
    assert [href for href in lost if href[1:] not in known] == []
    told = [
        one.attributes[name]
        for one in page.elements
        for name in ("aria-labelledby",)
        if name in one.attributes
    ]
    assert [name for name in told if name not in known] == []


@pytest.mark.parametrize("run", RUNS)
def test_every_picture_says_what_it_shows_and_has_a_table_behind_it(
    parsed: Mapping[str, Page], run: str
) -> None:
    page = parsed[run]
    pictures = page.all("img")
    assert pictures
    for one in pictures:
        assert len(one.attributes["alt"]) > 20
        assert int(one.attributes["width"]) > int(one.attributes["height"]) / 2 > 0
        figure = next(own for own in reversed(one.parents) if own.tag == "figure")
        behind = [own for own in page.all("table", "ul") if figure in own.parents]
        assert behind
        assert all("details" in own.inside for own in behind)
        drawn = unquote(one.attributes["src"].partition(",")[2])
        assert ElementTree.fromstring(drawn).tag.endswith("svg")


@pytest.mark.parametrize("run", RUNS)
def test_tables_tell_what_they_are(parsed: Mapping[str, Page], run: str) -> None:
    page = parsed[run]
    for table in page.all("table"):
        own = [one for one in page.elements if table in one.parents]
        assert any(one.tag == "caption" and one.text.strip() for one in own)
        heads = [one for one in own if one.tag == "th"]
        assert {one.attributes.get("scope") for one in heads} <= {"row", "col"}
        assert all(one.text.strip() for one in heads)


@pytest.mark.parametrize("run", RUNS)
def test_headings_are_in_order(parsed: Mapping[str, Page], run: str) -> None:
    levels = [int(one.tag[1]) for one in parsed[run].all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("run", RUNS)
def test_the_policy_knows_what_is_within(parsed: Mapping[str, Page], run: str) -> None:
    page = parsed[run]
    (style,), (script,) = page.all("style"), page.all("script")
    (told,) = (one for one in page.all("meta") if "http-equiv" in one.attributes)
    content = told.attributes["content"]
    assert content == policy(style.text, script.text)
    assert content.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert content.endswith("base-uri 'none'; form-action 'none'")
    assert "unsafe" not in content


def test_every_cell_has_its_proof_and_its_command(parsed: Mapping[str, Page]) -> None:
    page = parsed["small"]
    rows = [one for one in page.all("tbody") if one.attributes.get("class", "").startswith("cell")]
    assert len(rows) == len(fake_run.planned(SMALL))
    places = {
        one.attributes["id"]: [
            " ".join(own.text.split()) for own in page.all("td", "th") if one in own.parents
        ]
        for one in rows
    }
    threads = places["cell-3.13t-threads-primes-w2"]
    assert threads[:4] == ["primes #", "3.13t", "threads", "2"]
    assert threads[6:13] == ["ok", "off", "2", "1", "1.57", "matches", "6"]
    assert "pool=warm" in threads[13]
    assert "gilbench run --blocks 1 -k" in threads[13]
    each = threads[13].partition("Value of each process, by block: ")[2].rstrip(".").split(", ")
    assert len(each) == 6
    assert all(one.split()[1] == "ms" for one in each)
    failed = places["cell-3.13t-processes-fork-primes-w2"]
    assert (failed[6], failed[11]) == ("failed", "wrong")
    assert "checksum 1, expected 6057" in failed[13]


def test_of_more_than_a_browser_opens_what_decides_is_there(
    small: Path, text: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.page.room.CELLS", 9)
    monkeypatch.setattr("analysis.page.heat.PLACES", 3)
    report = build(small)
    whole = html(report, small)
    page = Page(whole)
    shown = [one for one in page.all("tbody") if one.attributes.get("class", "")[:4] == "cell"]
    planned = len(fake_run.planned(SMALL))
    assert len(shown) == 9 < planned
    known = {one.attributes.get("id") for one in page.elements}
    links = [one.attributes["href"] for one in page.all("a") if one.attributes["href"][:1] == "#"]
    assert [href for href in links if href[1:] not in known] == []
    # The answers lead to theirs, and what failed is among them.
    ids = {one.attributes["id"] for one in shown}
    winner = report.groups[0].winner
    assert winner is not None
    assert f"cell-{winner.interpreter}-{winner.strategy}-primes-w{winner.workers}" in ids
    assert any("failed" in one.attributes["class"] for one in shown)
    (main,) = page.all("main")
    assert f"9 of {planned} cells are in this table" in main.text
    assert f"The {planned - 9} others are in results.csv" in main.text
    assert "too large for this page" in main.text
    assert "every number of workers" not in main.text
    # What is taken away has all of them.
    data = re.compile(r'href="(data:[^"]+)" download="results.csv"')
    (full,), (bounded,) = data.findall(text["small"]), data.findall(whole)
    assert bounded == full


def test_before_anything_is_merged_the_raw_files_tell(tmp_path: Path) -> None:
    fake = replace(SMALL, blocks=2, unfinished=True, merge=False)
    manifest = fake_run.write(tmp_path, fake)
    found = proofs(tmp_path, manifest)
    (own,) = (one for key, one in found.items() if key.endswith("/3.13.processes-fork.w2"))
    assert (own.processes, own.checksums) == (2, 1)


def test_the_same_files_make_the_same_bytes(
    small: Path, text: Mapping[str, str], tmp_path: Path
) -> None:
    path = write_page(build(small), small, tmp_path / "else where")
    assert path.name == "index.html"
    assert path.read_text(encoding="utf-8") == text["small"]


def test_the_command_writes_the_page_and_nothing_else(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    words = ["gilbench", "report", str(small), "--format", "html", "--out", str(out)]
    monkeypatch.setattr(sys, "argv", words)
    assert run() == 0
    assert capsys.readouterr().out == f"the page is {out / 'index.html'}\n"
    assert [path.name for path in out.iterdir()] == ["index.html"]


def test_downloads_are_within(text: Mapping[str, str], small: Path) -> None:
    found = re.findall(r'<a href="data:[a-z/]+;base64,([^"]+)" download="([^"]+)"', text["small"])
    files = {name: base64.b64decode(data) for data, name in found}
    assert list(files) == ["results.csv", "ratios.csv", "report.json", "2025-01-02-fake-pyperf.zip"]
    with zipfile.ZipFile(BytesIO(files["2025-01-02-fake-pyperf.zip"])) as archive:
        assert archive.read("3.13/threads.json") == (small / "3.13/threads.json").read_bytes()
        assert archive.namelist() == sorted(archive.namelist())
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_too_large_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("analysis.page.downloads.LARGEST", 10)
    (body,) = Page(html(build(small), small)).all("body")
    assert "too large to be within this page" in body.text
    assert "3.13t/threads.json" in body.text


def test_a_zip_of_the_same_files_is_the_same(small: Path) -> None:
    names = ["3.13t/threads.json", "3.13/threads.json"]
    assert packed(small, names) == packed(small, names[::-1])


@pytest.mark.parametrize("name", ["empty", "failed"])
def test_what_is_not_there_is_said_with_the_command_that_measures_it(
    name: str, tmp_path: Path
) -> None:
    reasons = {
        (label, strategy, "primes"): "it fell"
        for label in ("3.13",)
        for strategy in ("sequential", "threads")
    }
    fake = fake_run.Fake(
        labels=("3.13",),
        strategies=("sequential", "threads"),
        workloads=("primes",),
        blocks=2,
        twins=(),
        failed=reasons if name == "failed" else {},
    )
    fake_run.write(tmp_path / "run", fake)
    if name == "empty":
        for path in [tmp_path / "run" / "journal.jsonl", *(tmp_path / "run").glob("3.*/*.json")]:
            path.unlink()
    page = Page(html(build(tmp_path / "run"), tmp_path / "run"))
    (main,) = page.all("main")
    for command in ("sharing", "ecosystem", "timeline", "explain"):
        assert f"gilbench {command} --out RUN" in main.text
    assert "gilbench run" in main.text
    for one in page.all("section"):
        inside = [own for own in page.elements if one in own.parents]
        assert any(own.tag in ("p", "table", "ul", "dl", "figure") for own in inside)


def _cell(**changes: object) -> Cell:
    told = {"interpreter": "3.13t", "strategy": "threads", "workload": "primes", "workers": 8}
    own = {"parameters": {"n": 7}, "mode": {"pool": "warm"}}
    return Cell(**(told | own | changes))


def test_a_cell_has_an_anchor_that_stays() -> None:
    first = _cell()
    twin, other = _cell(replicate=1), _cell(parameters={"n": 8})
    weak = _cell(mode={"pool": "warm", "scaling": "weak"})
    found = anchors.cells([first, twin, other, weak])
    assert found[first.key] == "cell-3.13t-threads-primes-w8"
    assert found[twin.key] == "cell-3.13t-threads-primes-w8-twin1"
    assert re.fullmatch(r"cell-3\.13t-threads-primes-w8-[0-9a-f]{8}", found[other.key])
    # Whatever else is planned.
    assert anchors.cells([first, _cell(strategy="asyncio"), other])[other.key] == found[other.key]
    assert len(set(found.values())) == 4


def test_labels_with_dashes_do_not_meet() -> None:
    one = _cell(interpreter="a", strategy="b-c")
    other = _cell(interpreter="a-b", strategy="c")
    found = anchors.cells([one, other])
    assert len(set(found.values())) == 2
    assert anchors.cells([other, one]) == found


def test_titles_that_read_alike_have_anchors_of_their_own() -> None:
    found = anchors.named("group", ["a b", "a-b", "", "é", "x" * 90, "x" * 91])
    assert len(set(found)) == 6
    assert all(re.fullmatch(r"group-[a-z0-9.+-]+", one) for one in found)


def test_shades_are_symmetrical() -> None:
    assert (shade(-9, 1), shade(0, 1), shade(9, 1)) == (0, SHADES // 2, SHADES - 1)
    assert shade(-0.5, 2) + shade(0.5, 2) == SHADES - 1


def test_no_picture_ends_its_attribute() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><title>\"&amp;%#, é\n<b/></title></svg>"
    shown, listed = data_uri(svg), data_uri(svg, listed=True)
    assert not set('"<>&#\n') & set(shown)
    assert not set('"<>&#\n ') & set(listed)
    for one in (shown, listed):
        assert unquote(one) == f"data:image/svg+xml,{svg}"
