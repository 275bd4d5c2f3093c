"""A slide laid out in inches, and what its parts have in common."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from analysis.charts.style import HEIGHT, SMALLEST, WIDTH, Style, literal
from analysis.figures import Missing
from analysis.render.figures import ABSENT
from record.text import plain

One = TypeVar("One")
LINE = 0.27  # inches of a line of notes
EDGE = 0.3  # left and right of everything
FOOT = 0.2  # below the notes
LETTERS = 250  # more than a line holds


def place(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes so many inches from the left and the bottom of a slide."""
    return figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT))


def inches(text: str, size: float = SMALLEST, weight: str = "normal") -> float:
    """How wide it will be."""
    if not text.strip():
        return 0.0
    font = FontProperties(family="DejaVu Sans", weight=weight, size=size)
    wide, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(wide) / 72


def shortened(text: str, width: float, size: float = SMALLEST) -> str:
    """As much of it as so many inches hold, as matplotlib shall draw it."""
    shown = plain(text)[:LETTERS]
    if inches(shown, size) > width:
        fits = bisect_right(range(len(shown)), width, key=lambda n: inches(shown[:n] + "…", size))
        shown = shown[: max(fits - 1, 0)].rstrip() + "…"
    return literal(shown, LETTERS + 1)


def legend(figure: Figure, handles: Sequence[Artist], corner: tuple[float, float]) -> None:
    """One name a line, its upper left corner so many inches from the left and the bottom."""
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(corner[0] / WIDTH, corner[1] / HEIGHT),
        frameon=False,
        handlelength=2.4,
        labelspacing=0.35,
        borderaxespad=0,
    )


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from `low` to `high`, of which matplotlib would label some beyond, unseen."""
    found = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(f"{at:.12g}") for at in found if low <= at <= high]


def counts_shown(counts: Iterable[int], cores: int) -> list[int]:
    """The most workers that have a core each, or the fewest; and the most of all."""
    known = sorted(set(counts))
    if not known:
        return []
    fitting = max((count for count in known if count <= cores), default=known[0])
    return list(dict.fromkeys((fitting, known[-1])))


def parts(items: Sequence[One], most: int) -> Iterator[Sequence[One]]:
    """As few as hold `most` each, all of about one size."""
    if not items:
        return
    size = math.ceil(len(items) / math.ceil(len(items) / most))
    for start in range(0, len(items), size):
        yield items[start : start + size]


@dataclass
class Notes:
    """Below a picture: why there is no number in some of its places."""

    most: int = 3  # lines
    _who: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, missing: Missing, who: str, where: str = "") -> str:
        """What to write in the place itself."""
        word = ABSENT.get(missing.status, missing.status)
        text = f"{word}: {missing.reason}" if missing.reason else word
        places = self._who.setdefault(text, {}).setdefault(who, [])
        if where not in places:
            places.append(where)
        return literal(word)

    def lines(self) -> list[str]:
        """As matplotlib shall draw them."""
        found = [
            f"{'; '.join(_of(who, where) for who, where in places.items())}: {text}"
            for text, places in self._who.items()
        ]
        if len(found) > self.most:
            rest = len(found) - self.most + 1
            found = [*found[: self.most - 1], f"and {rest} more reasons: the tables have them all"]
        return [shortened(one, WIDTH - 2 * EDGE) for one in found]

    @property
    def height(self) -> float:
        """Inches from the bottom of the slide to above the notes."""
        return FOOT + LINE * len(self.lines())

    def write(self, figure: Figure, style: Style) -> None:
        lines = self.lines()
        for number, line in enumerate(lines):
            figure.text(
                EDGE / WIDTH,
                (FOOT + LINE * (len(lines) - 1 - number)) / HEIGHT,
                line,
                size=SMALLEST,
                color=style.soft,
                style="italic",
                va="bottom",
            )


def _of(who: str, where: Sequence[str]) -> str:
    places = ", ".join(filter(None, where))
    return f"{who} on {places}" if places else who
