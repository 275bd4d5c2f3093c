"""The looks of all charts: made for a projector, light or dark, never telling by colour alone.

A chart takes a `Style` and draws within `style.drawing()`; it names no colour of its own that
a style has.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure

from record.text import plain

WIDTH, HEIGHT = 16.0, 9.0  # inches of a slide
SMALLEST = 14.0  # points of a text on it: what the last row can read
LARGEST = 3000.0  # square inches, which are 70 million pixels; a slide has 144
LONGEST = 400.0  # inches, which are 60,000 pixels: matplotlib draws no more

Dash = Literal["-", "--", "-.", ":"]
DASHES: tuple[Dash, ...] = (":", "--", "-.", "-")
Look = tuple[str, str, Dash]  # colour, marker, dash


@dataclass(frozen=True, slots=True)
class Style:
    """Colours by what they are for."""

    name: str
    paper: str
    ink: str
    soft: str  # what is said beside
    line: str
    absent: str  # where there is no number
    looks: Mapping[str, Look]  # of the strategies
    others: Sequence[Look]  # of those that have none of their own
    worse_to_better: Sequence[str]  # five, the third for neither
    hatch: str  # over tiles that cannot be told from what they are held against
    lanes: Sequence[str]  # of those beside each other, again from the first
    works: str
    in_part: str  # works in part
    fails: str
    track: str  # where a bar could be
    got: Mapping[str, str]  # behind a word of what a lane gets
    boxes: Mapping[str, Sequence[str]]  # face and edge of a box that explains

    def drawing(self, **more: Any) -> AbstractContextManager[None]:
        """matplotlib's settings while a figure is made or saved; `more` are its own names."""
        settings: Any = {**_FORM, **self._colours(), **more}
        return rc_context(settings)

    def look(self, strategy: str, strategies: Sequence[str]) -> Look:
        """Colour, marker and dash of a strategy, the same in every chart of a run."""
        if strategy in self.looks:
            return self.looks[strategy]
        unknown = [name for name in strategies if name not in self.looks]
        turn, place = divmod(unknown.index(strategy), len(self.others))
        colour, marker, dash = self.others[place]
        if turn:  # the same colours again, each with another's marker
            marker = self.others[(place + turn) % len(self.others)][1]
            dash = DASHES[turn % len(DASHES)]
        return colour, marker, dash

    @property
    def neither(self) -> str:
        """Of a tile that is neither better nor worse."""
        return self.worse_to_better[2]

    def shades(self) -> Colormap:
        """From worse to better, by a number from 0 to 1."""
        return LinearSegmentedColormap.from_list("worse-better", list(self.worse_to_better))

    def series(self, strategy: str, strategies: Sequence[str]) -> dict[str, Any]:
        """How the line and points of a strategy are drawn, in panels and legends alike."""
        colour, marker, dash = self.look(strategy, strategies)
        return {
            "color": colour,
            "marker": marker,
            "linestyle": dash,
            "linewidth": 2.4,
            "markersize": 10,
            "markeredgecolor": self.paper,
            "markeredgewidth": 1,
        }

    def titled(self, figure: Figure, title: str, subtitle: str) -> None:
        """The head of a figure: what it shows, and below in plain words how to read it."""
        inches = figure.get_figheight()
        place: Any = {"x": 0.02, "va": "top"}
        figure.text(y=1 - 0.28 / inches, s=title, size=26, weight="bold", color=self.ink, **place)
        figure.text(y=1 - 0.86 / inches, s=subtitle, size=16, color=self.soft, **place)

    def _colours(self) -> dict[str, Any]:
        return {
            "text.color": self.ink,
            "axes.edgecolor": self.soft,
            "axes.labelcolor": self.ink,
            "axes.facecolor": self.paper,
            "xtick.color": self.ink,
            "ytick.color": self.ink,
            "grid.color": self.line,
            "figure.facecolor": self.paper,
            "savefig.facecolor": self.paper,
        }


_FORM: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that bytes are the same everywhere
    "font.size": 16,
    "axes.titleweight": "bold",
    "axes.titlesize": 20,
    "axes.labelsize": 17,
    "axes.linewidth": 1.2,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": 16,
    "ytick.labelsize": 16,
    "savefig.dpi": 150,
    "hatch.linewidth": 1.4,
    "svg.hashsalt": "gilbench",
}

