"""What a run says of claims: each metric and relation, and every verdict."""

import math

import msgspec
import pytest
from made_up_claims import claim, judged, part, run, truth
from made_up_facts import ECOSYSTEM, SHARING, TIMELINES

from analysis.claims import Claim, Facts, Outcome
from analysis.overhead.readings import Readings
from analysis.render.claims import words
from record import Cell

HOLDS, REFUTED = Outcome.HOLDS, Outcome.REFUTED
UNDECIDED, UNTESTABLE = Outcome.UNDECIDED, Outcome.UNTESTABLE
GIL, FREE, FORCED = ({"interpreter": kind} for kind in ("gil", "free-threaded", "forced"))
CREATE = {"quantity": "create"}


@pytest.fixture(scope="module")
def measured() -> Readings:
    return run()


@pytest.mark.parametrize(
    ("theirs", "outcome"), [(2.0, HOLDS), (2.9, HOLDS), (3.1, REFUTED), (1.3, REFUTED)]
)
def test_within_a_factor_of_the_published(measured: Readings, theirs: float, outcome: Outcome):
    (verdict,) = judged(measured, claim(part(of=FREE, theirs=theirs, within=1.5)))
    assert verdict.outcome is outcome
    assert verdict.checks[0].limits == pytest.approx((theirs / 1.5, theirs * 1.5))


@pytest.mark.parametrize(
    ("one", "measures", "tests"),
    [
        (part(of=FREE, above=1), "x as fast [", "faster"),
        (part(of=FREE, below=1.3), "x as fast [", "less than 1.30x as fast"),
        (part("ratio", to={"interpreter": "twin"}, of=FREE, below=1), "x as long [", "shorter"),
        (part("efficiency", of=FREE, above=0.8), "% of the ideal [", "more than 80.0% of the"),
        (part("ratio", "processes-fork", "memory", {"strategy": "threads"}, above=1,
              of=GIL | {"quantity": "idle-pss"}), "as much memory [", "more memory"),
        (part("lost", "threads", "counter", of=FREE | {"quantity": "kept"}, above=0.4),
         "% lost [", "more than 40.0% lost"),
        (part(of=FREE, theirs=2, within=2), "x as fast [", "1.00x to 4.00x as fast"),
    ],
)  # fmt: skip
def test_every_figure_says_what_it_is_and_which_way(
    measured: Readings, one: dict, measures: str, tests: str
):
    (verdict,) = judged(measured, claim(one))
    (line,) = words.telling(verdict)
    assert measures in line
    assert f"; tested: {tests}" in line


# Each part, and what is measured of the first cell that it selects.
METRICS = [
    (part("speedup", of=FREE, above=1.5), 2.0),
    (part("speedup", of=GIL, below=1.2), 1.0),
    (part("speedup", of=FREE | {"workers": 4}, to={"workers": 1}, above=1.5), 2.0),
    (part("efficiency", of=FREE, above=0.8, below=1.2), 1.0),
    (part("efficiency", of=FREE | {"workers": 4}, above=0.8), 1.0),  # of the two CPUs
    (part("value", "processes-spawn", "startup", of=GIL | CREATE, above=0.05, below=0.2), 0.1),
    (part("ratio", "processes-spawn", "startup", {"strategy": "threads"}, of=CREATE, above=50),
     100),
    (part("ratio", "sequential", to={"interpreter": "twin"}, of=FREE, above=1.1), 1.25),
    (part("ratio", "sequential", to={"interpreter": "forced"}, of=FREE, above=0.9, below=1.1), 1.0),
    (part("ratio", "sequential", ["primes", "nbody"], {"interpreter": "twin"}, of=FREE, above=1.1,
          average=True), 1.25),
    (part("ratio", "processes-fork", "transfer", {"parameters": {"size": 1}}, above=5,
          of={"quantity": "round_trip", "parameters": {"size": 2**20}}), 11.485655),
    (part("memory a lane", "processes-fork", "memory", of={"quantity": "idle-pss"}, above=2e6),
     3e6),
    (part("lost", "threads", "counter", of=FREE | {"quantity": "kept"}, above=0.4), 0.5),
    (part("lost", "threads", "counter", of=GIL | {"quantity": "kept"}, below=0.05), 0.0),
    (part("value", "threads", "startup", of=CREATE,
          rising={"strategy": ["threads", "processes-fork", "processes-spawn"]}), 10.0),
    (part("value", "processes-fork", "transfer", of={"quantity": "round_trip", "parameters":
          {"size": [1, 2**20]}}, grows_with="size"), 11.485655),
    (part("value", of=FREE | {"workers": "all"}, falls_with="workers"), 0.5),
]  # fmt: skip


