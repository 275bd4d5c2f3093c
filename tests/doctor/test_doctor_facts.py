"""Facts read from made-up trees, and from the machine that is here."""

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.doctor import clock, cpus, frequency, machine, topology, virtual
from harness.doctor.busy import Busy, busiest
from harness.doctor.checks import findings
from harness.doctor.snapshot import Snapshot, pressure, take


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text + "\n")
    return root


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0-2,8", (0, 1, 2, 8)),
        ("3", (3,)),
        ("0-1, 4-5", (0, 1, 4, 5)),
        ("", ()),
        (None, ()),
        ("x", ()),
        ("3-1", ()),
        ("-1", ()),
        ("0-99999999999", ()),
    ],
)
def test_lists_of_cpus(text: str | None, numbers: tuple[int, ...]) -> None:
    assert cpus.parse(text) == numbers


@given(st.sets(st.integers(0, 40), min_size=1))
def test_lists_of_cpus_both_ways(numbers: set[int]) -> None:
    assert set(cpus.parse(cpus.written(numbers))) == numbers


def test_governors(tmp_path: Path) -> None:
    files = {f"cpu{cpu}/cpufreq/scaling_governor": "powersave" for cpu in (0, 1)}
    system = tree(tmp_path, files | {"cpu2/cpufreq/scaling_governor": "performance"})
    assert frequency.governors([0, 1], system) == ["powersave"]
    assert frequency.governors([0, 1, 2], system) == ["performance", "powersave"]
    assert frequency.governors([7], system) is None


@pytest.mark.parametrize(
    ("files", "on", "command"),
    [
        ({"intel_pstate/no_turbo": "0"}, True, "echo 1 | sudo tee .*no_turbo"),
        ({"intel_pstate/no_turbo": "1"}, False, "echo 1 | sudo tee .*no_turbo"),
        ({"cpufreq/boost": "1"}, True, "echo 0 | sudo tee .*boost"),
        ({"cpufreq/boost": "?"}, None, None),
        ({}, None, None),
    ],
)
def test_turbo(files: dict[str, str], on: bool | None, command: str | None, tmp_path: Path) -> None:
    is_on, off = frequency.turbo(tree(tmp_path, files))
    assert is_on is on
    assert (off is None) == (command is None)
    if off and command:
        start, end = command.split(".*")
        assert off.startswith(start)
        assert off.endswith(end)


def test_throttling(tmp_path: Path) -> None:
    folder = "cpu1/thermal_throttle"
    files = {f"{folder}/core_throttle_count": "5", f"{folder}/package_throttle_count": "2"}
    system = tree(tmp_path, files | {"cpu0/thermal_throttle/core_throttle_count": "?"})
    assert frequency.throttled([0, 1], system) == 7
    assert frequency.throttled([0], system) is None


def test_threads_of_cores(tmp_path: Path) -> None:
    siblings = {0: "0,2", 2: "0,2", 1: "1,3", 3: "1,3"}
    files = {f"cpu/cpu{cpu}/topology/thread_siblings_list": text for cpu, text in siblings.items()}
    system = tree(tmp_path, files)
    assert topology.cores([0, 1, 2, 3], system) == [[0, 2], [1, 3]]
    assert topology.cores([0, 1], system) == [[0], [1]]
    assert topology.cores([0, 4], system) is None
    assert topology.cores([], system) is None


def test_memory_nodes(tmp_path: Path) -> None:
    system = tree(tmp_path, {"node/node0/cpulist": "0-1", "node/node10/cpulist": "2-3"})
    assert topology.nodes([0, 1, 2], system) == [0, 10]
    assert topology.nodes([3], system) == [10]
    assert topology.nodes([9], system) is None


def test_rates(tmp_path: Path) -> None:
    system = tree(tmp_path, {"cpu/cpu0/cpufreq/cpuinfo_max_freq": "4500000"})
    assert topology.rates([0, 1], system) == {0: 4500}
    assert topology.rates([1], system) is None
    assert topology.fast({0: 4500, 1: 4700, 2: 3000}) == [0, 1]


