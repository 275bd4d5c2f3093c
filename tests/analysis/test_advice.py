"""What is recommended for a function, of runs whose truths are known."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fake_run import Own
from made_up_advice import CALLS, FREE, PROFILE, PYTHON, Ways, advised, folder

from analysis.advice import Advice, Outcome, advise
from analysis.advice.model import Recommendation
from analysis.render.advice.json import json as formatted
from analysis.report import build
from record import RecordError
from record.advice import FILE, LeftOut

TRIED: Ways = PYTHON | {
    ("3.13", "processes-forkserver", 2): Own(0.15, 0.055),
    ("3.13", "threads", 4): Own(0.0009, 0.102),
}
WAITING: Ways = {
    ("3.13", "sequential", 1): Own(0.0001, 4.0, 0.01),
    ("3.13", "threads", 8): Own(0.001, 0.5, 0.01),
    ("3.13", "threads", 32): Own(0.003, 0.125, 0.01),
    ("3.13", "threads", 128): Own(0.01, 0.1275, 0.01),
    ("3.13", "processes-forkserver", 8): Own(0.9, 0.5, 0.01),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("advice")


@pytest.fixture(scope="module")
def python(runs: Path) -> Iterator[Advice]:
    """Pure Python on two cores, with trials."""
    yield advise(folder(runs / "python", trials=TRIED))


def best(advice: Advice) -> Recommendation:
    assert advice.recommendation is not None
    return advice.recommendation


def why(advice: Advice, strategy: str, interpreter: str) -> str:
    return next(
        one.why
        for one in advice.alternatives
        if (one.strategy, one.interpreter) == (strategy, interpreter)
    )


def test_the_quickest_way_for_all_inputs_is_recommended(python: Advice) -> None:
    one = best(python)
    assert python.outcome is Outcome.CLEAR
    assert (one.way.strategy, one.way.interpreter) == ("processes-fork", "3.13")
    assert (one.way.workers, one.way.chunk) == (2, 8)
    truth = 1.0001 / 0.57
    assert one.speedup is not None and one.speedup.interval is not None
    low, high = one.speedup.interval
    assert low < truth < high and one.speedup.value == pytest.approx(truth, rel=0.02)


def test_the_runner_up_is_another_strategy_or_interpreter(python: Advice) -> None:
    against = best(python).against
    assert against is not None
    assert (against.way.strategy, against.way.interpreter) == ("threads", "3.13t")
    assert against.speedup.value == pytest.approx(0.6805 / 0.57, rel=0.02)


def test_the_choice_is_that_of_the_report_of_the_same_run(python: Advice, runs: Path) -> None:
    (row,) = build(runs / "python").framework.rows
    assert row.across is not None and row.across.best is not None
    assert row.across.best.cell.key == best(python).cell


def test_it_tells_from_how_many_inputs_the_start_of_lanes_pays(python: Advice) -> None:
    even = best(python).break_even
    assert even is not None and even.tasks.interval is not None
    truth = (0.02 - 0.0001) / ((0.1 - 0.055) / 40)
    low, high = even.tasks.interval
    assert low < truth < high
    assert even.tasks.value == pytest.approx(truth, rel=0.05)
    assert even.work.value == pytest.approx(truth * 0.1 / 40, rel=0.2)
    assert even.pays and even.over.strategy == "sequential"
    assert any("With fewer than 18 inputs" in told for told in python.would_change)


def test_costs_are_those_of_this_run_alone(python: Advice) -> None:
    costs = best(python).costs
    assert costs.start is not None and costs.start.value == pytest.approx(0.02, rel=0.2)
    assert costs.memory is not None and costs.memory.value == 2**19  # 2 lanes, 1 MiB more
    assert costs.lane is None and costs.build is None  # neither was measured


def test_others_lost_for_what_the_readings_show(python: Advice) -> None:
    assert "the GIL lets one thread compute at a time" in why(python, "threads", "3.13")
    assert "starting its lanes takes" in why(python, "processes-spawn", "3.13")
    assert "times as long on 3.13t as on 3.13" in why(python, "threads", "3.13t")
    assert why(python, "sequential", "3.13") == "one call after the other"
    assert why(python, "interpreter-pool", "3.13") == "it needs 3.14"


def test_what_only_the_trials_had_is_told_apart(python: Advice) -> None:
    apart = {one.strategy for one in python.alternatives if one.trials}
    assert apart == {"processes-forkserver"}
    places = [one.trials for one in python.alternatives if one.total is not None]
    assert places == sorted(places)


def test_a_way_that_is_nearly_as_fast_and_simpler_is_recommended(runs: Path) -> None:
    ways = PYTHON | {("3.13t", "threads", 2): Own(0.0005, 0.0577, 0.13)}  # 1.4% more than a fork
    one = advise(folder(runs / "near", ways, unseen=0.01))
    assert best(one).way.strategy == "threads"
    assert one.outcome is Outcome.OPEN
    assert best(one).costs.build is not None  # sequential on 3.13t over that on 3.13
    assert best(one).costs.build_over == "3.13"


def test_waiting_takes_as_few_workers_as_do_it(runs: Path) -> None:
    about = advised(profiles={"3.13": PROFILE})
    one = advise(folder(runs / "waiting", WAITING, about=about))
    assert best(one).way.strategy == "threads"
    assert best(one).way.workers == 32
    others = {one.workers for one in one.alternatives if one.strategy == "threads"}
    assert others == {8, 128}


def test_where_starting_takes_longer_than_it_saves_it_stays_sequential(runs: Path) -> None:
    ways: Ways = {
        ("3.13", "sequential", 1): Own(0.0001, 0.004),
        ("3.13", "threads", 2): Own(0.0004, 0.0042),
        ("3.13", "processes-fork", 2): Own(0.03, 0.0022),
    }
    one = advise(folder(runs / "tiny", ways, about=advised(profiles={"3.13": PROFILE})))
    assert one.outcome is Outcome.STAY
    assert best(one).way.strategy == "sequential"
    assert best(one).break_even is None
    assert best(one).speedup is not None and best(one).speedup.value == 1
    truth = (0.03 - 0.0001) / ((0.004 - 0.0022) / 40)
    (more,) = (told for told in one.would_change if told.startswith("With more than"))
    assert int(more.split()[3].replace(",", "")) == pytest.approx(truth, rel=0.1)
    assert any(told.startswith("In a program that keeps its lanes") for told in one.would_change)


def test_equals_that_cannot_be_told_apart_are_no_clear_winner(runs: Path) -> None:
    ways = {place: Own(0.0001, 0.1) for place in PYTHON}
    one = advise(folder(runs / "equal", ways, unseen=0.2))
    assert one.outcome is Outcome.OPEN
    assert best(one).way.strategy in {"sequential", "threads", "processes-fork"}
    assert {other.status for other in one.alternatives if other.total} >= {"equal"}


def test_where_only_the_interpreter_is_open_the_strategy_is_clear(runs: Path) -> None:
    ways: Ways = {
        ("3.13", "sequential", 1): Own(0.0001, 0.1, 0.01),
        ("3.13", "threads", 8): Own(0.001, 0.0125, 0.01),
        ("3.13t", "threads", 8): Own(0.001, 0.0125, 0.01),
    }
    one = advise(folder(runs / "builds", ways, unseen=0.02))
    assert one.outcome is Outcome.OPEN
    assert one.title == "Use threads with 8 workers on 3.13; 3.13t cannot be told from it"


def test_sequential_on_two_interpreters_is_to_stay_so(runs: Path) -> None:
    ways: Ways = {
        ("3.13", "sequential", 1): Own(0.0001, 0.004),
        ("3.13t", "sequential", 1): Own(0.0001, 0.0042),
        ("3.13", "processes-fork", 2): Own(0.1, 0.0022),
    }
    one = advise(folder(runs / "stay", ways, unseen=0.08, blocks=3, seed=3))
    assert one.outcome is Outcome.STAY
    assert one.headline.startswith("Stay sequential, on 3.13")
    assert "cannot be told from it: all 400 inputs take" in one.headline
    assert "and processes-fork with 2 workers on 3.13 takes" in one.headline


def test_without_sequential_the_profile_says_how_much_is_gained(runs: Path) -> None:
    ways = {place: own for place, own in WAITING.items() if place[1] != "sequential"}
    one = advise(folder(runs / "bare", ways, about=advised(profiles={"3.13": PROFILE})))
    expected = 400 * 0.0025 / (0.003 + 1.25)
    assert best(one).speedup is None
    assert best(one).expected == pytest.approx(expected, rel=0.2)
    assert "times as fast as one after the other (as it was profiled)" in one.headline
    told = json.loads(formatted(one))["recommendation"]["speedup"]
    assert told == {"value": best(one).expected, "low": None, "high": None, "measured": False}


def test_one_block_is_too_little_to_be_sure(runs: Path) -> None:
    one = advise(folder(runs / "one", blocks=1))
    assert one.outcome is Outcome.FEW
    assert best(one).way.strategy == "processes-fork"
    assert best(one).speedup is not None and best(one).speedup.interval is None


def test_where_the_budget_ended_with_the_trials_they_decide(runs: Path) -> None:
    root = folder(runs / "trials", trials=PYTHON)
    for path in root.glob("*.json*"):
        if path.name != FILE:
            path.unlink()
    one = advise(root)
    assert best(one).way.strategy == "processes-fork"
    assert not any(other.trials for other in one.alternatives)


def test_where_nothing_was_measured_it_says_why(runs: Path) -> None:
    root = runs / "nothing"
    root.mkdir()
    (root / FILE).write_bytes(advised(stopped="the inputs are empty", profiles={}).encode())
    one = advise(root)
    assert one.recommendation is None and one.outcome is Outcome.NOTHING
    assert one.headline == "Nothing could be measured: the inputs are empty."


def test_results_that_differ_are_told_and_not_recommended(runs: Path) -> None:
    failed = {("3.13t", "threads", "own"): "the results' checksum is 1, not 2 as in sequence"}
    one = advise(folder(runs / "wrong", failed=failed))
    assert any(
        found.serious and found.text.startswith("With threads on 3.13t its results differ")
        for found in one.findings
    )
    assert why(one, "threads", "3.13t").startswith("the results' checksum is 1")


def test_one_lane_is_told_of_where_it_was_measured(runs: Path) -> None:
    ways = PYTHON | {("3.13", "processes-fork", 1): Own(0.01, 0.104)}
    lane = best(advise(folder(runs / "lane", ways))).costs.lane
    assert lane is not None and lane.value == pytest.approx(1.04, rel=0.02)


def test_an_async_function_is_for_a_loop_before_threads(runs: Path) -> None:
    ways: Ways = {
        ("3.13", "sequential", 1): Own(0.0001, 1.0, 0.01),
        ("3.13", "asyncio", 32): Own(0.0004, 0.04, 0.01),
        ("3.13", "asyncio-threads", 32): Own(0.0004, 0.04, 0.01),
    }
    profile = {"3.13": type(PROFILE)(asynchronous=True, total=400, calls=CALLS)}
    one = advise(folder(runs / "loop", ways, about=advised(profiles=profile), unseen=0.02))
    assert best(one).way.strategy == "asyncio"
    assert "asyncio.gather" in best(one).code


def test_the_same_files_make_the_same_answer(python: Advice, runs: Path) -> None:
    assert advise(runs / "python") == python


def test_trials_cannot_lead_out_of_the_run(runs: Path) -> None:
    root = folder(runs / "out", blocks=2)
    (root / FILE).write_bytes(advised(trials="../python").encode())
    with pytest.raises(RecordError, match="leads out of the run"):
        advise(root)


def test_a_folder_without_an_answer_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=rf"{FILE} cannot be read"):
        advise(tmp_path)


def test_left_out_interpreters_are_findings(runs: Path) -> None:
    out = [LeftOut(interpreter="3.13t", reason="there is no wheel of numpy")]
    about = advised(left_out=out, profiles={"3.13": PROFILE, "3.12": FREE})
    one = advise(folder(runs / "wheel", about=about, blocks=2))
    assert "3.13t was left out: there is no wheel of numpy." in [it.text for it in one.findings]


def test_short_calls_are_told_to_be_handed_out_in_vain(runs: Path) -> None:
    ways: Ways = {
        ("3.13", "sequential", 1): Own(0.0001, 0.004),
        ("3.13", "processes-fork", 2): Own(0.0002, 0.009),
    }
    for name, median, says in (
        ("short", 0.0001, "handing out such short calls takes more than it gains: "),
        ("long", 0.1, "its lanes are no faster: "),
    ):
        calls = msgspec.structs.replace(CALLS, median=median)
        profile = msgspec.structs.replace(PROFILE, calls=calls)
        about = advised(profiles={"3.13": profile})
        one = advise(folder(runs / name, ways, about=about, blocks=3))
        assert why(one, "processes-fork", "3.13").startswith(says)
