"""Which strategies are measured, and why others are not."""

from made_up_profiles import asked, build, profile

from harness.advise import estimate
from harness.advise.candidates import Asked, Candidate, candidates
from harness.advise.sizes import Sizes, sizes
from record.advice import LeftOut, Profile


def found(asking: Asked) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Workers by strategy, and reasons, on the one interpreter."""
    kept, left_out = candidates(asking)
    workers: dict[str, list[int]] = {}
    for one in kept:
        workers.setdefault(one.strategy, []).append(one.workers)
    return workers, {one.strategy or "": one.reason for one in left_out}


def of(label: str, one: Profile, *, workers: tuple[int, ...] = (), cores: int = 2) -> Asked:
    size = sizes({label: one}, 60, cores)
    assert isinstance(size, Sizes)
    return asked({label: one}, size, workers, cores)


PROCESSES = {name: [2] for name in ("processes-forkserver", "processes-spawn", "processes-fork")}


def test_of_what_computes() -> None:
    workers, reasons = found(of("3.13", profile(total=100)))
    assert workers == {"sequential": [1], "threads": [2], **PROCESSES}
    assert "never awaits" in reasons["asyncio"]
    assert reasons["interpreter-pool"] == "InterpreterPoolExecutor is new in Python 3.14"
    workers, _ = found(of("3.14", profile(total=100), cores=8))
    assert workers["threads"] == workers["interpreter-pool"] == [8, 4]


def test_with_much_work_it_matters_little_how_processes_start() -> None:
    workers, reasons = found(of("3.13", profile(1.0, total=100)))
    assert "processes-forkserver" in workers
    assert "with so much work" in reasons["processes-fork"]


def test_of_what_waits() -> None:
    workers, reasons = found(of("3.13", profile(0.02, busy=0.05)))
    assert workers == {"sequential": [1], "threads": [128, 256, 32, 8], "processes-forkserver": [8]}
    assert "its calls wait" in reasons["processes-spawn"]
    workers, _ = found(of("3.13", profile(0.02, busy=0.7)))
    assert workers["threads"] == [8, 32]  # of 128 most would wait for a core
    workers, reasons = found(of("3.13", profile(0.02, busy=0.01, asynchronous=True)))
    assert workers["asyncio"] == [512, 128, 32]
    assert "asyncio-threads" in workers
    assert "asyncio-threads" in reasons["threads"]


def test_workers_as_the_user_wants_them_and_never_more_than_tasks() -> None:
    workers, _ = found(of("3.13", profile(total=100), workers=(3, 5)))
    assert workers["threads"] == [3, 5]
    workers, _ = found(of("3.13", profile(total=3), cores=8))
    assert workers["threads"] == [3]
    workers, reasons = found(of("3.13", profile(total=1)))
    assert workers == {"sequential": [1]}
    assert "there is one input" in reasons["threads"]


def test_what_cannot_be_sent() -> None:
    for one, told in (
        (profile(total=9, function="it is a lambda"), "function cannot be sent to another process"),
        (profile(total=9, argument="no"), "argument cannot be sent to another process: no"),
        (profile(total=9, result="no"), "result cannot be sent back from another process: no"),
    ):
        workers, reasons = found(of("3.14", one))
        assert list(workers) == ["sequential", "threads"]
        for strategy in (*PROCESSES, "interpreter-pool"):
            assert told in reasons[strategy]


def test_what_does_not_load_in_a_subinterpreter() -> None:
    one = profile(total=9, subinterpreter="ImportError: no")
    workers, reasons = found(of("3.14", one))
    assert "interpreter-pool" not in workers
    assert reasons["interpreter-pool"] == ("it does not load in a subinterpreter: ImportError: no")
    _, reasons = found(of("3.13", one))
    assert reasons["interpreter-pool"].endswith(
        "nor does it load in a subinterpreter: ImportError: no"
    )


def test_what_switches_the_gil_on_again_leaves_the_interpreter_out() -> None:
    profiles = {"3.13": profile(), "3.13t": profile(gil=False, culprits=("foo",))}
    size = sizes(profiles, 60, 2)
    assert size is not None
    kept, left_out = candidates(asked(profiles, size))
    assert {one.interpreter for one in kept} == {"3.13"}
    assert (
        LeftOut(
            interpreter="3.13t",
            reason="importing it switches the GIL on again (foo): it is then like a build that "
            "has one",
        )
        in left_out
    )


def test_what_could_not_be_called_is_left_out_with_its_error() -> None:
    profiles = {"3.13": profile(), "3.13t": Profile(error="no wheel")}
    size = sizes(profiles, 60, 2)
    assert size is not None
    _, left_out = candidates(asked(profiles, size))
    assert LeftOut(interpreter="3.13t", reason="no wheel") in left_out


def test_the_likeliest_are_measured_where_there_is_no_time_for_all() -> None:
    profiles = {"3.12": profile(), "3.13": profile(), "3.13t": profile(gil=False)}
    size = sizes(profiles, 60, 2)
    assert size is not None
    kept, _ = candidates(asked(profiles, size))
    cost = {
        one: estimate.seconds(one, size, profiles[one.interpreter], build(one.interpreter), 2)
        for one in kept
    }
    few, dear = estimate.fitting(kept, cost, 7.0, 10.0, waits=False)
    assert sum(cost[one] for one in few) <= 7
    assert {(one.interpreter, one.strategy) for one in few} >= {
        *(("3.13", one) for one in ("sequential", "threads", "processes-forkserver")),
        *(("3.13t", one) for one in ("sequential", "threads", "processes-forkserver")),
    }
    assert sum(one.interpreter == "3.12" for one in few) <= 1
    assert all("within a budget of 10 s there is no time for it" in one.reason for one in dear)
    assert {one.interpreter for one in dear} >= {"3.12"}


def test_waiting_one_after_the_other_is_known_without_measuring() -> None:
    one = profile(1.0, busy=0.0, total=1000)
    asking = of("3.13", one)
    kept, _ = candidates(asking)
    cost = {each: estimate.seconds(each, asking.sizes, one, build("3.13"), 2) for each in kept}
    few, _ = estimate.fitting(kept, cost, 25.0, 60.0, waits=True)
    assert Candidate("3.13", "sequential", 1, 0) not in few
    assert {each.workers for each in few if each.strategy == "threads"} == {128, 256}
