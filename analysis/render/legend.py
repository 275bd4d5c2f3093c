"""What the lines of a table's cells are, and what their intervals and marks say."""

from collections import Counter

from analysis.render.words import percent
from analysis.report import Group, Report
from analysis.speedups import SEQUENTIAL
from record.text import plain


def legend(report: Report) -> str:
    """For all groups of a report: only what occurs in one of them is explained."""
    own, others = _bases(report.groups)
    over = f"speedup over {own}"
    timed = [group for group in report.groups if group.timed]
    lines = [
        f"First line: {over} on the same interpreter; for {own} itself its time.",
        f"Second line: {over} on {plain(report.reference)}, and effective cores (c: CPU time / "
        "wall time)."
        if report.reference
        else "Second line: effective cores (c: CPU time / wall time).",
    ]
    if not any(group.bases for group in timed):
        lines = ["The time, and effective cores (c: CPU time / wall time)."] if timed else []
    lines += [f"In {', '.join(names)} it is over {base}." for base, names in others.items()]
    if len(timed) < len(report.groups):
        lines.append(
            "Of quantities that a title names: first line the value, second line against "
            f"{' or '.join([own, *others])} on the same interpreter, or where it is that itself on "
            f"{plain(report.reference or 'another')}: of times the speedup, of all else how many "
            "times as much."
        )
    if any(group.weak for group in report.groups):
        lines.append(
            "Where scaling=weak, w workers do w copies of the work; a time is that of one copy, "
            "and the speedup is the scaled one (Gustafson 1988)."
        )
    if not report.family.declared:
        return " ".join(lines)
    verdicts = "faster or slower" + ("" if _times(report.groups) else ", less or more")
    lines.append(
        f"Intervals of ratios: {percent(report.family.confidence)}, which keeps the share of "
        f"wrong ones at 5% among {report.family.declared} comparisons. One that excludes 1x is a "
        f"verdict, {verdicts}; = the same within {report.margin:.0%}; ? inconclusive."
    )
    if narrowed := report.family.narrowed:
        count, share = narrowed
        lines.append(
            f"The control loop adjusted {count} of them; their width is {share:.0%} of what it "
            "would be without (median)."
        )
    return " ".join(lines)


def _bases(groups: tuple[Group, ...]) -> tuple[str, dict[str, list[str]]]:
    """The base that most groups have, and the workloads of all others."""
    often = Counter(" or ".join(group.bases) for group in groups if group.bases)
    usual = often.most_common(1)[0][0] if often else SEQUENTIAL
    others: dict[str, list[str]] = {}
    for group in groups:
        own = " or ".join(group.bases)
        names = others.setdefault(own, []) if own not in ("", usual) else []
        if group.workload not in names:
            names.append(plain(group.workload))
    return plain(usual), {plain(base): names for base, names in others.items()}


def _times(groups: tuple[Group, ...]) -> bool:
    return all(group.unit == "second" for group in groups)
