"""A report for other programs: CSV and JSON as text, Parquet as files."""

import math
import re
from dataclasses import asdict
from functools import partial
from pathlib import Path

import msgspec
import pandas as pd

from analysis.claims import Judgement
from analysis.framework.plain import plain as told_of
from analysis.reading.frame import values_frame
from analysis.reading.observations import observe
from analysis.render.claims.json import told as told_of_claims
from analysis.report import Report
from analysis.tables import ratios, results
from record.text import escaped, plain
from record.writing import write_whole

VERSION = 1  # of the JSON's form


def csv(report: Report) -> str:
    """The table `results`, with a line of its columns.

    A reason or command that begins as a formula does has an apostrophe before it: spreadsheets
    would run it. For control characters, which terminals would, stand spaces.
    """
    table = results(report)
    for name in ("reason", "command"):
        table[name] = [_harmless(text) for text in table[name]]
    return table.to_csv(index=False, lineterminator="\n")


def ratios_csv(report: Report) -> str:
    """The table `ratios`, with a line of its columns; it has names and numbers alone."""
    return ratios(report).to_csv(index=False, lineterminator="\n")


def json(report: Report, judged: Judgement | None = None) -> bytes:
    """One object: what the report says, and its tables as lists of objects.

    What a table has no number for is null, and so is a limit that is infinite. `framework` is as
    `analysis.framework.plain` tells it, and `claims` are `judged` as `analysis.render.claims.json`
    does; null where they were not made.
    """
    family, pairs = report.family, report.pairs
    told = {
        "version": VERSION,
        "run": report.run,
        "created": report.created,
        "machine": report.machine,
        "cores": report.cores,
        "blocks": report.blocks,
        "reference": report.reference,
        "builds": dict(report.builds),
        "margin": report.margin,
        "confidence": family.confidence,
        "pairs": {
            "soundness": pairs.soundness.value,
            "sentence": pairs.sentence,
            "judged": len(pairs.judged),
            "misses": pairs.misses,
        },
        "caveats": [
            asdict(one) | {"severity": one.severity.name.lower(), "kind": one.kind.name.lower()}
            for one in report.caveats
        ],
        "sentences": {group.name: group.sentence for group in report.groups},
        "results": _rows(results(report)),
        "ratios": _rows(ratios(report)),
        "framework": told_of(report.framework),
        "claims": None if judged is None else told_of_claims(judged),
    }
    text = msgspec.json.format(msgspec.json.encode(told), indent=1).decode() + "\n"
    return escaped(text).encode()


def parquet(report: Report, run: Path, folder: Path) -> list[Path]:
    """`values`, `results` and `ratios` in `folder`, a file each. Raises OSError, RecordError."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = {
        "values": values_frame(observe(run).columns),
        "results": results(report),
        "ratios": ratios(report),
    }
    written = []
    for name, frame in frames.items():
        written.append(folder / f"{name}.parquet")
        write_whole(written[-1], partial(frame.to_parquet, index=False))
    return written


def _harmless(text: str) -> str:
    return re.sub(r"^(?=[=+@-])", "'", plain(text))


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: object) -> object:
    if value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value
