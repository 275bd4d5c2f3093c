"""Writing a report's folder."""

from pathlib import Path

from analysis.charts import charts
from analysis.charts.save import save_all
from analysis.charts.style import LIGHT, Style
from analysis.claims import Judgement
from analysis.render.markdown import markdown
from analysis.report import Report
from record.writing import write_whole


def write(
    report: Report,
    folder: Path,
    style: Style = LIGHT,
    judged: Judgement | None = None,
) -> list[Path]:
    """Makes `report.md` and the charts, as SVG and PNG, in `folder`. Raises OSError.

    `judged` is what it says of claims, where known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    shown: list[str] = []
    for chart in charts(report):
        written += save_all(chart.draw(style), folder / chart.name, style)
        if not chart.part_of:
            shown.append(f"{chart.name}.svg")
    content = markdown(report, shown, judged).encode()
    path = folder / "report.md"
    write_whole(path, lambda beside: beside.write_bytes(content))
    return [path, *written]
