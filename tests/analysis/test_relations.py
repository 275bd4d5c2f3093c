"""What of one run's relations another shows, too: on made-up runs whose truths are known."""

import json as json_module
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import fake_run
import msgspec
import pytest
from fake_run import RICH, Fake
from rich.console import Console

from analysis.estimate import Estimate, Verdict
from analysis.relations import Agreement, Kind, Relation, Relations, Said, Side, read, relate
from analysis.relations.relate import chance
from analysis.relations.relation import agreement, said
from analysis.render.relations.json import json
from analysis.render.relations.markdown import markdown
from analysis.render.relations.text import show
from analysis.render.relations.words import headline
from record import Manifest, RecordError, Reproduces, RunFiles

BASE = Fake(
    labels=("3.13", "3.13t"),
    strategies=("sequential", "threads", "processes-fork"),
    workloads=("primes", "sleep_fanout"),
    shared=0.01,
    blocks=5,
    keep_raw=False,
)
# Threads of 3.13t that are slow, one cell that failed, others that were never planned.
OTHER = replace(
    BASE,
    seed=7,
    keep_raw=True,
    merge=False,
    cores=8,
    ratios={("3.13t", "threads", 2): 3.0},
    failed={("3.13", "processes-fork", "primes"): "it \x1b[31mcrashed"},
)


def _change(root: Path, change: Callable[[Manifest], Manifest]) -> None:
    files = RunFiles(root)
    files.manifest_path.write_bytes(change(files.manifest()).encode())


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Side:
    root = tmp_path_factory.mktemp("there")
    fake_run.write(root, BASE)
    return read(root)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Side:
    """On another machine, and of another build, without `sleep_fanout` on 3.13t."""
    root = tmp_path_factory.mktemp("here")
    fake_run.write(root, OTHER)

    def change(told: Manifest) -> Manifest:
        gone = [
            cell
            for cell in told.plan.cells
            if cell.workload == "sleep_fanout" and cell.interpreter == "3.13t"
        ]
        keys = {cell.key for cell in gone}
        plan = msgspec.structs.replace(
            told.plan,
            cells=[cell for cell in told.plan.cells if cell.key not in keys],
            contrasts=[one for one in told.plan.contrasts if not {one.cell, one.base} & keys],
            builds=told.plan.builds
            | {
                "3.13": msgspec.structs.replace(
                    told.plan.builds["3.13"],
                    version="3.13.9",
                    pgo=False,
                    configure="--prefix=/x --with-y",
                )
            },
            code="0+other",
        )
        return msgspec.structs.replace(
            told,
            run="h\x1b[2Jere | <b>",
            plan=plan,
            machine=msgspec.structs.replace(told.machine, id="f" * 12, cpu="Other | CPU <b>"),
            reproduces=Reproduces(
                run="x", created="", digest="", left_out=dict.fromkeys(sorted(keys), "no *moon*")
            ),
        )

    journal = RunFiles(root).journal_path
    _change(root, change)
    lines = journal.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not (b"sleep_fanout" in line and b"/3.13t." in line)]
    journal.write_bytes(b"".join(kept))
    return read(root)


@pytest.fixture(scope="module")
def found(there: Side, here: Side) -> Relations:
    return relate(there, here)


def one(found: Relations, cell: str, base: str, workload: str = "primes") -> Relation:
    (relation,) = (
        one
        for one in found.contrasts
        if one.cell.workload == workload and (one.cell.name, one.base.name) == (cell, base)
    )
    return relation


def test_what_is_true_of_both_agrees_and_what_is_not_disagrees(found: Relations) -> None:
    slow = one(found, "3.13t.threads.w2", "3.13t.sequential.w1")
    assert (slow.there.verdict, slow.here.verdict) == (Verdict.FASTER, Verdict.SLOWER)
    assert slow.agreement is Agreement.DISAGREE
    assert slow.kind is Kind.STRATEGY
    assert not slow.overlap
    slower = one(found, "3.13t.sequential.w1", "3.13.sequential.w1")
    assert slower.agreement is Agreement.AGREE
    assert slower.kind is Kind.INTERPRETER
    wait = one(found, "3.13.threads.w16", "3.13.sequential.w1", "sleep_fanout")
    assert wait.agreement is Agreement.AGREE
    assert wait.overlap
    disagreeing = {o.cell.name for o in found.contrasts if o.agreement is Agreement.DISAGREE}
    assert disagreeing == {"3.13t.threads.w2"}


def test_what_one_run_lacks_says_why(found: Relations) -> None:
    failed = one(found, "3.13.processes-fork.w2", "3.13.sequential.w1")
    assert failed.agreement is Agreement.ONLY_THERE
    assert "failed: it" in failed.why
    left = one(found, "3.13t.threads.w16", "3.13t.sequential.w1", "sleep_fanout")
    assert left.agreement is Agreement.ONLY_THERE
    assert "no *moon*" in left.why


