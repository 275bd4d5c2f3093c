"""Which CPUs they are, and what lies between them."""

from harness.doctor import cpus, topology
from harness.doctor.checks.check import Told, check
from harness.doctor.snapshot import Snapshot


@check("warning")
def quota(now: Snapshot) -> Told:
    limit, count = now.machine.quota, now.machine.cores
    if limit is None or limit >= count or limit < 2:
        return None
    return (
        f"a cgroup quota of {limit:g} CPUs on {count}",
        "more lanes than the quota are stopped and started again many times a second",
        f"taskset -c {cpus.written(now.usable[: int(limit)])} gilbench run; or raise the quota",
    )


@check("warning")
def threads_of_a_core(now: Snapshot) -> Told:
    if now.cores is None or len(now.usable) <= len(now.cores) or len(now.cores) < 2:
        return None
    first = cpus.written(threads[0] for threads in now.cores)
    return (
        f"{len(now.usable)} CPUs are {len(now.cores)} cores with more than one thread (SMT)",
        f"above {len(now.cores)} workers lanes share cores: little is gained by any strategy",
        f"taskset -c {first} gilbench run",
    )


@check("note")
def memory_nodes(now: Snapshot) -> Told:
    if now.nodes is None or len(now.nodes) < 2:
        return None
    node = now.nodes[0]
    return (
        f"the usable CPUs belong to {len(now.nodes)} memory nodes (NUMA)",
        "memory of another node is slower: lanes that share objects vary with their place",
        f"numactl --cpunodebind={node} --membind={node} gilbench run",
    )


@check("warning")
def unlike_cores(now: Snapshot) -> Told:
    effect = "a lane's speed depends on its core: the slowest ends last"
    if now.kinds is not None and now.kinds > 1:
        return (
            f"{now.kinds} kinds of cores",
            effect,
            "compare at few workers",
        )
    if not now.rates or len(fast := topology.fast(now.rates)) == len(now.rates):
        return None
    low, high = min(now.rates.values()), max(now.rates.values())
    what = f"cores of {high} MHz and of {low} MHz"
    return what, effect, f"taskset -c {cpus.written(fast)} gilbench run"


@check("warning")
def isolated(now: Snapshot) -> Told:
    both = sorted(set(now.isolated) & set(now.usable))
    if not both:
        return None
    others = set(now.usable) - set(both) or set(now.online) - set(both)
    return (
        f"CPUs {cpus.written(both)} are isolated from the scheduler (isolcpus)",
        "lanes on them are not balanced, and can all be on one of them",
        f"taskset -c {cpus.written(others)} gilbench run" if others else "boot without isolcpus",
    )


@check("note")
def virtual(now: Snapshot) -> Told:
    if not now.machine.virtual:
        return None
    return (
        f"a virtual machine ({now.machine.virtual})",
        "processes of one cell differ more than on bare metal, as the host's other guests come "
        "and go",
        "gilbench run --precision 3%, which measures until the intervals are tight; or bare metal",
    )
