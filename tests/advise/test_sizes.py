"""How much is measured at a time."""

import msgspec
import pytest
from made_up_profiles import profile

from harness.advise.sizes import COROUTINES, MANY, Sizes, sizes
from record.advice import Profile, Size


def sized(one: Profile, *, budget: float = 60.0, cores: int = 2) -> Sizes:
    found = sizes({"3.13": one}, budget, cores)
    assert found is not None
    return found


def test_a_batch_takes_about_a_third_of_a_second() -> None:
    found = sized(profile(0.005))
    assert (found.kind, found.tasks, found.repeats) == ("cpu", 68, 1)
    assert found.seconds == pytest.approx(0.34)


def test_long_tasks_are_few_and_as_many_for_each_core() -> None:
    assert sized(profile(1.0), cores=8).tasks == 32
    assert sized(profile(0.07), cores=3).tasks == 12
    assert sized(profile(1.0, total=3)).tasks == 3


def test_tiny_tasks_are_handed_out_together() -> None:
    found = sized(profile(1e-6, total=10**6))
    assert found.tasks == 20_000
    assert found.chunk == 2500  # several times for each worker, whatever their length
    assert found.repeats == 10
    assert sized(profile(0.001)).chunk == 10
    assert sized(profile(0.02)).chunk == 1


def test_what_remembers_is_called_once() -> None:
    assert sized(profile(1e-6, remembers=True, total=10**6)).repeats == 1
    assert sized(profile(1e-6, total=100)).repeats == 1  # all of them, from scratch, is what counts


def test_what_waits_has_enough_tasks_for_many_workers() -> None:
    found = sized(profile(0.02, busy=0.1))
    assert (found.kind, found.tasks, found.chunk) == ("wait", 2 * MANY, 1)
    assert sized(profile(0.1, busy=0.0)).tasks == COROUTINES  # in threads, too
    assert sized(profile(1.0, busy=0.0)).tasks == 2 * MANY
    assert sized(profile(0.02, busy=0.1, asynchronous=True)).tasks == COROUTINES
    assert sized(profile(0.02, busy=0.1, total=7)).tasks == 7


def test_what_leaves_the_gil_computes_in_c() -> None:
    assert sized(profile(together=1.9)).kind == "native"
    free = {"3.13": profile(together=1.0), "3.13t": profile(together=1.9, gil=False)}
    found = sizes(free, 60, 2)
    assert found is not None
    assert found.kind == "cpu"  # without a GIL everything runs together


def test_where_nothing_could_be_called_there_is_no_size() -> None:
    assert sizes({"3.13": Profile(error="no")}, 60, 2) is None
    assert sizes({}, 60, 2) is None


def test_large_results_are_few() -> None:
    huge = msgspec.structs.replace(profile(0.001), result=Size(size=30 * 2**20))
    assert sized(huge).tasks == 8
    assert sized(msgspec.structs.replace(huge, result=Size(size=2**40))).tasks == 4
