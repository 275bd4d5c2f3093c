"""Which strategy was the fastest for each workload, from a run's folder: `analysis` as a library.

    python examples/best_strategies.py RUN [PICTURES]

Prints a line a workload and interpreter. With a folder for PICTURES, draws the charts there.
"""

import sys
from pathlib import Path

from analysis.charts import charts
from analysis.charts.save import save
from analysis.charts.style import DARK
from analysis.report import build
from analysis.tables import ratios, results
from record import RecordError


def main(run: Path, pictures: Path | None = None) -> None:
    report = build(run)
    print(f"{report.run}: {report.pairs.sentence}")

    measured = results(report)  # a DataFrame: a row a cell and quantity, measured or not
    times = measured[(measured["unit"] == "second") & (measured["quantity"] == "")]
    groups = times[times["status"] == "ok"].groupby(["group", "interpreter"], sort=False)
    best = times.loc[groups["value"].idxmin()]

    compared = ratios(report)  # a DataFrame: a row a comparison that the plan declares
    own = compared[compared["interpreter"] == compared["base_interpreter"]].set_index("cell")
    for one in best.itertuples():
        line = f"{one.workload} {one.parameters} on {one.interpreter}: {one.strategy}"
        line += f" with {one.workers} workers, {one.value * 1000:.3g} ms"
        if one.cell in own.index:
            ratio = own.loc[one.cell]
            line += f", {ratio.ratio:.2f}x [{ratio.low:.2f}, {ratio.high:.2f}] {ratio.verdict}"
        print(line)

    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        for chart in charts(report):
            save(chart.draw(DARK), pictures / f"{chart.name}.svg", DARK)


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:3]))
    except (RecordError, TypeError) as error:
        sys.exit(f"{error}\n{__doc__}")
