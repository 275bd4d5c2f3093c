"""Writing a report's folder."""

from pathlib import Path

from analysis.charts import figures
from analysis.charts.save import save_all
from analysis.render.markdown import markdown
from analysis.report import Report
from record.writing import write_whole


def write(report: Report, folder: Path) -> list[Path]:
    """Makes `report.md` and the charts, as SVG and PNG, in `folder`. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, figure in figures(report):
        written += save_all(figure, folder / name)
    # Parts of the heatmap are for slides; the page shows the whole.
    pictures = [
        path.name for path in written if path.suffix == ".svg" and "heatmap-" not in path.name
    ]
    content = markdown(report, pictures).encode()
    path = folder / "report.md"
    write_whole(path, lambda beside: beside.write_bytes(content))
    return [path, *written]