CLOCKS = "sys/devices/system/clocksource/clocksource0/available_clocksource"
VENDOR = "sys/class/dmi/id/sys_vendor"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({}, None),
        ({VENDOR: "Dell Inc.", CLOCKS: "tsc hpet acpi_pm"}, None),
        ({CLOCKS: "tsc kvm-clock"}, "KVM"),
        ({CLOCKS: "kvm-clock tsc", VENDOR: "QEMU"}, "QEMU"),
        ({CLOCKS: "hyperv_clocksource_tsc_page"}, "Hyper-V"),
        ({"sys/hypervisor/type": "xen"}, "xen"),
        ({"proc/cpuinfo": "processor: 0\nflags\t\t: fpu hypervisor"}, "unknown hypervisor"),
        ({"proc/cpuinfo": "flags\t\t: fpu hypervisors"}, None),
    ],
)
def test_hypervisor(files: dict[str, str], name: str | None, tmp_path: Path) -> None:
    assert virtual.hypervisor(tree(tmp_path, files)) == name


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({".dockerenv": ""}, "docker"),
        ({"run/.containerenv": ""}, "podman"),
        ({"run/systemd/container": "lxc"}, "lxc"),
        ({"proc/self/cgroup": "0::/kubepods/besteffort/pod1"}, "kubepods"),
    ],
)
def test_container(files: dict[str, str], name: str, tmp_path: Path) -> None:
    assert virtual.container(tree(tmp_path, files)) == name


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("some avg10=1.50 avg60=0.00 total=7\nfull avg10=0.00", 0.015),
        ("some avg10=x", None),
        ("", None),
        (None, None),
    ],
)
def test_pressure(text: str | None, share: float | None) -> None:
    assert pressure(text) == share


def test_busy_processes_the_busiest_first() -> None:
    before = {1: 10.0, 2: 5.0, 3: 1.0}
    now = {1: ("init", 10.0), 2: ("make", 6.0), 3: ("cc", 2.5), 4: ("new", 0.8)}
    assert busiest(before, now, 2.0) == [
        Busy(name="cc", pid=3, cpus=0.75),
        Busy(name="make", pid=2, cpus=0.5),
        Busy(name="new", pid=4, cpus=0.4),
    ]


def test_a_reading_of_the_clock_takes_time() -> None:
    assert 0 < clock.reading() < 1


@pytest.fixture(scope="module")
def here() -> Snapshot:
    return take()


def test_this_machine(here: Snapshot) -> None:
    assert here.machine.cores == len(here.usable) >= 1
    assert here.machine.memory > 1 << 20
    assert len(here.machine.id) == 12
    assert here.machine == machine.look()  # facts, not states
    assert here.available is not None
    assert 0 < here.available <= here.machine.memory
    assert here.outside is None or 0 <= here.outside <= here.machine.cores
    assert here.steal is None or 0 <= here.steal <= 1
    assert os.getpid() not in {one.pid for one in here.busy}


def test_where_no_file_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that has no /proc and /sys of this kind."""

    def refuse(path: Path, **options: object) -> str:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "read_text", refuse)
    seen = take()
    assert (seen.cores, seen.nodes, seen.rates, seen.governors, seen.turbo) == (None,) * 5
    assert (seen.throttled, seen.throttles, seen.clock, seen.pressure) == (None,) * 4
    assert (seen.online, seen.isolated, seen.machine.quota) == ([], [], None)
    assert seen.machine.cores >= 1
    passing = {"parallel", "cpus_free", "other_work", "load", "steal", "memory", "clock"}
    assert {one.check for one in findings(seen)} <= passing  # as on any busy machine


def test_after_a_run_its_own_load_is_not_told() -> None:
    assert take(after_run=True).load is None


@pytest.mark.parametrize(
    ("cores", "quota", "usable"),
    [(8, None, 8), (8, 2.0, 2), (8, 2.9, 2), (8, 0.5, 1), (2, 16.0, 2), (1, None, 1)],
)
def test_usable_cores(here: Snapshot, cores: int, quota: float | None, usable: int) -> None:
    facts = msgspec.structs.replace(here.machine, cores=cores, quota=quota)
    assert machine.usable_cores(facts) == usable
