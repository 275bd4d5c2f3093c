"""One look for all charts: made for a projector, and never telling by colour alone."""

from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from record.text import plain

INK = "#1b1f24"
SOFT = "#57606a"
LINE = "#d0d7de"
ABSENT = "#e4e7eb"

RC: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so that bytes are the same everywhere
    "font.size": 16,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.titleweight": "bold",
    "axes.titlesize": 20,
    "axes.labelsize": 17,
    "axes.linewidth": 1.2,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 16,
    "ytick.labelsize": 16,
    "grid.color": LINE,
    "figure.facecolor": "white",
    "savefig.dpi": 150,
    "hatch.linewidth": 1.4,
    "svg.hashsalt": "gilbench",
}

Dash = Literal["-", "--", "-.", ":"]

# Okabe & Ito's colours, which the colour-blind can tell apart (yellow darkened, for white
# paper), each with a marker and a dash of its own.
LOOKS: dict[str, tuple[str, str, Dash]] = {
    "sequential": ("#000000", "o", "-"),
    "threads": ("#0072b2", "o", "-"),
    "asyncio": ("#9a7d0a", "X", "-"),
    "processes-fork": ("#d55e00", "s", "--"),
    "processes-forkserver": ("#e69f00", "D", "--"),
    "processes-spawn": ("#8c3b00", "^", "--"),
    "interpreters": ("#009e73", "v", "-."),
    "interpreter-pool": ("#cc79a7", "P", "-."),
}
OTHERS: tuple[tuple[str, str, Dash], ...] = (
    *(("#56b4e9", "<", ":"), ("#5b2a86", ">", ":"), ("#6b6b6b", "h", ":")),
    *(("#b3003b", "*", ":"), ("#2f4b26", "p", ":"), ("#3b3bff", "d", ":")),
)


LARGEST = 3000.0  # square inches, which are 70 million pixels; a slide has 150
LONGEST = 400.0  # inches, which are 60,000 pixels: matplotlib draws no more


def drawable(width: float, height: float) -> bool:
    """Whether a figure of so many inches can be drawn, and shown."""
    return width * height <= LARGEST and max(width, height) <= LONGEST


def look(strategy: str, strategies: list[str]) -> tuple[str, str, Dash]:
    """Colour, marker and dash of a strategy, the same in every chart of a run."""
    if strategy in LOOKS:
        return LOOKS[strategy]
    unknown = [name for name in strategies if name not in LOOKS]
    return OTHERS[unknown.index(strategy) % len(OTHERS)]


def literal(text: str, longest: int = 60) -> str:
    """`text` as matplotlib shall draw it: no formulas, no control characters, not endless."""
    shown = plain(text)
    shown = shown if len(shown) <= longest else shown[: longest - 1] + "…"
    return shown.replace("$", r"\$")


def titled(figure: Figure, title: str, subtitle: str) -> None:
    """The head of a figure: what it shows, and below in plain words how to read it."""
    inches = figure.get_figheight()
    figure.text(0.02, 1 - 0.28 / inches, title, size=26, weight="bold", va="top", color=INK)
    figure.text(0.02, 1 - 0.86 / inches, subtitle, size=16, va="top", color=SOFT)


def bare(axes: Axes) -> None:
    """No spines and no tick marks: the cells of a table speak for themselves."""
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
