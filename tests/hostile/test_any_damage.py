"""Property tests: a run's folder damaged in any way is read or refused, and never changed."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fake_run
import pytest
from click.testing import CliRunner
from damage import DAMAGERS
from fake_run import SMALL
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st
from readers import everything, read_all

from analysis import charts
from harness.commands.report import command
from harness.errors import GilbenchError
from harness.run.folder import RunFolder
from harness.run.merge import merge
from harness.run.resume import standing
from record import Attempt, RecordError, Status

TINY = replace(SMALL, blocks=2, values=2, strategies=("sequential", "threads"), workers=(2,))
QUANTITIES = replace(TINY, workloads=("startup", "memory"), packages={"3.13": {"numpy": "2.4.0"}})
FORMS = (
    *(TINY, replace(TINY, merge=False), replace(TINY, keep_raw=False)),
    *(QUANTITIES, replace(QUANTITIES, keep_raw=False)),
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Whole runs: as measured, not merged yet, and as published; two with several quantities."""
    place = tmp_path_factory.mktemp("whole")
    for number, fake in enumerate(FORMS):
        fake_run.write(place / str(number), fake)
    return [place / str(number) for number in range(len(FORMS))]


@contextlib.contextmanager
def damaged(runs: list[Path], data: st.DataObject) -> Iterator[Path]:
    """A run that was damaged once or twice, alone in its folder with `outside`."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        root = place / "run"
        shutil.copytree(data.draw(st.sampled_from(runs), label="form"), root)
        (place / "outside").mkdir()
        (place / "outside" / "precious").write_text("mine")
        for damager in data.draw(st.lists(st.sampled_from(DAMAGERS), min_size=1, max_size=2)):
            note(damager(root, data.draw))
        yield root


def check_reading(runs: list[Path], data: st.DataObject) -> None:
    with damaged(runs, data) as root:
        before = everything(root.parent)
        note(str(read_all(root)))
        assert everything(root.parent) == before


def check_writing(runs: list[Path], data: st.DataObject) -> None:
    """What `report` writes, with a chart of its own in each example; the end of a resumed run."""
    chart = data.draw(st.sampled_from(charts.CHARTS), label="chart")
    with damaged(runs, data) as root, pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "CHARTS", (chart,))
        before = everything(root.parent / "outside")
        done = CliRunner().invoke(command, (str(root), "--format", "markdown"))
        assert done.exception is None or isinstance(done.exception, RecordError | GilbenchError)
        try:
            end_of_run(RunFolder(root))
        except (RecordError, GilbenchError) as error:
            assert str(error).isprintable()
        assert everything(root.parent / "outside") == before


def end_of_run(folder: RunFolder) -> None:
    if folder.exists():
        with folder.locked():
            manifest = folder.files.manifest()
            cells = manifest.plan.cells
            standing(folder.files, cells)
            folder.write_manifest(manifest)
            folder.append(Attempt(cell=cells[0].key, block=0, status=Status.FAILED))
            merge(folder, cells)


# What was done is noted: to shrink it would take minutes and tell little more.
PLENTY = settings(max_examples=200, deadline=None, phases=(Phase.reuse, Phase.generate))
MANY = settings(PLENTY, max_examples=2000)


@PLENTY
@given(data=st.data())
def test_reading(runs: list[Path], data: st.DataObject) -> None:
    check_reading(runs, data)


@settings(PLENTY, max_examples=15)
@given(data=st.data())
def test_writing(runs: list[Path], data: st.DataObject) -> None:
    check_writing(runs, data)


@pytest.mark.slow
@MANY
@given(data=st.data())
def test_reading_many(runs: list[Path], data: st.DataObject) -> None:
    check_reading(runs, data)


@pytest.mark.slow
@settings(MANY, max_examples=100)
@given(data=st.data())
def test_writing_many(runs: list[Path], data: st.DataObject) -> None:
    check_writing(runs, data)
