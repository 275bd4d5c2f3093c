"""Writing a report's folder: each file whole, by a write beside it and a rename."""

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from analysis.charts import figures
from analysis.charts.save import save
from analysis.render.markdown import markdown
from analysis.report import Report


def write(report: Report, folder: Path) -> list[Path]:
    """Makes `report.md` and the charts, as SVG and PNG, in `folder`. Raises OSError.

    A rename replaces a link by the file, so that nothing outside the folder is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, figure in figures(report):
        for suffix in ("svg", "png"):
            path = folder / f"{name}.{suffix}"
            _replace(path, partial(save, figure))
            written.append(path)
    # Parts of the heatmap are for slides; the page shows the whole.
    pictures = [
        path.name for path in written if path.suffix == ".svg" and "heatmap-" not in path.name
    ]
    content = markdown(report, pictures).encode()
    path = folder / "report.md"
    _replace(path, lambda beside: beside.write_bytes(content))
    return [path, *written]


def _replace(path: Path, make: Callable[[Path], object]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    beside = Path(name)
    try:
        make(beside)
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