def test_every_relation_is_counted_once(found: Relations, there: Side) -> None:
    counts = Counter(relation.agreement for relation in found.contrasts)
    assert counts.total() == len(there.manifest.plan.contrasts)
    assert (
        len(found.checked)
        == counts[Agreement.AGREE] + counts[Agreement.DISAGREE] + (counts[Agreement.WEAKER_HERE])
    )
    said = headline(found)
    assert said.startswith(f"Of the original's {counts.total()} relations {len(found.checked)} can")
    assert f"{counts[Agreement.AGREE]} agree, {counts[Agreement.DISAGREE]} disagree" in said


def test_turned_round_the_same_are_only_here(there: Side, here: Side, found: Relations) -> None:
    back = relate(here, there)
    ours = Counter(relation.agreement for relation in found.contrasts)
    theirs = Counter(relation.agreement for relation in back.contrasts)
    assert ours[Agreement.ONLY_THERE] == theirs[Agreement.ONLY_HERE] > 0
    assert ours[Agreement.DISAGREE] == theirs[Agreement.DISAGREE]
    assert "more are only here" in headline(back)


def test_more_workers_and_the_order_of_strategies(found: Relations) -> None:
    steps = {
        (step.cell.workload, step.cell.interpreter, step.cell.strategy, step.cell.workers): step
        for step in found.steps
    }
    step = steps["primes", "3.13t", "threads", 2]
    assert (step.base.workers, step.agreement) == (1, Agreement.DISAGREE)
    wait = steps["sleep_fanout", "3.13", "threads", 16]
    assert (wait.there.verdict, wait.agreement) == (Verdict.FASTER, Agreement.AGREE)
    assert ("primes", "3.13", "processes-fork", 2) not in steps  # it failed here
    order = next(o for o in found.orders if (o.title, o.interpreter) == ("primes", "3.13t"))
    assert order.there[-1] == "sequential"
    assert order.here[-1] == "threads"
    assert {"threads"} <= {p.cell.strategy for p in order.flipped} | {
        p.base.strategy for p in order.flipped
    }
    flipped = sum(len(order.flipped) for order in found.orders)
    declared = sum(o.agreement is Agreement.DISAGREE for o in (*found.contrasts, *found.steps))
    won = sum(w.agreement is Agreement.DISAGREE for w in found.winners)
    assert found.disagreements == flipped + declared + won


def test_winners_are_those_of_cells_that_both_have(found: Relations) -> None:
    primes = next(winner for winner in found.winners if winner.title == "primes")
    assert "3.13.processes-fork.w2" not in {cell.name for cell in (*primes.there, *primes.here)}
    assert primes.there
    assert primes.here


def test_crowded_is_what_one_machine_alone_has_cpus_for(tmp_path: Path, there: Side) -> None:
    wide = replace(BASE, workers=(1, 2, 8), workloads=("primes",), blocks=2)
    fake_run.write(tmp_path / "a", wide)
    fake_run.write(tmp_path / "b", replace(wide, cores=8, seed=3))
    found = relate(read(tmp_path / "a"), read(tmp_path / "b"))
    assert {o.cell.workers for o in (*found.contrasts, *found.steps) if o.crowded} == {8}
    assert any("more workers than one of the two machines" in n.cause for n in found.notices)


def test_differences_name_machine_first_then_builds(found: Relations) -> None:
    told = [(one.about, one.what, one.there, one.here) for one in found.differences]
    assert told[:2] == [
        ("machine", "CPU", "Imaginary CPU 9000", "Other | CPU <b>"),
        ("machine", "CPUs", "2", "8"),
    ]
    assert ("3.13", "version", "3.13.15", "3.13.9") in told
    assert ("3.13", "PGO", "yes", "no") in told
    assert ("3.13", "configure", "none", "--with-y") in told  # no paths: they differ in any case
    assert ("measured code", "", "abc123", "0+other") in told
    assert any(one[0] == "plan" and one[3] == "not planned: no *moon*" for one in told)


def test_tools_that_an_older_record_does_not_tell_are_unknown(there: Side, tmp_path: Path) -> None:
    newer = replace(
        there, manifest=msgspec.structs.replace(there.manifest, tools={"pyperf": "2.10.0"})
    )
    told = [(one.about, one.there, one.here) for one in relate(there, newer).differences]
    assert told == [("pyperf", "unknown", "2.10.0")]


def test_a_run_agrees_with_itself_and_that_says_nothing(there: Side) -> None:
    found = relate(there, there)
    assert found.disagreements == 0
    assert not found.differences
    assert {o.agreement for o in found.contrasts} <= {Agreement.AGREE, Agreement.OPEN}
    assert found.notices[0].cause == "both are the same run"


def test_one_block_has_nothing_to_check(there: Side, tmp_path: Path) -> None:
    fake_run.write(tmp_path, replace(BASE, blocks=1))
    found = relate(there, read(tmp_path))
    assert not found.checked
    assert {o.agreement for o in found.contrasts} <= {Agreement.ONLY_THERE}
    assert {winner.agreement for winner in found.winners} == {Agreement.ONLY_THERE}
    assert found.chance is None