# After Okabe & Ito's colours, moved until the colour-blind tell each from the others and all are
# at least 3:1 on their paper; each has a marker of its own besides.
LIGHT = Style(
    name="light",
    paper="#ffffff",
    ink="#1b1f24",
    soft="#57606a",
    line="#d0d7de",
    absent="#e4e7eb",
    looks={
        "sequential": ("#000000", "p", "-"),
        "threads": ("#0072b2", "o", "-"),
        "asyncio": ("#7a7a30", "X", "-"),
        "processes-fork": ("#c23b00", "s", "--"),
        "processes-forkserver": ("#d08000", "D", "--"),
        "processes-spawn": ("#7a2a10", "^", "--"),
        "interpreters": ("#008763", "v", "-."),
        "interpreter-pool": ("#c2579a", "P", "-."),
    },
    others=(
        *(("#3a94cf", "<", ":"), ("#5b2a86", ">", ":"), ("#6b6b6b", "h", ":")),
        *(("#b3003b", "8", ":"), ("#2f4b26", "*", ":"), ("#3b3bff", "d", ":")),
    ),
    worse_to_better=("#a6480b", "#f0a35e", "#f7f7f5", "#8cc0e0", "#1a5c9e"),
    hatch="#9aa3ad",
    lanes=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"),
    works="#0072b2",
    in_part="#9ecae9",
    fails="#d55e00",
    track="#f3f4f6",
    got={
        "same": "#a9cfe8",
        "shared": "#9bd8c3",
        "copy": "#f3f3ee",
        "anew": "#efe4b8",
        "error": "#f0b8a0",
        "ended": "#d9b3d9",
    },
    boxes={
        "process": ("#f3f4f6", "#1b1f24"),
        "interpreter": ("#e2effa", "#0072b2"),
        "loop": ("#fbf3d5", "#9a7d0a"),
        "task": ("#ffffff", "#9a7d0a"),
        "memory": ("#fde9dc", "#d55e00"),
        "thread": ("#ffffff", "#1b1f24"),
    },
)
DARK = Style(
    name="dark",
    paper="#14181d",
    ink="#f0f3f6",
    soft="#a8b3bf",
    line="#3d4650",
    absent="#22282f",
    looks={
        "sequential": ("#ffffff", "p", "-"),
        "threads": ("#4db1f0", "o", "-"),
        "asyncio": ("#f5ec6e", "X", "-"),
        "processes-fork": ("#ff6633", "s", "--"),
        "processes-forkserver": ("#ffab1a", "D", "--"),
        "processes-spawn": ("#ffcfae", "^", "--"),
        "interpreters": ("#17b88c", "v", "-."),
        "interpreter-pool": ("#e77cc0", "P", "-."),
    },
    others=(
        *(("#9fd6f5", "<", ":"), ("#b794e0", ">", ":"), ("#b0b0b0", "h", ":")),
        *(("#ff6f91", "8", ":"), ("#9ac796", "*", ":"), ("#8f9bff", "d", ":")),
    ),
    worse_to_better=("#f08a3c", "#8f5522", "#343b43", "#2f6a94", "#6cc0f5"),
    hatch="#7d8894",
    lanes=("#4db1f0", "#ff7a1a", "#1fcf9f", "#e79ac6", "#ffc24d", "#a9d8f5"),
    works="#4db1f0",
    in_part="#235a80",
    fails="#ff7a1a",
    track="#232a31",
    got={
        "same": "#1f4e6b",
        "shared": "#1d5a47",
        "copy": "#3a424b",
        "anew": "#57491a",
        "error": "#6b3420",
        "ended": "#55315a",
    },
    boxes={
        "process": ("#1f262d", "#f0f3f6"),
        "interpreter": ("#1a3044", "#4db1f0"),
        "loop": ("#3a3212", "#f0e442"),
        "task": ("#14181d", "#f0e442"),
        "memory": ("#43281a", "#ff7a1a"),
        "thread": ("#14181d", "#f0f3f6"),
    },
)
STYLES = {style.name: style for style in (LIGHT, DARK)}


def drawable(width: float, height: float) -> bool:
    """Whether a figure of so many inches can be drawn, and shown."""
    return width * height <= LARGEST and max(width, height) <= LONGEST


def literal(text: str, longest: int = 60) -> str:
    """`text` as matplotlib shall draw it: no formulas, no control characters, not endless."""
    shown = plain(text)
    shown = shown if len(shown) <= longest else shown[: longest - 1] + "…"
    return shown.replace("$", r"\$")


def bare(axes: Axes) -> None:
    """No spines and no tick marks: the cells of a table speak for themselves."""
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
