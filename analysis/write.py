"""Writing a report's folder."""

from pathlib import Path

from analysis.charts import figures
from analysis.charts.save import save_all
from analysis.charts.sheets import Part
from analysis.charts.style import LIGHT, Style
from analysis.render.markdown import markdown
from analysis.report import Report
from record.writing import write_whole


def write(report: Report, folder: Path, style: Style = LIGHT) -> list[Path]:
    """Makes `report.md` and the charts, as SVG and PNG, in `folder`. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    shown: list[str] = []
    for name, figure in figures(report, style):
        written += save_all(figure, folder / name, style)
        if not isinstance(figure, Part):
            shown.append(f"{name}.svg")
    content = markdown(report, shown).encode()
    path = folder / "report.md"
    write_whole(path, lambda beside: beside.write_bytes(content))
    return [path, *written]
