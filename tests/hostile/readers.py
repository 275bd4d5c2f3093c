"""All that reads a run's folder, and what must be true of it whatever is in the folder."""

import io
import stat
import warnings
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

import analysis
from analysis.render.markdown import markdown
from analysis.render.terminal import show
from analysis.report import build
from harness.commands.report import newest
from harness.errors import GilbenchError
from harness.reproduce import original
from harness.run.folder import RunFolder
from harness.run.resume import standing
from record import RecordError, RunFiles


def _report(root: Path) -> None:
    report = build(root)
    page = markdown(report)
    stream = io.StringIO()
    show(report, Console(file=stream, width=100, highlight=False))
    for text in (page, stream.getvalue()):
        assert all(letter.isprintable() or letter == "\n" for letter in text)


def _resume(root: Path) -> None:
    folder = RunFolder(root)
    if folder.exists():
        manifest = folder.files.manifest()
        standing(folder.files, manifest.plan.cells)


READERS: dict[str, Callable[[Path], object]] = {
    "load": analysis.load,
    "cells": analysis.cells,
    "report": _report,
    "resume": _resume,
    "reproduce": original.read,
    "newest": lambda root: newest(root.parent),
    "journal": lambda root: RunFiles(root).journal(),
}


def read_all(root: Path) -> dict[str, str]:
    """What each reader says against the run, in one clear line; nothing where it reads it."""
    told = {}
    for name, reader in READERS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                reader(root)
            except (RecordError, GilbenchError) as error:
                told[name] = clear(error, root)
    return told


def clear(error: Exception, root: Path) -> str:
    """The text of an error that is one short line, names a file, and has the exit code 2."""
    text = str(error)
    assert text.isprintable(), text
    assert str(root.parent) in text
    assert len(text) < len(str(root)) * 2 + 1000, text
    assert getattr(error, "exit_code", 2) == 2
    return text


def everything(folder: Path) -> dict[str, tuple[object, ...]]:
    """All that is in the folder, links not followed: to see that nothing was changed."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        content: object = None
        if stat.S_ISLNK(status.st_mode):
            content = str(path.readlink())
        elif stat.S_ISREG(status.st_mode) and status.st_size < 2**24:
            content = path.read_bytes()
        changed = None if stat.S_ISDIR(status.st_mode) else status.st_mtime_ns
        found[str(path)] = (status.st_mode, status.st_size, changed, content)
    return found
