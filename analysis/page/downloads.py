"""The data behind the page, to take away: within it as data: URIs, where they are not too large."""

import gzip
import io
import re
import zipfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import export
from analysis.page.proof import merged
from analysis.report import Report
from record import Manifest
from record.reading import read

LARGEST = 3 * 2**20  # bytes of a file that is within the page; as text it takes a third more
PLAIN = 2**19  # bytes beyond which a table is packed
BEGINNING = (1980, 1, 1, 0, 0, 0)  # of zip's time: the same files make the same bytes


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    about: str
    size: str
    href: str  # empty where it is too large
    instead: tuple[str, ...] = ()  # the files of the run that would be in it


def downloads(report: Report, run: Path, manifest: Manifest) -> tuple[Download, ...]:
    """Raises RecordError where a file of the run cannot be read."""
    suites = [str(path.relative_to(run)) for path in merged(run, manifest)]
    results, ratios = export.csv(report).encode(), export.ratios_csv(report).encode()
    whole = export.json(report)
    found = [
        _table("results.csv", "every cell: status, proof, value, interval, command", results),
        _table("ratios.csv", "every comparison: ratio, interval, verdict", ratios),
        _table("report.json", "all of the report, both tables within", whole),
    ]
    if suites:
        about = "pyperf's suites, a file an interpreter and strategy: pyperf compare_to reads them"
        name = f"{_plain(report.run)}-pyperf.zip"
        found.append(_download(name, "application/zip", about, packed(run, suites), suites))
    return tuple(found)


def packed(run: Path, names: Sequence[str]) -> bytes:
    """A zip of these files of the run: the same files make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(names):
            info = zipfile.ZipInfo(name, BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, read(run, name), compresslevel=9)
    return buffer.getvalue()


def _table(name: str, about: str, data: bytes) -> Download:
    """A text of ours, packed where it is long."""
    if len(data) > PLAIN:
        packed = gzip.compress(data, 9, mtime=0)
        return _download(f"{name}.gz", "application/gzip", about, packed)
    kind = "application/json" if name.endswith(".json") else "text/csv"
    return _download(name, kind, about, data)


def _download(name: str, kind: str, about: str, data: bytes, files: Sequence[str] = ()) -> Download:
    size = f"{len(data) / 2**20:.1f} MiB" if len(data) >= 2**20 else f"{len(data) / 2**10:.0f} KiB"
    if len(data) > LARGEST:
        return Download(name, about, size, "", tuple(files))
    return Download(name, about, size, f"data:{kind};base64,{b64encode(data).decode()}")


def _plain(name: str) -> str:
    """Fit for a file's name."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name)[:60].strip(".-") or "run"
