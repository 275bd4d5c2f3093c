"""The whole page: the sections' values put together, and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.claims import facts_of, judge, published
from analysis.own import OWN
from analysis.page import anchors, palette
from analysis.page.cells import Cells, cells
from analysis.page.claims import Claims, claims
from analysis.page.downloads import LARGEST, Download, downloads
from analysis.page.environment import Environment, environment
from analysis.page.figures import Picture, pictures
from analysis.page.heat import Heat, heat
from analysis.page.hero import Hero, hero
from analysis.page.overhead import Derived, derived
from analysis.page.probes import Probes, probes
from analysis.page.proof import proofs
from analysis.page.room import with_room
from analysis.page.security import policy
from analysis.page.templates import rendered, text_of
from analysis.page.weapons import Weapons, weapons
from analysis.render.choice import sweeps
from analysis.report import Report
from record import Manifest, RunFiles
from record.writing import write_whole

NAME = "index.html"

# In their order: what each is called in the contents; its template has the same name.
SECTIONS = {
    "environment": "Environment",
    "weapon": "Which weapon",
    "heatmaps": "Who is faster",
    "scaling": "Scaling",
    "overhead": "Overhead",
    "memory": "Memory",
    "sharing": "Sharing",
    "ecosystem": "Ecosystem",
    "timeline": "Timeline",
    "claims": "Claims",
    "cells": "Every cell",
    "data": "Raw data",
}
OF_THE_CATALOG = ("memory", "sharing", "ecosystem", "timeline", "claims")  # its workloads, probes


@dataclass(frozen=True, slots=True)
class Page:
    """All that the templates show."""

    title: str
    run: str
    created: str
    day: str
    policy: str
    css: str
    js: str
    contents: Mapping[str, str]
    hero: Hero
    environment: Environment
    weapons: Weapons | None
    heat: Heat
    derived: Mapping[str, Sequence[Derived]]
    charts: Mapping[str, Sequence[Picture]]
    probes: Probes
    claims: Claims
    cells: Cells
    downloads: Sequence[Download]
    largest: str


def html(report: Report, run: Path) -> str:
    """The page of the run folder `run`; the same files make the same text. Raises RecordError."""
    return rendered("page.html", page=page(report, run))


def write_page(report: Report, run: Path, folder: Path) -> Path:
    """Makes `index.html` in `folder`. Raises OSError and RecordError."""
    content = html(report, run).encode(errors="replace")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    write_whole(path, lambda beside: beside.write_bytes(content))
    return path


def page(report: Report, run: Path) -> Page:
    manifest = RunFiles(run).manifest()
    css, js = palette.variables() + text_of("page.css"), text_of("page.js")
    judged = judge(report, facts_of(run), published())
    of_cells = with_room(_of_cells(manifest), report, judged)
    groups = [one.name for one in report.groups]
    titles = [one.title.text for one in report.groups]
    of_groups = dict(zip(groups, anchors.named("group", titles), strict=True))
    by = anchors.named("by", [title for title, _ in sweeps(report.groups)])
    tables = anchors.named("table", [section.title for section in report.overhead])
    return Page(
        title=f"gilbench: {report.run}, {report.machine}",
        run=report.run,
        created=report.created,
        day=report.created[:10],
        policy=policy(css, js),
        css=css,
        js=js,
        contents=_contents(report),
        hero=hero(report, of_groups),
        environment=environment(report, manifest),
        weapons=weapons(report.framework, of_cells),
        heat=heat(report, of_groups, of_cells, by),
        derived=derived(report.overhead, tables),
        charts=pictures(report, run),
        probes=probes(run),
        claims=claims(judged, of_cells),
        cells=cells(report, of_cells, proofs(run, manifest)),
        downloads=downloads(report, run, manifest),
        largest=f"{LARGEST / 2**20:.0f} MiB",
    )


def _contents(report: Report) -> Mapping[str, str]:
    """Of a function of the user's own nothing else is asked than how fast it is."""
    if any(cell.workload != OWN for cell in report.readings.cells):
        return SECTIONS
    return {name: title for name, title in SECTIONS.items() if name not in OF_THE_CATALOG}


def _of_cells(manifest: Manifest) -> Mapping[str, str]:
    """The anchors of cells, by their keys and by those of their quantities."""
    found = dict(anchors.cells(manifest.plan.cells))
    for reading, _ in manifest.plan.readings():
        found[reading.key] = found[reading.of("").key]
    return found
