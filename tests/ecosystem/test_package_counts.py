"""How many packages work: what is counted, told and drawn of made-up facts."""

import io
from pathlib import Path

import msgspec
import pytest
from made_up_packages import NO_WHEEL, ecosystem, package
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from rich.console import Console

from analysis.charts.ecosystem import ROWS, charts
from analysis.charts.save import save_all
from analysis.charts.style import LIGHT
from analysis.ecosystem import Count, count, footnotes
from analysis.render.ecosystem import show
from record import RecordError
from record.ecosystem import QUESTIONS, Check, Ecosystem, parse_ecosystem

REFUSES = Check(status="failed", reason="ImportError: module a does not", whose="a")
PART = Check(status="part", reason="without its native code: b._c")
UNREACHED = Check(status="unasked", reason="the registry cannot be asked: refused")
NO_SMOKE = Check(status="idle", reason="no smoke call is known")
NO_GIL = Check(status="idle", reason="this build always has its GIL")

FOUND = ecosystem(
    "3.13",
    package("a", gil=NO_GIL, alone=REFUSES, together=Check(status="failed")),
    package("b", "1.0", "2.0", gil=NO_GIL, alone=PART, threads=NO_SMOKE),
    package("c", "", "3.0", wheel=NO_WHEEL),
    package("d", "", "", wheel=UNREACHED),
    package(
        "e",
        "",
        "",
        wheel=Check(status="failed", reason="[red]e was not found in the \x1b[31mregistry"),
    ),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("wheel", Count(2, 0, 4)),  # of the one that could not be asked for nothing is known
        ("imports", Count(2, 0, 4)),  # what has no wheel does not work
        ("gil", Count(0, 0, 0)),  # it makes no sense here
        ("alone", Count(0, 1, 4)),
        ("together", Count(1, 0, 4)),
        ("threads", Count(1, 0, 3)),  # nobody knows how to call one
    ],
)
def test_what_is_counted(question: str, expected: Count) -> None:
    assert count(FOUND, question) == expected


def test_every_text_is_told_once() -> None:
    texts = footnotes([FOUND, FOUND])
    assert list(texts.values()) == list(range(1, len(texts) + 1))
    assert "ImportError: module a does not; not its own doing but a's" in texts
    assert not any("smoke" in text for text in texts)


def shown(*found: Ecosystem) -> str:
    stream = io.StringIO()
    show(found, Console(file=stream, width=40, highlight=False))
    return stream.getvalue()


def test_the_table_tells_versions_marks_and_counts() -> None:
    lines = shown(FOUND).splitlines()
    rows = {line.split()[0]: " ".join(line.split()) for line in lines if line.strip()}
    assert rows["a"] == "a 1.0 yes - no [1] no yes yes yes"
    assert rows["b"] == "b 1.0, latest 2.0 yes - part [2] yes - yes yes"
    assert rows["c"] == "c no wheel [3]"
    assert rows["d"] == "d not known [4]"
    assert rows["e"] == "e no such package [5]"
    assert rows["3.13"].startswith("3.13 2 of 4 2 of 4 - 0 + 1 of 4 1 of 4 1 of 3")
    assert "[3] there is no wheel of it" in lines


def test_no_text_drives_the_terminal_or_is_markup() -> None:
    text = shown(FOUND)
    assert all(letter.isprintable() or letter == "\n" for letter in text)
    assert "[red]e was not found in the" in text


def collisions(figure: Figure) -> list[tuple[str, str]]:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    boxes = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer()))
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible()
    ]
    return [
        (one, other)
        for place, (one, box) in enumerate(boxes)
        for other, beside in boxes[place + 1 :]
        if box.overlaps(beside)
    ]


def many(label: str) -> Ecosystem:
    rows = [package(f"package-{n:02}", alone=PART, together=REFUSES) for n in range(2 * ROWS + 1)]
    return ecosystem(label, package("a", "", "1", wheel=NO_WHEEL), *rows)


def test_slides_have_every_package_and_nothing_collides(tmp_path: Path) -> None:
    found = [many(label) for label in ("3.12", "3.13", "3.13t", "3.14")]
    slides = {chart.name: chart.draw(LIGHT) for chart in charts(found)}
    assert list(slides) == ["ecosystem", *(f"ecosystem-packages-{n}" for n in (1, 2, 3))]
    names = [
        label.get_text()
        for name, figure in slides.items()
        if name != "ecosystem"
        for label in figure.axes[0].get_yticklabels()
    ]
    assert names == [one.name for one in found[0].packages]
    for figure in slides.values():
        assert not collisions(figure)
        assert figure.get_figwidth() / figure.get_figheight() == pytest.approx(16 / 9, rel=0.01)
    first, second = (
        [path.read_bytes() for path in save_all(figure, tmp_path / str(place))]
        for place, figure in enumerate([slides["ecosystem"], next(charts(found)).draw(LIGHT)])
    )
    assert first == second


def test_a_file_comes_back_as_it_was_written() -> None:
    assert parse_ecosystem(msgspec.json.encode(FOUND), "file") == FOUND


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"schema":1', b'"schema":2'),
        (b'"interpreter":"3.13"', b'"interpreter":"../x"'),
        (b'"name":"a"', b'"name":"-a"'),
        (b'"status":"part"', b'"status":"fine"'),
        (b'"workers":2', b'"workers":0'),
        (b'"wheel":', b'"whee":'),
        (b"{", b""),
    ],
)
def test_a_damaged_file_is_one_line(old: bytes, new: bytes) -> None:
    data = msgspec.json.encode(FOUND)
    assert old in data
    with pytest.raises(RecordError) as error:
        parse_ecosystem(data.replace(old, new, 1), "file")
    assert str(error.value).startswith("file: ")
    assert "\n" not in str(error.value)


def test_all_questions_are_fields() -> None:
    assert all(FOUND.packages[0].check(question) for question in QUESTIONS)
