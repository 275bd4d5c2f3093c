"""The page in a real headless Chromium: how it looks, and that all of it works."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pyperf
import pytest

from analysis.page.page import SECTIONS

LOOKS = [f"{size} {theme}" for size, theme in product(("phone", "desk"), ("light", "dark"))]
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("look", LOOKS)
def test_it_fits_and_says_nothing(seen: Any, look: str) -> None:
    found = seen["looked"][look]
    assert (found["overflow"], found["wide"], found["thin"]) == (0, [], [])
    assert found["console"] == []
    assert found["broken"] == 0
    assert found["scripts"] == 1
    assert found["handlers"] == []


@pytest.mark.parametrize("look", LOOKS)
def test_it_asks_for_nothing_but_itself(seen: Any, pages: Mapping[str, Path], look: str) -> None:
    assert seen["looked"][look]["requests"] == [pages["hostile"].as_uri()]


@pytest.mark.parametrize("look", LOOKS)
def test_everyone_can_use_it(seen: Any, look: str) -> None:
    found = seen["looked"][look]["axe"]
    assert [one for one in found if one["impact"] in SERIOUS] == []


def test_both_themes_have_their_paper(seen: Any) -> None:
    found = seen["looked"]
    assert found["desk light"]["paper"] == "rgb(255, 255, 255)"
    assert found["desk dark"]["paper"] == "rgb(20, 24, 29)"


def test_what_the_policy_forbids_does_not_happen(seen: Any) -> None:
    wanted = ["connect-src", "img-src", "script-src-elem", "style-src-elem"]
    assert seen["forbidden"] == wanted


def test_nothing_goes_wrong_while_it_is_used(seen: Any) -> None:
    assert seen["used"]["console"] == []
    assert seen["used"]["skip"] == "Skip to the results"


def test_sorting(seen: Any) -> None:
    found = seen["used"]["sorted"]
    up = [int(text) for text in found["up"]["values"]]
    down = [int(text) for text in found["down"]["values"]]
    assert len(set(up)) > 1
    assert (found["up"]["state"], up) == ("ascending", sorted(up))
    assert (found["down"]["state"], down) == ("descending", sorted(up, reverse=True))
    assert found["said"] == "Sorted by Workers, descending"


def test_filtering(seen: Any) -> None:
    found = seen["used"]["filtered"]
    typed, chosen = found["typed"], found["chosen"]
    assert 0 < len(typed["rows"]) < found["all"]
    assert set(typed["rows"]) == {"3.13t"}
    assert typed["said"] == f"{len(typed['rows'])} of {found['all']} cells shown"
    assert 0 < len(chosen["rows"]) < found["all"]
    assert {row.split()[0] for row in chosen["rows"]} == {"threads"}
    assert chosen["address"] == "#cells?strategy=threads"
    assert sorted(found["recalled"]) == sorted(chosen["rows"])
    assert found["cleared"] == found["all"]
    *_, kind = found["kinds"]
    assert set(found["kinds"]) > {"", "inconclusive"}
    assert 0 < len(found["verdicts"]) < found["all"]
    assert all(kind in told.split("|") for told in found["verdicts"])


def test_an_address_that_is_none_leaves_the_script_whole(seen: Any) -> None:
    found = seen["addressed"]
    assert found["console"] == []
    assert found["bars"] == 2
    assert found["sorted"] == "Sorted by Workers, descending"
    assert {row.split()[0] for row in found["rows"]} == {"threads"}


def test_links_lead_to_what_is_then_seen(seen: Any) -> None:
    assert seen["used"]["followed"]["lost"] == []
    assert seen["used"]["followed"]["count"] > 30
    assert seen["used"]["filtered"]["linked"]


def test_downloads_are_whole(seen: Any, tmp_path: Path) -> None:
    files = {name: Path(path).read_bytes() for name, path in seen["used"]["saved"].items()}
    whole = {
        name.removesuffix(".gz"): gzip.decompress(data) if name.endswith(".gz") else data
        for name, data in files.items()
    }
    suites = next(data for name, data in whole.items() if name.endswith("-pyperf.zip"))
    results = list(csv.DictReader(io.StringIO(whole["results.csv"].decode())))
    told = json.loads(whole["report.json"])
    assert [row["cell"] for row in results] == [row["cell"] for row in told["results"]]
    assert len(list(csv.DictReader(io.StringIO(whole["ratios.csv"].decode())))) == len(
        told["ratios"]
    )
    with zipfile.ZipFile(io.BytesIO(suites)) as archive:
        assert archive.testzip() is None
        archive.extract("3.13/threads.json", tmp_path)
    assert len(pyperf.BenchmarkSuite.load(str(tmp_path / "3.13" / "threads.json"))) > 1


def test_it_prints_on_white_paper(seen: Any) -> None:
    found = seen["printed"]
    data = Path(found["path"]).read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") > 2
    assert found["paper"] == "rgb(255, 255, 255)"
    assert found["console"] == []


def test_without_scripts_all_can_be_read(seen: Any) -> None:
    found = seen["quiet"]
    assert found["console"] == []
    assert found["seen"] == found["tables"] - found["closed"] > 5
    assert found["sections"] == len(SECTIONS)
    assert found["controls"] == 0  # none that would do nothing
    assert found["opened"]
    assert "A/A" in found["text"]