def test_quantities_of_all_units(tmp_path: Path) -> None:
    small = replace(RICH, blocks=3, keep_raw=False, shared=0.01)
    fake_run.write(tmp_path / "a", small)
    fake_run.write(tmp_path / "b", replace(small, seed=9))
    found = relate(read(tmp_path / "a"), read(tmp_path / "b"))
    assert found.disagreements == 0
    quantities = {one.cell.quantity for one in found.contrasts}
    assert {"create", "idle-pss", "kept", ""} <= quantities
    memory = [o for o in found.contrasts if o.cell.quantity == "idle-pss" and o.there.decided]
    assert {o.there.verdict for o in memory} <= {Verdict.LESS, Verdict.MORE, Verdict.SAME}
    assert "kept" not in {cell.quantity for winner in found.winners for cell in winner.there}


SAYS = {
    "faster": Said(Estimate(2.0, (1.9, 2.1), 5), Verdict.FASTER),
    "a little": Said(Estimate(1.03, (1.01, 1.05), 5), Verdict.FASTER),
    "slower": Said(Estimate(0.5, (0.4, 0.6), 5), Verdict.SLOWER),
    "same": Said(Estimate(1.0, (0.99, 1.01), 5), Verdict.SAME),
    "open": Said(Estimate(1.2, (0.7, 1.9), 5), Verdict.INCONCLUSIVE),
    "nothing": Said(why="not planned"),
}


@pytest.mark.parametrize(
    ("there", "here", "expected"),
    [
        ("faster", "faster", Agreement.AGREE),
        ("faster", "a little", Agreement.AGREE),
        ("same", "same", Agreement.AGREE),
        ("faster", "slower", Agreement.DISAGREE),
        ("same", "slower", Agreement.DISAGREE),
        ("faster", "same", Agreement.DISAGREE),
        ("a little", "same", Agreement.WEAKER_HERE),
        ("same", "a little", Agreement.WEAKER_HERE),
        ("faster", "open", Agreement.WEAKER_HERE),
        ("open", "slower", Agreement.WEAKER_THERE),
        ("open", "open", Agreement.OPEN),
        ("open", "nothing", Agreement.ONLY_THERE),
        ("nothing", "same", Agreement.ONLY_HERE),
        ("nothing", "nothing", Agreement.NEITHER),
    ],
)
def test_the_classes(there: str, here: str, expected: Agreement) -> None:
    assert agreement(SAYS[there], SAYS[here], 0.03) is expected


def test_what_is_said_follows_from_the_interval_and_one_margin() -> None:
    assert said(Estimate(1.02, (1.01, 1.03), 5), 0.03, "second").verdict is Verdict.SAME
    assert said(Estimate(1.02, (1.01, 1.03), 5), 0.01, "second").verdict is Verdict.FASTER
    assert said(Estimate(1.5, (1.4, 1.6), 5), 0.03, "byte").verdict is Verdict.MORE
    assert said(Estimate(1.5, None, 1), 0.03, "second").verdict is None


def test_chance_is_cohen_s(found: Relations) -> None:
    example = found.contrasts[0]

    def made(there: str, here: str) -> Relation:
        return replace(example, there=SAYS[there], here=SAYS[here])

    # Of four there are 3 faster and 1 slower there, 2 and 2 here: (3 x 2 + 1 x 2) / 16.
    four = [made("faster", "faster")] * 2 + [made("faster", "slower"), made("slower", "slower")]
    assert chance(four) == pytest.approx(0.5)
    assert chance([*four, made("open", "faster")]) == pytest.approx(0.5)
    assert chance([made("open", "open")]) is None


def test_no_text_of_a_file_is_markup_or_drives_a_terminal(found: Relations) -> None:
    page = markdown(found)
    assert page.isprintable() or (set(page) - {"\n"} and page.replace("\n", "").isprintable())
    assert "<b>" not in page
    assert r"no \*moon\*" in page
    assert r"Other \| CPU \<b\>" in page
    stream = StringIO()
    for everything in (False, True):
        show(found, Console(file=stream, width=120, highlight=False), everything=everything)
    text = stream.getvalue()
    assert text.replace("\n", "").isprintable()
    assert "no *moon*" in text
    assert headline(found).split(":")[0] in " ".join(text.split())


def test_json_holds_all_of_it(found: Relations) -> None:
    told = json_module.loads(json(found))
    assert told["schema"] == 1
    assert told["checked"] == len(found.checked)
    assert sum(told["counts"].values()) == len(told["contrasts"]) == len(found.contrasts)
    assert told["disagreements"] == found.disagreements
    first, relation = told["contrasts"][0], found.contrasts[0]
    assert first["cell"] == relation.cell.key
    assert first["there"]["verdict"] == relation.there.verdict
    assert first["there"]["ratio"] == pytest.approx(relation.there.ratio.value)
    assert {len(told[name]) > 0 for name in ("steps", "pairs", "orders", "winners")} == {True}
    assert json(found).replace("\n", "").isprintable()


def test_a_set_of_runs_is_not_one(tmp_path: Path) -> None:
    (tmp_path / "set.json").write_text("{}")
    with pytest.raises(RecordError, match="a set of runs"):
        read(tmp_path)
