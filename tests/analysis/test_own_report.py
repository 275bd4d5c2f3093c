"""The report of a run of a user's own function: it is one kind of work, and has its name."""

import io
from pathlib import Path

import pytest
from made_up_advice import folder
from rich.console import Console

from analysis import charts
from analysis.page import html
from analysis.render.markdown import markdown
from analysis.render.terminal import show
from analysis.report import Report, build


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def report(run: Path) -> Report:
    return build(run)


@pytest.fixture(scope="module")
def text(report: Report) -> str:
    file = io.StringIO()
    show(report, Console(file=file, width=200))
    return file.getvalue()


def test_its_groups_have_the_functions_name(report: Report) -> None:
    titles = [group.title.text for group in report.groups]
    assert titles == ["resize.process", "resize.process entry", "resize.process total"]


def test_it_is_chosen_for_by_all_of_its_inputs_however_they_are_handed_out(report: Report) -> None:
    (row,) = report.framework.rows
    assert row.work.cells[0].quantity == "total"
    assert row.work.cells[0].mode["chunk"] == "8"
    assert row.across is not None and row.across.best is not None
    assert row.across.best.cell.strategy == "processes-fork"
    assert row.work.busy == pytest.approx(1.0, abs=0.1)


def test_it_speaks_of_nothing_that_only_the_catalog_can_tell(text: str, report: Report) -> None:
    for shown in (text, markdown(report)):
        assert "with the start of the lanes" in shown
        assert "warm lanes" not in shown.replace("pool=warm", "")
        assert "gilbench run --workloads" not in shown and "total: with w=" not in shown


def test_its_page_has_no_empty_sections(report: Report, run: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "CHARTS", ())
        shown = html(report, run)
    assert 'id="weapon"' in shown and 'id="claims"' not in shown
    assert "gilbench sharing" not in shown
