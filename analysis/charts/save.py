"""A figure as a file: the same figure gives the same bytes."""

import io
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis.charts.style import HEIGHT, LIGHT, WIDTH, Style
from record.writing import write_whole

METADATA: Any = {".svg": {"Date": None, "Creator": None}, ".png": {"Software": None}}
PIXELS = 1920  # across a slide
LARGER = 1.3  # how much, at most, a small figure is enlarged


def save(figure: Figure, path: Path, style: Style = LIGHT) -> None:
    """Writes `path`, in the format of its suffix (`.svg` or `.png`). Raises OSError."""
    with style.drawing():
        FigureCanvasAgg(figure)
        figure.savefig(path, metadata=METADATA[path.suffix])


def svg_text(figure: Figure, style: Style = LIGHT) -> str:
    """What `save` writes as SVG."""
    whole = io.BytesIO()
    with style.drawing():
        FigureCanvasAgg(figure)
        figure.savefig(whole, format="svg", metadata=METADATA[".svg"])
    return whole.getvalue().decode()


def save_all(figure: Figure, stem: Path, style: Style = LIGHT) -> list[Path]:
    """Writes `stem.svg` and `stem.png`, each whole. Raises OSError."""
    paths = [stem.parent / f"{stem.name}{suffix}" for suffix in METADATA]
    for path in paths:
        write_whole(path, partial(save, figure, style=style))
    return paths


def save_slide(figure: Figure, path: Path, style: Style = LIGHT) -> None:
    """Writes the PNG `path` of 1920 x 1080, the figure in its middle. Raises OSError."""
    write_whole(path, partial(_save_slide, figure, style))


def _save_slide(figure: Figure, style: Style, path: Path) -> None:
    width, height = figure.get_size_inches()
    larger = min(LARGER, WIDTH / width, HEIGHT / height)
    sheet = (WIDTH / larger, HEIGHT / larger)
    left, bottom = (width - sheet[0]) / 2, (height - sheet[1]) / 2
    with style.drawing():
        FigureCanvasAgg(figure)
        figure.savefig(
            path,
            metadata=METADATA[".png"],
            dpi=PIXELS / sheet[0],
            bbox_inches=Bbox.from_bounds(left, bottom, *sheet),
        )
