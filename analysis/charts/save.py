"""A figure as a file: the same figure gives the same bytes."""

from functools import partial
from pathlib import Path

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.charts.style import RC
from record.writing import write_whole

METADATA = {".svg": {"Date": None, "Creator": None}, ".png": {"Software": None}}


def save(figure: Figure, path: Path) -> None:
    """Writes `path`, in the format of its suffix (`.svg` or `.png`). Raises OSError."""
    with rc_context(RC):
        FigureCanvasAgg(figure)
        figure.savefig(path, metadata=METADATA[path.suffix])


def save_all(figure: Figure, stem: Path) -> list[Path]:
    """Writes `stem.svg` and `stem.png`, each whole. Raises OSError."""
    paths = [stem.parent / f"{stem.name}{suffix}" for suffix in METADATA]
    for path in paths:
        write_whole(path, partial(save, figure))
    return paths
