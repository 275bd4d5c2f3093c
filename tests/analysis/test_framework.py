"""The decision framework, of readings and of a synthetic run with known truths."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from fake_run import RICH, Fake, write
from made_up_readings import cell, readings
from rich.console import Console

from analysis import export
from analysis.figures import Figure, Missing, Said
from analysis.framework import Facts, Framework, framework
from analysis.framework.choice import Outcome
from analysis.framework.costs import COPY, ENTRY, LOST, MEMORY
from analysis.framework.facts import facts
from analysis.framework.flips import BYTES, LENGTH, TOTAL
from analysis.framework.flips import MEMORY as SCARCE
from analysis.framework.model import Answer, Candidate, Leaf, Row, Tree
from analysis.framework.traits import TRAITS, Demand
from analysis.framework.tree import WORKLOADS
from analysis.render.escape import text
from analysis.render.framework import markdown as as_markdown
from analysis.render.framework import text as as_text
from analysis.render.markdown import markdown
from analysis.render.terminal import show
from analysis.report import Report, build
from harness.catalog import Catalog, ask
from record import Cell, Unit
from record.ecosystem import Check, Ecosystem, Package

LABELS = ("3.13", "3.13t", "3.13t+gil")
TRUTH = {"sequential": 1.0, "threads": 1.02, "interpreters": 0.55, "processes-fork": 0.65}
UNITS: dict[str, dict[str, Unit]] = {
    "startup": {"create": "second", "steady": "second"},
    "memory": {"worked-pss": "byte"},
    "transfer": {"round_trip": "second", "bandwidth": "byte/second"},
    "counter": {"time": "second", "kept": "integer"},
}
MIB = {"sequential": 10, "threads": 12, "interpreters": 30, "processes-fork": 20}


def planned(label: str = "3.13") -> list[Cell]:
    """One kind of work by four strategies, and what tells of their costs."""
    lanes = [name for name in TRUTH if name != "sequential"]
    sizes = {"kind": "bytes", "way": "queue", "rounds": 5}
    return [
        cell("primes", label=label),
        *(cell("primes", name, 2, label) for name in lanes),
        *(cell("startup", name, 2, label, imports="nothing") for name in lanes),
        cell("memory", label=label),
        *(cell("memory", name, 2, label) for name in lanes),
        *(
            cell("transfer", "interpreters", 2, label, size=size, **sizes)
            for size in (2**10, 2**20)
        ),
        *(
            cell("granularity", name, workers, label, turns=turns, tasks=10)
            for turns in (1, 10, 100)
            for name, workers in (("sequential", 1), ("interpreters", 2))
        ),
    ]


def truth(one: Cell) -> float | None:
    if one.workload == "startup":
        return 0.03 if one.quantity == "create" else 0.01
    if one.workload == "memory":
        return MIB[one.strategy] * 2.0**20
    if one.workload == "transfer":
        rate = 1e8 if one.parameters["size"] == 2**20 else 1e6
        return rate if one.quantity == "bandwidth" else 0.01
    if one.workload == "granularity":
        alone = int(one.parameters["turns"]) * 1e-4  # seconds of ten tasks
        return alone if one.strategy == "sequential" else alone / 2 + 0.001
    return TRUTH[one.strategy]


def of_work(found: Framework, workload: str, demand: Demand = Demand.NOTHING) -> Row:
    return next(row for row in found.rows if (row.work.workload, row.demand) == (workload, demand))


def best(answer: Answer) -> Candidate:
    assert answer.best is not None
    return answer.best


def number(said: Said) -> float:
    assert isinstance(said, Figure)
    return said.estimate.value


@pytest.fixture(scope="module")
def exact() -> Framework:
    """Without noise but what a block shares: figures are their truths."""
    return framework(readings(planned(), truth, units=UNITS), 0.95)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = tmp_path_factory.mktemp("framework")
    broken = {("3.13", "threads", "hashlib"): "it `broke`"}
    write(root, replace(RICH, labels=LABELS, sweeps={}, modes={}, blocks=5, failed=broken))
    return build(root)


@pytest.fixture(scope="module")
def made(report: Report) -> Framework:
    return report.framework


def test_the_best_its_gain_and_the_runner_up(exact: Framework) -> None:
    answer = of_work(exact, "primes").answers["3.13"]
    assert answer.outcome is Outcome.WINNER
    assert best(answer).cell.strategy == "interpreters"
    gain, second = best(answer).gain, answer.runner_up
    assert gain is not None and gain.value == pytest.approx(1 / 0.55)
    assert second is not None and second.cell.strategy == "processes-fork"
    assert second.behind is not None and second.behind.value == pytest.approx(0.65 / 0.55)
    assert [one.cell.strategy for one in answer.advised] == ["interpreters"]


def test_what_it_costs(exact: Framework) -> None:
    costs = {one.name: one.said for one in best(of_work(exact, "primes").answers["3.13"]).costs}
    assert number(costs[ENTRY]) == pytest.approx(0.04, rel=0.2)  # blocks are slow or fast
    assert number(costs[MEMORY]) == pytest.approx((30 - 10) / 2)
    assert number(costs[COPY]) == pytest.approx(0.01, rel=0.2)


def test_where_the_answer_changes(exact: Framework) -> None:
    flips = best(of_work(exact, "primes").answers["3.13"]).flips
    found = {one.axis: one for one in reversed(flips)}  # of several sizes the usual one is first
    share = 1 - 0.55
    assert number(found[TOTAL].at) == pytest.approx(0.04 / share, rel=0.2)
    assert number(found[BYTES].at) == pytest.approx(1e8 * share)
    assert number(found[LENGTH].at) == pytest.approx(2e-4, rel=0.3)  # a / 2 + 0.1 ms = a
    assert (found[LENGTH].below, found[LENGTH].above) == ("sequential", "interpreters")
    assert number(found[SCARCE].at) == pytest.approx(20)
    assert found[SCARCE].below == "processes-fork"  # 10 MiB: the best of those that take less


def test_what_the_run_has_no_cells_for_names_the_command() -> None:
    only = [one for one in planned() if one.workload == "primes"]
    costs = best(of_work(framework(readings(only, truth), 0.95), "primes").answers["3.13"]).costs
    missing = {one.name: one.said for one in costs}[ENTRY]
    assert isinstance(missing, Missing)
    assert missing.reason == (
        "gilbench run --workloads startup --interpreters 3.13 "
        "--strategies sequential,interpreters --workers 2"
    )


def test_work_that_was_measured_with_fewer_strategies_says_so(exact: Framework) -> None:
    answer = of_work(exact, "granularity").answers["3.13"]
    assert set(answer.untried) == {"threads", "processes-fork"}
    assert "--strategies sequential,threads,processes-fork" in answer.needs
    told = " ".join(printed(exact).split())
    assert "Measured without threads, processes-fork on 3.13: granularity" in told


def test_a_tie_names_all_that_are_equal_and_its_interval_says_so() -> None:
    equal = {**TRUTH, "processes-fork": TRUTH["interpreters"]}
    cells = [one for one in planned() if one.workload == "primes"]
    found = framework(readings(cells, lambda one: equal[one.strategy], own=0.05, seed=2), 0.95)
    answer = of_work(found, "primes").answers["3.13"]
    assert answer.outcome is Outcome.TIED
    assert {one.cell.strategy for one in answer.advised} == {"interpreters", "processes-fork"}
    second = answer.runner_up
    assert second is not None and second.behind is not None
    assert second.behind.includes_one


def test_of_strategies_that_could_not_run_it_says_why() -> None:
    cells = [one for one in planned() if one.workload == "primes"]
    taken = readings(
        cells, lambda one: None if one.strategy == "interpreters" else TRUTH[one.strategy]
    )
    answer = of_work(framework(taken, 0.95), "primes").answers["3.13"]
    assert best(answer).cell.strategy == "processes-fork"
    (lost,) = answer.lost
    assert (lost.cell.strategy, lost.why.status) == ("interpreters", "unsupported")


def test_nothing_measured_is_no_answer_but_names_what_would_be() -> None:
    cells = [cell("primes", label=label) for label in ("3.13", "3.13t")]
    taken = readings(cells, lambda one: 1.0 if one.interpreter == "3.13" else None)
    row = of_work(framework(taken, 0.95), "primes")
    assert row.answers["3.13"].outcome is Outcome.ALONE
    absent = row.answers["3.13t"]
    assert absent.outcome is Outcome.ABSENT and absent.proof == ()
    assert "--workloads primes --interpreters 3.13t" in absent.needs
    assert row.across is None  # of one interpreter alone there is nothing to compare


def test_who_loses_updates_is_not_advised() -> None:
    cells = [
        cell("counter", name, workers, sharing=sharing, updates=9)
        for sharing in ("unlocked", "private")
        for name, workers in (("sequential", 1), ("threads", 2))
    ]

    def kept(one: Cell) -> float:
        if one.quantity == "kept":
            lossy = one.strategy == "threads" and one.parameters["sharing"] == "unlocked"
            return 60.0 if lossy else 100.0
        return 1.0 if one.strategy == "sequential" else 0.4

    found = framework(readings(cells, kept, units=UNITS), 0.95)
    shared, private = (row.answers["3.13"] for row in found.rows)
    assert [one.cell.strategy for one in shared.ranked] == ["sequential"]
    assert shared.lost[0].why.status == "wrong"
    assert private.advised[0].cell.strategy == "threads"
    assert LOST  # the cost's name, which the table of contention has the figures of


def test_demands_leave_only_the_strategies_that_meet_them(exact: Framework) -> None:
    apart = of_work(exact, "primes", Demand.APART).answers["3.13"]
    assert {one.cell.strategy for one in apart.ranked} == {"interpreters", "processes-fork"}
    assert best(apart).gain is not None  # over sequential, which is none of them
    crashes = of_work(exact, "primes", Demand.CRASHES).answers["3.13"]
    assert crashes.outcome is Outcome.ALONE
    assert crashes.advised[0].cell.strategy == "processes-fork"


def test_a_package_that_switches_the_gil_on_makes_it_the_same_build_under_the_gil(
    made: Framework,
) -> None:
    row = of_work(made, "primes", Demand.GIL_ON)
    assert set(row.answers) == {"3.13t"}
    assert {one.cell.interpreter for one in row.answers["3.13t"].ranked} == {"3.13t+gil"}


def test_twins_are_no_candidates_and_no_proof(report: Report, made: Framework) -> None:
    assert any(one.cell.replicate for one in report.cells)
    keys = {key for row in made.rows for answer in row.every for key in answer.proof}
    known = {one.cell.key for one in report.cells if not one.cell.replicate}
    assert keys and keys <= known


def test_one_lane_of_what_has_several_is_no_choice(made: Framework) -> None:
    for row in made.rows:
        for answer in row.every:
            assert all(
                one.cell.workers > 1 or one.cell.strategy == "sequential" for one in answer.ranked
            )


def test_unsound_pairs_leave_no_winner(tmp_path: Path) -> None:
    write(tmp_path, replace(RICH, workloads=("primes",), sweeps={}, modes={}, twin_ratio=1.3))
    found = build(tmp_path).framework
    assert not found.sound
    outcomes = {one.outcome for row in found.rows for one in row.every}
    assert outcomes == {Outcome.UNTRUSTED, Outcome.ABSENT}  # nothing has the GIL on there
    assert "unsound" in printed(found)


def test_across_interpreters_unlike_builds_are_named() -> None:
    cells = [*planned("3.13"), *planned("3.12")]
    taken = readings([one for one in cells if one.workload == "primes"], truth)
    other = taken.plan.builds["3.12"]
    taken.plan.builds["3.12"] = type(other)(**{**_fields(other), "shared": True})
    across = of_work(framework(taken, 0.95), "primes").across
    assert across is not None
    assert across.caveats == ("3.12 and 3.13 are unlike builds: shared libpython",)
    assert across.outcome is Outcome.TIED  # the same times on both
    assert {one.cell.interpreter for one in across.advised} == {"3.12", "3.13"}


def _fields(build: object) -> dict[str, object]:
    return {name: getattr(build, name) for name in build.__struct_fields__}  # type: ignore[attr-defined]


def leaves(tree: Tree) -> Iterator[Leaf]:
    if isinstance(tree, Leaf):
        yield tree
    else:
        for _, after in tree.answers:
            yield from leaves(after)


def test_the_tree_leads_to_every_row_and_to_none_besides(made: Framework) -> None:
    found = [name for leaf in leaves(made.tree) for name in leaf.rows]
    assert sorted(found) == sorted(row.name for row in made.rows)
    assert all(leaf.needs.startswith("gilbench run") for leaf in leaves(made.tree) if not leaf.rows)
    assert len({row.name for row in made.rows}) == len(made.rows)


def test_a_leaf_advises_what_wins_in_all_of_its_rows(made: Framework) -> None:
    (leaf,) = (leaf for leaf in leaves(made.tree) if of_work(made, "primes").name in leaf.rows)
    assert leaf.advice["3.13t"].strategies[0] == "threads"
    assert "processes-fork" in leaf.advice["3.13"].strategies


def printed(found: Framework, width: int = 100) -> str:
    stream = io.StringIO()
    as_text.show(found, Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


def test_it_is_shown_in_a_terminal_and_as_markdown(report: Report, made: Framework) -> None:
    stream = io.StringIO()
    show(report, Console(file=stream, width=100, highlight=False))
    told = stream.getvalue()
    for width in (80, 100, 160):
        lines = printed(made, width).splitlines()
        assert max(map(len, lines)) <= width
        table = printed(made, width).partition("What they take")[0].splitlines()
        assert not [line for line in table if line.count("[") != line.count("]")]
    page = markdown(report)
    for one in (told, page):
        assert "Which weapon" in one
        assert "What do the tasks do for most of the time?" in one
    assert "threads: failed: it \\`broke\\`" in page


def test_json_has_it_as_plain_finite_data(report: Report, made: Framework) -> None:
    told = json.loads(export.json(report), parse_constant=pytest.fail)["framework"]
    row = next(one for one in told["rows"] if one["name"] == of_work(made, "primes").name)
    answer = row["answers"]["3.13t"]
    assert answer["best"] == best(of_work(made, "primes").answers["3.13t"]).cell.key
    assert answer["ranked"][0]["speedup"]["verdict"] == "faster"
    assert told["tree"]["question"]


def test_nothing_measured_shows_nothing(tmp_path: Path) -> None:
    write(tmp_path, Fake(labels=("3.13",), workloads=("startup",), strategies=("threads",)))
    found = build(tmp_path).framework
    assert found.rows == ()
    assert printed(found) == as_markdown.markdown(found, text) == ""


def test_packages_that_make_demands(report: Report, tmp_path: Path) -> None:
    (tmp_path / "probes").mkdir()
    path = tmp_path / "probes" / "ecosystem-3.13t.json"
    path.write_bytes(_ecosystem("3.13t", gil="failed", alone="ok"))
    known = facts(tmp_path)
    assert known.asked == ("3.13t",)
    assert known.packages[Demand.GIL_ON] == {"3.13t": ("orjson",)}
    assert known.packages[Demand.NO_SUBINTERPRETERS] == {"3.13t": ()}
    told = printed(framework(report.readings, 0.95, facts=known))
    assert "a package switches the GIL on again on 3.13t: orjson" in told
    assert facts(tmp_path / "nothing") == Facts({Demand.GIL_ON: {}, Demand.NO_SUBINTERPRETERS: {}})


def _ecosystem(label: str, **statuses: str) -> bytes:
    checks = {
        name: Check(status=statuses.get(name, "ok"))
        for name in Package.__struct_fields__
        if name not in ("name", "requirement", "version", "latest", "modules")
    }
    package = Package(name="orjson", requirement="orjson", **checks)
    return msgspec.json.encode(
        Ecosystem(
            interpreter=label, version="3.13.15", free_threaded=True, workers=2, packages=[package]
        )
    )


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return ask()


def test_every_strategy_has_its_traits_and_every_hint_its_workload(catalog: Catalog) -> None:
    assert set(TRAITS) == {one.name for one in catalog.strategies}
    known = {one.name for one in catalog.workloads}
    assert known.issuperset(name for names in WORKLOADS.values() for name in names)