@pytest.mark.parametrize(("one", "value"), METRICS)
def test_every_metric_and_relation(measured: Readings, one: dict, value: float):
    (verdict,) = judged(measured, claim(one))
    assert verdict.outcome is HOLDS
    check = verdict.checks[0]
    assert check.figure.estimate.value == pytest.approx(value, rel=0.05, abs=0.01 * (value == 0))
    low, high = check.figure.estimate.interval
    assert low <= check.figure.estimate.value <= high
    assert all(key in {one.key for one in measured.plan.cells} for key in check.keys)


@pytest.mark.parametrize("one", [one for one, _ in METRICS])
def test_the_opposite_is_refuted(measured: Readings, one: dict):
    turned = {name: one[name] for name in ("metric", "of", "to", "average") if name in one}
    if "above" in one and "below" in one:
        turned |= {"above": one["below"] * 2, "below": one["below"] * 3}
    elif "rising" in one:
        turned |= {"rising": {"strategy": one["rising"]["strategy"][::-1]}}
    elif "grows_with" in one or "falls_with" in one:
        swap = {"grows_with": "falls_with", "falls_with": "grows_with"}
        turned |= {swap[name]: one[name] for name in swap if name in one}
    else:
        swap = {"above": "below", "below": "above"}
        turned |= {swap[name]: one[name] for name in swap if name in one}
    if "rising" in one:
        turned["of"] = one["of"] | {"strategy": "processes-spawn"}
    (verdict,) = judged(measured, claim(turned))
    assert verdict.outcome is REFUTED
    assert verdict.telling.outcome is REFUTED


def test_one_cell_that_contradicts_refutes_the_whole(measured: Readings):
    """Of a binary with its GIL on and off: one is parallel, one is not."""
    (verdict,) = judged(measured, claim(part("speedup", above=1.5)))
    assert verdict.outcome is REFUTED
    told = {check.what.rpartition(" on ")[2].split()[0]: check.outcome for check in verdict.checks}
    assert told == {"3.13": REFUTED, "3.13t+gil": REFUTED, "3.13t": HOLDS}


def test_too_little_data():
    near = claim(part("speedup", of=FREE, above=1.95))
    sure = claim(part("speedup", of=FREE, above=1.2))
    assert [one.outcome for one in judged(run(own=0.1), near, sure)] == [UNDECIDED, HOLDS]
    for verdict in judged(run(blocks=1), near, sure):
        assert verdict.outcome is UNDECIDED
        assert verdict.why == "one block tells no interval"
        assert verdict.checks[0].figure.estimate.interval is None


def _lacking(status: str) -> Readings:
    def lacks(one: Cell) -> float | None:
        gone = (one.workload, one.strategy, one.interpreter) == ("nbody", "threads", "3.13t")
        return None if gone else truth(one)

    return run(truth=lacks, status=status, reason="it broke")


def test_a_cell_that_failed_is_too_little_one_that_cannot_be_says_nothing():
    one = claim(part("speedup", "threads", ["primes", "nbody"], of=FREE, above=1.5))
    (failed,) = judged(_lacking("failed"), one)
    assert (failed.outcome, failed.why) == (
        UNDECIDED,
        "nbody, threads w=2 on 3.13t over sequential: it broke",
    )
    (unsupported,) = judged(_lacking("unsupported"), one)
    assert (unsupported.outcome, len(unsupported.checks)) == (HOLDS, 1)
    alone = claim(part("speedup", "threads", "nbody", of=FREE, above=1.5))
    (verdict,) = judged(_lacking("unsupported"), alone)
    assert (verdict.outcome, verdict.why) == (UNTESTABLE, "it broke")


UNTESTABLES = [
    (claim(part(of={"interpreter": "free-threaded", "version": ">=3.14"}, above=1)),
     "the run has no interpreter >=3.14 with free threading and no GIL"),
    (claim(part("speedup", "threads", "mandelbrot", above=1)),
     "the run has no workload mandelbrot there"),
    (claim(part("speedup", "dask", above=1)), "the run has no dask of primes there"),
    (claim(part(of={"workers": 8}, above=1)), "the run has no 8 workers of it"),
    (claim(part(of={"parameters": {"n": 2}}, above=1)), "the run has no primes with n=2"),
    (claim(part(of={"mode": {"gc": "off"}}, above=1)), "the run has no mode gc=off"),
    (claim(part("speedup", "threads", "startup", of=CREATE, above=1)),
     "the run has no sequential of startup"),
    (claim(part("ratio", "processes-fork", "transfer", {"strategy": "threads"}, above=1,
                of={"quantity": "round_trip", "parameters": {"size": 1}})),
     "the run has no 2 workers of threads on 3.13 size=1"),
    (claim(part(above=1), needs={"cores": 4}), "it needs 4 CPUs, and this machine has 2"),
    (claim({"seen": {"probe": "timeline", "strategy": "threads"}, "below": 0.1}),
     "the run has no such facts: gilbench timeline --out RUN"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "why"), UNTESTABLES)
