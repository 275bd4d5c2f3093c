"""The slide of a strategy: boxes within boxes that never lie on each other, and readable words."""

import re
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_explained import STRATEGIES, explained
from matplotlib.figure import Figure

from analysis.charts.explain import charts
from analysis.charts.explain.boxes import SMALLEST, Box, Line, Rect, height_of, width_of
from analysis.charts.explain.parts import thread
from analysis.charts.explain.slide import Slide, slide
from analysis.charts.save import save_all
from analysis.charts.style import HEIGHT, LIGHT, WIDTH
from analysis.charts.style import SMALLEST as READ
from analysis.explain.tree import OsThread
from record.explain import Explained, Known

SLACK = 1e-6


def laid(one: Explained) -> Slide:
    assert one.seen
    return slide(one, one.seen)


def words(boxes: tuple[Box, ...]) -> str:
    return "\n".join(line.text for box in boxes for one in box.all() for line in one.lines)


def assert_laid_out(drawn: Slide) -> None:
    """Children lie in their parents and beside each other, and words in their boxes."""
    for box in drawn.boxes:
        assert 0 <= box.rect.x <= box.rect.right <= WIDTH
        assert 0 <= box.rect.y <= box.rect.bottom <= HEIGHT
    everything = [one for box in drawn.boxes for one in box.all()]
    for siblings in (drawn.boxes, *(box.children for box in everything)):
        for one, other in combinations(siblings, 2):
            assert not one.rect.meets(other.rect), (one, other)
    for box in everything:
        assert box.rect.width > 0
        assert box.rect.height > 0
        for child in box.children:
            assert box.rect.holds(child.rect), (box, child)
        assert height_of(box.lines) <= box.rect.height + SLACK
        for line in box.lines:
            assert width_of(line.text, line.size, line.bold) <= box.rect.width + SLACK, line


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(STRATEGIES), st.integers(1, 20), st.booleans())
def test_no_box_lies_on_another(strategy: str, count: int, gil: bool) -> None:
    drawn = laid(explained(strategy, count, gil))
    assert_laid_out(drawn)
    sizes = [line.size for box in drawn.boxes for one in box.all() for line in one.lines]
    assert min(sizes) >= SMALLEST - SLACK


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(STRATEGIES), st.text(max_size=400), st.integers(0, 40))
def test_no_name_however_long_leaves_its_box(strategy: str, name: str, more: int) -> None:
    one = explained(strategy, 3, named=name)
    assert one.seen
    known = [Known(thread=n, interpreter=0, name=name, kind=name) for n in range(more)]
    main = msgspec.structs.replace(one.seen.main, known=[*one.seen.main.known, *known])
    seen = msgspec.structs.replace(one.seen, main=main)
    assert_laid_out(slide(one, seen))


@pytest.mark.parametrize("strategy", [name for name in STRATEGIES if name != "sequential"])
def test_lanes_without_room_are_counted(strategy: str) -> None:
    assert not re.search(r"and \d+ more", words(laid(explained(strategy, 8)).boxes))
    assert "and 13 more" in words(laid(explained(strategy, 20)).boxes)


def test_a_way_leads_to_every_lane() -> None:
    drawn = laid(explained("processes-fork", 4))
    assert sum(arrow.head for arrow in drawn.arrows) == 4
    text = words(drawn.boxes)
    assert "from the start" in " ".join(text.split())
    assert "pickled" in text
    assert "same reference" in words(laid(explained("threads", 2)).boxes)


def test_helpers_and_parents_are_there() -> None:
    text = words(laid(explained("processes-forkserver", 2)).boxes)
    for told in ("fork server", "resource tracker", "child of 4713"):
        assert told in text


def test_padlocks_differ_by_their_shape() -> None:
    for gil, kind in ((True, "padlock-on"), (False, "padlock-off")):
        drawn = laid(explained("interpreters", 2, gil))
        kinds = [one.kind for box in drawn.boxes for one in box.all() if "padlock" in one.kind]
        assert kinds == [kind] * 3


def test_the_same_record_is_the_same_picture(tmp_path: Path) -> None:
    one = explained("processes-forkserver", 2)
    first, second = (save_all(_figure(one), tmp_path / name) for name in ("a", "b"))
    for before, after in zip(first, second, strict=True):
        assert before.read_bytes() == after.read_bytes()


def test_what_was_not_seen_has_no_picture() -> None:
    one = explained("threads", 2)
    assert list(charts(msgspec.structs.replace(one, status="unsupported", seen=None))) == []


def test_formulas_in_names_are_drawn_as_they_are(tmp_path: Path) -> None:
    save_all(_figure(explained("asyncio", 2, named=r"$\frac{$_^")), tmp_path / "odd")


def _figure(one: Explained) -> Figure:
    (chart,) = charts(one)
    return chart.draw(LIGHT)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_two_lanes_can_be_read_from_the_last_row(strategy: str) -> None:
    for gil in (True, False):
        boxes = [one for box in laid(explained(strategy, 2, gil)).boxes for one in box.all()]
        sizes = {line.text: line.size for box in boxes for line in box.lines}
        assert min(sizes.values()) >= READ - SLACK, sizes


def test_a_helper_is_called_by_what_it_runs() -> None:
    name = "Thread-1 (_ExecutorManagerThread)"
    one = OsThread(7, name, name, lanes=(), main=False, loops=())
    (line,) = thread(Rect(0, 0, 2.8, 0.49), one, 16).lines
    assert line == Line("_ExecutorManagerThread", 14)
