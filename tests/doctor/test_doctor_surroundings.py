"""What went on around a measuring process: the rule, the arithmetic, and real other work."""

import subprocess
import sys
from collections import namedtuple

import pytest

from harness.doctor.surroundings import Counters, Surroundings, Watch, between, contamination, of

Times = namedtuple("Times", "user system idle steal")


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        ({}, None),
        ({"steal": 0.0, "outside": 0.0}, None),
        ({"steal": None, "outside": 0.2, "cpus": 2}, None),
        ({"outside": 0.9, "cpus": 2}, "other processes kept 0.9 of 2 CPUs busy"),
        ({"outside": 0.9, "cpus": 64}, None),  # one in 64 takes less than the margin
        ({"outside": 3.0, "cpus": 64}, "other processes kept 3.0 of 64 CPUs busy"),
        ({"outside": 30.0, "cpus": 64, "quota": 4.0}, None),  # the host's; there is room
        ({"outside": 61.0, "cpus": 64, "quota": 4.0}, "other processes kept 61.0 of 64 CPUs busy"),
        ({"steal": 0.02}, None),
        ({"steal": 0.2}, "the hypervisor took 20% of the CPU time"),
        ({"steal": 0.2, "outside": 1.0, "cpus": 2}, "other processes kept 1.0 of 2 CPUs busy"),
    ],
)
def test_contamination(seen: dict[str, float], reason: str | None) -> None:
    assert contamination(Surroundings(**seen)) == reason  # type: ignore[arg-type]


ZERO = Counters(busy=0.0, all=0.0, steal=0.0)


@pytest.mark.parametrize(
    ("after", "own", "outside", "steal"),
    [
        (Counters(busy=2.0, all=4.0, steal=0.0), 2.0, 0.0, 0.0),
        (Counters(busy=3.0, all=4.0, steal=0.0), 2.0, 0.5, 0.0),
        (Counters(busy=1.9, all=4.0, steal=0.1), 2.0, 0.0, 0.05),  # of what was wanted
        (Counters(busy=0.0, all=4.0, steal=0.0), 0.0, 0.0, 0.0),
        (Counters(busy=9.0, all=10.0, steal=None), 0.0, 2.0, None),  # there are two
        (Counters(busy=0.0, all=0.0, steal=0.0), 2.0, None, None),  # they stand still
    ],
)
def test_what_is_not_the_runs_own(
    after: Counters, own: float, outside: float | None, steal: float | None
) -> None:
    seen = between(ZERO, after, wall=2.0, own=own, here=Surroundings(cpus=2))
    assert seen.outside == pytest.approx(outside)
    assert seen.steal == pytest.approx(steal)


CPUS = [Times(1, 0, 0, 0), Times(2, 0, 0, 0), Times(4, 0, 0, 0)]


@pytest.mark.parametrize(
    ("usable", "online", "users"),
    [
        ({0, 2}, (0, 1, 2), [1, 4]),
        ({5, 9}, (1, 5, 9), [2, 4]),  # the list has no place for those that are offline
        ({5, 6, 9}, (), [1, 2, 4]),  # a container that numbers its own anew
        ({0}, (0, 1), [1, 2, 4]),  # unknown: all of them
    ],
)
def test_the_usable_cpus_alone(usable: set[int], online: tuple[int, ...], users: list[int]) -> None:
    assert [one.user for one in of(frozenset(usable), CPUS, online)] == users


SPIN = """
import time
print("spinning", flush=True)
end = time.process_time() + 0.4
while time.process_time() < end: pass
"""


def test_other_work_is_seen() -> None:
    """The same work, as another's and as the run's own. Others may be busy, too, but not less."""
    with subprocess.Popen([sys.executable, "-c", SPIN], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        one, two = Watch.start(), Watch.start()
        child.wait()
        others, own = one.stop(0.0), two.stop(0.4)
    if others.outside is None or own.outside is None:
        pytest.skip("the system does not tell")
    assert others.outside > own.outside
