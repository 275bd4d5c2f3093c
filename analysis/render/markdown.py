"""The report as Markdown (GitHub's), with every cell's proof and command in a folded part.

All texts come from files that may be hostile: they are escaped, or stand in code spans.
"""

from collections.abc import Iterable
from dataclasses import replace

from analysis.caveats import Caveat, Severity
from analysis.claims import Judgement
from analysis.family import Family
from analysis.render import overhead
from analysis.render.choice import leading, sweeps
from analysis.render.claims.markdown import short as claims_in_short
from analysis.render.escape import code, text
from analysis.render.framework import markdown as framework
from analysis.render.legend import legend
from analysis.render.table import Shown, Table, swept, table
from analysis.render.words import ratio
from analysis.report import Entry, Group, Report

LABELS = {Severity.ERROR: "**Error**", Severity.WARNING: "**Warning**", Severity.NOTE: "Note"}


def markdown(
    report: Report,
    charts: Iterable[str] = (),
    judged: Judgement | None = None,
) -> str:
    """The whole report, and what is `judged` of claims, where that was made.

    `charts` are pictures' names relative to the file it is written to.
    """
    parts = [
        f"# gilbench: {text(report.run)}",
        "\n".join(_caveat(caveat) for caveat in report.alarms),
        f"**{text(report.pairs.sentence)}**",
        framework.short(report.framework, text),
        "\n".join(_caveat(caveat) for caveat in report.caveats if not caveat.alarm),
        "\n".join(f"- **{text(group.sentence)}**" for group in report.groups),
        *(f"![{text(_alt(name))}](<{name}>)" for name in charts),
        _facts(report),
        framework.markdown(report.framework, text),
        text(legend(report)) if report.groups else "",
        *(_group(group, report.reference) for group in leading(report.groups)),
        *(_sweep(title, groups, report.reference) for title, groups in sweeps(report.groups)),
        _others(report),
        overhead.markdown(report.overhead, text),
        claims_in_short(judged) if judged is not None else "",
        _comparisons(report.family),
        _cells(report.cells),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _caveat(caveat: Caveat) -> str:
    effect = f"; {text(caveat.effect)}" if caveat.effect else ""
    remedy = f" → {text(caveat.remedy)}" if caveat.remedy else ""
    return f"- {LABELS[caveat.severity]}: {text(caveat.cause)}{effect}{remedy}"


def _facts(report: Report) -> str:
    least, most = report.blocks
    rows = {
        "run": f"{report.run}, {report.created}",
        "machine": report.machine,
        "blocks": str(least) if least == most else f"{least} to {most}",
        **report.builds,
    }
    return _rows(["", ""], ([text(name), text(value)] for name, value in rows.items()))


def _group(group: Group, reference: str | None) -> str:
    facts = " ".join(code(fact) for fact in (group.parameters, group.mode) if fact)
    return _titled(group.title.text, facts, table(group, reference))


def _sweep(title: str, groups: list[Group], reference: str | None) -> str:
    return _titled(title, code(groups[0].mode), swept(groups, reference))


def _titled(title: str, facts: str, content: Table) -> str:
    rows = (
        [
            *(text(row.strategy), row.workers, *([text(row.told_by)] if content.heads[2:] else [])),
            *map(_shown, row.cells),
        ]
        for row in content.rows
    )
    notes = (f"({number}) {text(note)}  " for number, note in enumerate(content.notes, start=1))
    body = _rows([*content.heads, *map(text, content.columns)], rows)
    parts = [f"## {text(title)}", facts, body, "\n".join(notes).rstrip()]
    return "\n\n".join(part for part in parts if part)


def _others(report: Report) -> str:
    """The groups that are no workload's first, in full."""
    parts = [_group(group, report.reference) for group in report.groups if not group.title.first]
    if not parts:
        return ""
    summary = f"<summary>The {len(parts)} groups of other parameters and modes in full</summary>"
    return "\n\n".join([f"<details>\n{summary}", *parts, "</details>"])


def _shown(shown: Shown | None) -> str:
    if shown is None:
        return ""
    if not shown.measured:
        return f"*{text(shown.main)}*" + (f" ({shown.note})" if shown.note else "")
    strong = f"**{text(shown.main)}**" if shown.trend > 0 else text(shown.main)
    below = " ".join(part for part in (text(shown.second), shown.cores) if part)
    return f"{strong}<br>{below}" if below else strong


def _comparisons(family: Family) -> str:
    """Every contrast of the plan, and what the control does to its interval.

    Of times a ratio is a speedup, of all else how many times as much.
    """
    lines = [
        [
            code(cell),
            code(base),
            text(ratio(found)),
            found.verdict.value,
            text(ratio(replace(found, interval=found.unadjusted))) if found.unadjusted else "",
            str(found.blocks),
        ]
        for (cell, base), found in family.ratios.items()
    ]
    head = ["cell", "over", "ratio", "verdict", "interval without the control", "blocks"]
    summary = (
        f"<summary>All {family.declared} comparisons that the plan declares, "
        f"with {family.confidence:.2%} intervals</summary>"
    )
    return f"<details>\n{summary}\n\n{_rows(head, lines)}\n\n</details>" if lines else ""


def _cells(entries: Iterable[Entry]) -> str:
    cells: dict[str, Entry] = {}  # one process measures all quantities of a cell
    for entry in entries:
        cells.setdefault(entry.cell.of("").key, entry)
    lines = [
        [
            code(key),
            text(entry.status + (f": {entry.reason}" if entry.reason else "")),
            str(entry.blocks),
            "" if entry.lanes is None else str(entry.lanes),
            "" if entry.gil is None else "on" if entry.gil else "off",
            "" if entry.effective_cores is None else f"{entry.effective_cores:.2f}",
            code(entry.command),
        ]
        for key, entry in cells.items()
    ]
    head = ["cell", "status", "blocks", "lanes", "GIL", "effective cores", "command"]
    summary = (
        f"<summary>All {len(lines)} cells: status, proof, and the command that runs it</summary>"
    )
    return f"<details>\n{summary}\n\n{_rows(head, lines)}\n\n</details>"


def _rows(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _alt(name: str) -> str:
    return name.rsplit("/", maxsplit=1)[-1].split(".", maxsplit=1)[0].replace("-", " ")
