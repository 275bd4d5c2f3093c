"""The answer as text, Markdown, JSON and a page: the same, and harmless whatever is in it."""

import io
import json as stdlib_json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hostile_advice import hostile
from made_up_advice import PYTHON, advised, folder
from rich.console import Console

from analysis.advice import Advice, advise
from analysis.advice.model import Alternative
from analysis.page.advice import page
from analysis.render.advice import words
from analysis.render.advice.json import json
from analysis.render.advice.markdown import markdown
from analysis.render.advice.text import show
from record.advice import FILE


def text(advice: Advice, width: int = 100) -> str:
    file = io.StringIO()
    show(advice, Console(file=file, width=width))
    return file.getvalue()


OURS = "\n\N{WORD JOINER}"  # which Markdown takes addresses apart with
FORMATS = {"text": text, "markdown": markdown, "json": json, "html": page}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Advice:
    return advise(folder(tmp_path_factory.mktemp("usual"), trials=PYTHON, blocks=3))


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Advice:
    return advise(hostile(tmp_path_factory.mktemp("evil")))


def test_the_json_has_what_it_promises(usual: Advice) -> None:
    told = stdlib_json.loads(json(usual))
    one = told["recommendation"]
    assert told["schema"] == 1 and told["outcome"] == "clear winner"
    assert (one["strategy"], one["interpreter"]) == ("processes-fork", "3.13")
    assert (one["workers"], one["chunk_size"]) == (2, 8)
    assert one["speedup"]["low"] < one["speedup"]["value"] < one["speedup"]["high"]
    assert one["against"]["strategy"] == "threads"
    assert one["break_even"]["tasks"]["value"] < 400
    assert all(isinstance(found, str) for found in told["findings"])
    assert {other["strategy"] for other in told["alternatives"]} >= {"threads", "asyncio"}
    assert {"why", "behind", "workers"} <= told["alternatives"][0].keys()
    assert told["profiles"]["3.13"]["calls"]["count"] == 400


def test_ways_that_were_left_out_for_one_reason_are_told_once() -> None:
    some = [
        Alternative(strategy, label, None, "left out", None, None, False, why)
        for strategy, why in (
            ("processes-fork", "no"),
            ("processes-spawn", "no"),
            ("asyncio", "so"),
        )
        for label in ("3.13", "3.13t")
    ]
    assert words.untried(some) == [
        "processes-fork, processes-spawn (3.13, 3.13t) left out: no",
        "asyncio (3.13, 3.13t) left out: so",
    ]


def test_the_json_of_nothing_has_no_recommendation(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(advised(stopped="it crashed", profiles={}).encode())
    told = stdlib_json.loads(json(advise(tmp_path)))
    assert told["recommendation"] is None
    assert told["headline"] == "Nothing could be measured: it crashed."


@pytest.mark.parametrize("shape", FORMATS)
def test_every_format_says_it_and_ends_with_the_code(usual: Advice, shape: str) -> None:
    shown = FORMATS[shape](usual)
    assert "Use processes-fork with 2 workers on 3.13" in shown
    assert "the GIL lets one thread compute at a time" in shown
    if shape != "json":
        assert shown.rindex("ProcessPoolExecutor(2") > shown.rindex("interpreter-pool")


@pytest.mark.parametrize("shape", FORMATS)
def test_the_same_answer_makes_the_same_bytes(usual: Advice, shape: str) -> None:
    assert FORMATS[shape](usual) == FORMATS[shape](usual)


@pytest.mark.parametrize("shape", FORMATS)
def test_no_format_lets_anything_drive_a_terminal(evil: Advice, shape: str) -> None:
    shown = FORMATS[shape](evil)
    assert not [one for one in shown if not one.isprintable() and one not in OURS]


def test_nothing_is_markup_in_markdown(evil: Advice) -> None:
    outside = re.sub(r"(?ms)^(`{3,})python\n.*?^\1$", "", markdown(evil))
    assert "<script" not in outside.replace("\\<script", "")
    assert not re.search(r"(?<!\\)\]\(", outside) and "@user" not in outside


def test_code_cannot_leave_its_block(evil: Advice) -> None:
    found = re.search(r"(?ms)^(`{3,})python\n(.*?)^\1$", markdown(evil))
    assert found is not None and evil.recommendation is not None
    assert found[2].splitlines() == evil.recommendation.code.splitlines()


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_has_its_own_script_and_loads_nothing(evil: Advice) -> None:
    shown = page(evil)
    parser = Elements()
    parser.feed(shown)
    assert [tag for tag, _ in parser.found].count("script") == 1
    assert not [attrs for _, attrs in parser.found if attrs.get("src") or "onclick" in attrs]
    (policy,) = (one["content"] for _, one in parser.found if one.get("http-equiv"))
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert "{{" not in shown.replace("{{ 7*7 }}", "") and "49 " not in shown


def test_every_place_of_the_contents_is_there(usual: Advice) -> None:
    parser = Elements()
    parser.feed(page(usual))
    names = {attrs.get("id") for _, attrs in parser.found}
    links = {str(attrs["href"]) for tag, attrs in parser.found if tag == "a"}
    assert {link[1:] for link in links if link.startswith("#")} <= names


def test_a_narrow_terminal_breaks_sentences_and_no_rows(usual: Advice) -> None:
    shown = text(usual, 72)
    sentences, code = shown.split("The code\n")
    assert max(map(len, sentences.splitlines())) <= 72
    assert re.search(r"(?m)^threads +3\.13t  2 +\d+ ms +1\.\d\dx \[", shown)
    assert "mp_context=" in code