def test_what_cannot_be_tested_says_why(measured: Readings, one: Claim, why: str):
    (verdict,) = judged(measured, one)
    assert (verdict.outcome, verdict.telling) == (UNTESTABLE, None)
    assert verdict.why.split("; ")[0] == why


def test_unlike_builds_tell_nothing_of_a_build_and_unoptimised_ones_say_so():
    measured = run()
    taxed = part("ratio", "sequential", to={"interpreter": "twin"}, of=FREE, above=1.1)
    (verdict,) = judged(measured, claim(taxed, optimised=True))
    assert (verdict.outcome, verdict.caveat) == (HOLDS, "")
    builds = measured.plan.builds
    builds["3.13"] = msgspec.structs.replace(builds["3.13"], lto=False)
    (verdict,) = judged(measured, claim(taxed))
    assert (verdict.outcome, verdict.why) == (UNTESTABLE, "3.13 and 3.13t are unlike builds (lto)")
    builds["3.13t"] = msgspec.structs.replace(builds["3.13t"], lto=False)
    for optimised, told in ((True, "unlike the published: 3.13t, 3.13"), (False, "")):
        (verdict,) = judged(measured, claim(taxed, optimised=optimised))
        assert verdict.outcome is HOLDS
        assert told in verdict.caveat
        assert bool(told) == bool(verdict.caveat)


def test_a_claim_of_several_parts(measured: Readings):
    holds, refuted = part(of=FREE, above=1.5), part(of=GIL, above=1.5)
    cannot = part("speedup", "dask", above=1)
    close = part(of=FREE, above=1.997)
    said = judged(
        run(own=0.05), *(claim(holds, one) for one in (holds, refuted, cannot, close)),
        claim(refuted, cannot), claim(cannot, close),
    )  # fmt: skip
    outcomes = [verdict.outcome for verdict in said]
    assert outcomes == [HOLDS, REFUTED, UNTESTABLE, UNDECIDED, REFUTED, UNTESTABLE]
    assert sum(said.counts.values()) == len(said) == 6


def test_the_same_question_counts_once_and_others_widen_all_intervals():
    measured = run(own=0.1)
    one = claim(part(of=FREE, above=1.2))
    alone, twice = judged(measured, one), judged(measured, one, one)
    assert (alone.checks, twice.checks) == (1, 1)
    assert alone.confidence == twice.confidence == pytest.approx(0.95)
    doubtful = [claim(part(of=FREE, above=1.9 + 0.01 * n)) for n in range(9)]
    many = judged(measured, one, *doubtful)
    assert many.checks == 10
    widths = [
        math.log(hi / lo)
        for lo, hi in (j.verdicts[0].checks[0].figure.estimate.interval for j in (alone, many))
    ]
    assert widths[1] > 1.3 * widths[0]


def _fact(seen: dict, **changes: object) -> Claim:
    return claim({"seen": seen, **changes})


def test_facts_of_probes(measured: Readings):
    facts = Facts((SHARING,), (ECOSYSTEM,), tuple(TIMELINES))
    list_to = {"probe": "sharing", "kind": "list"}
    packages = {"probe": "packages", "question": "wheel"}
    threads = {"probe": "timeline", "strategy": "threads"}
    said = judged(
        measured,
        _fact(list_to | {"strategy": "threads"}, **{"is": ["same-object"]}),
        _fact(list_to | {"strategy": "threads"}, **{"is": ["copy", "error"]}),
        _fact(list_to | {"strategy": ["threads", "processes-fork"]}, **{"is": ["copy"]}),
        _fact(packages, above=0.8),
        _fact(packages, below=0.5),
        _fact(threads, above=0.7),
        _fact(threads | {"share": "one"}, above=0.7),
        _fact(threads | {"interpreter": "free-threaded"}, above=0.7),
        facts=facts,
    )
    outcomes = [verdict.outcome for verdict in said]
    assert outcomes == [HOLDS, REFUTED, REFUTED, HOLDS, REFUTED, HOLDS, REFUTED, UNTESTABLE]
    assert said.checks == 0  # no fact is in the family of intervals
    assert said.verdicts[3].telling.seen == "6 of 7"
    assert said.verdicts[5].telling.figure is None
