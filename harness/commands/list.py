"""`gilbench list`: strategies, workloads and presets."""

import click
import msgspec
from rich.table import Table

from harness import catalog as catalog_of
from harness.catalog import Catalog
from harness.console import Output
from harness.doctor.machine import look, usable_cores
from harness.interpreters import DEFAULT, KNOWN
from harness.plan.cells import make_cells
from harness.plan.estimate import block_seconds
from harness.plan.presets import PRESETS
from harness.run.progress import clock
from record import Asked, Cell


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print all as JSON, with the presets' cells.")
def command(as_json: bool) -> None:
    """Strategies, workloads, presets and their cells."""
    catalog = catalog_of.ask()
    cells = {name: _cells(name, catalog) for name in PRESETS}
    if as_json:
        everything = {"catalog": catalog, "interpreters": KNOWN, "cells": cells}
        click.echo(msgspec.json.format(msgspec.json.encode(everything), indent=1))
        return
    console = Output()
    strategies = _table("strategy", "")
    for strategy in catalog.strategies:
        strategies.add_row(strategy.name, strategy.about.partition(": ")[2])
    workloads = _table("workload", "", "kind")
    for workload in catalog.workloads:
        workloads.add_row(workload.name, workload.about, workload.kind)
    presets = _table("preset", "", "interpreters", "cells", "blocks", "about")
    for name, preset in PRESETS.items():
        labels = " ".join(preset.interpreters)
        seconds = preset.blocks * block_seconds(cells[name], preset.values, catalog, _has_gil)
        counts = (str(len(cells[name])), str(preset.blocks))
        presets.add_row(name, preset.about, labels, *counts, clock(seconds))
    for table in (strategies, workloads, presets):
        console.print(table)
        console.print()


def _cells(preset: str, catalog: Catalog) -> list[Cell]:
    """All of the preset's cells, those of interpreters that may not be had too."""
    labels = PRESETS[preset].interpreters or DEFAULT
    cores = usable_cores(look())
    return make_cells(Asked(preset=preset), labels, catalog, cores, keep=lambda cell: True)


def _has_gil(label: str) -> bool:
    return not label.endswith("t")


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column)
    return table
