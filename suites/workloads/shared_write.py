"""Keys counted by all lanes: in one dict with a lock, in 16 with a lock each, or locally first.

`private`: each task counts in a dict of its own, and the main thread adds them up within the
timing. The other ways have nothing to add, and send nothing back.
"""

from typing import Any, NamedTuple

from suites.tools import Need, Tools, common
from suites.workload import Kind, Parameters, Size, Workload

Counts = dict[int, int]
Job = tuple[int, int, bool]  # seed, keys to count, whether in a dict of its own
Done = tuple[int, Counts]  # keys counted, and where it is private, how often each

TASKS = 32
DICTS = {"one": 1, "sharded": 16, "private": 0}  # that all lanes write, of 1,024 keys in all


class Shard(NamedTuple):
    counts: Counts
    lock: Any


def count(job: Job) -> Done:
    seed, keys, private = job
    if private:
        return keys, _count_alone(seed, keys)
    shards, mask = _shards()
    for _ in range(keys):
        seed = (seed * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        key = (seed >> 16) & 1023
        counts, lock = shards[key & mask]
        with lock:
            counts[key] = counts.get(key, 0) + 1
    return keys, {}


async def count_async(job: Job) -> Done:
    """The same with the locks of event loops."""
    seed, keys, private = job
    if private:
        return keys, _count_alone(seed, keys)
    shards, mask = _shards()
    for _ in range(keys):
        seed = (seed * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        key = (seed >> 16) & 1023
        counts, lock = shards[key & mask]
        async with lock:
            counts[key] = counts.get(key, 0) + 1
    return keys, {}


def _count_alone(seed: int, keys: int) -> Counts:
    counts: Counts = {}
    for _ in range(keys):
        seed = (seed * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        key = (seed >> 16) & 1023
        counts[key] = counts.get(key, 0) + 1
    return counts


def _shards() -> tuple[list[Shard], int]:
    shards: list[Shard] = common()
    return shards, len(shards) - 1


def merge(done: list[Done]) -> list[tuple[int, int]]:
    """How often each key was counted, by key.

    Copies of the work (weak scaling) count into the same dicts: each has its part of them.
    """
    shards: list[Shard] = common() or []
    total: Counts = {}
    for counts in (*(shard.counts for shard in shards), *(counts for _, counts in done)):
        for key, often in counts.items():
            total[key] = total.get(key, 0) + often
    copies = max(1, sum(total.values()) // sum(keys for keys, _ in done))
    return sorted((key, often // copies) for key, often in total.items())


def share(parameters: Parameters, tools: Tools) -> list[Shard] | None:
    if _private(parameters):
        return None
    assert tools.lock is not None  # see needs
    return [Shard({}, tools.lock()) for _ in range(DICTS[parameters["sharing"]])]


def reset(shards: list[Shard] | None) -> None:
    for shard in shards or []:
        shard.counts.clear()


def _private(parameters: Parameters) -> bool:
    return not DICTS[parameters["sharing"]]


def _small(sharing: str, seconds: float) -> Size:
    return Size({"keys": 5_000, "sharing": sharing}, "476aced0", seconds)


WORKLOAD = Workload(
    name="shared_write",
    about="one dict that all lanes write",
    kind=Kind.CPU,
    task=count,
    async_task=count_async,
    batch=lambda parameters, _: [
        (seed, parameters["keys"], _private(parameters)) for seed in range(TASKS)
    ],
    merge=merge,
    sizes={
        "small": _small("one", 0.08),
        "large": Size({"keys": 20_000, "sharing": "one"}, "61a7cde6", 0.3),
    },
    sweeps={"sharing": (_small("sharded", 0.08), _small("private", 0.05))},
    pairs_with="sharing",
    needs=lambda parameters: () if _private(parameters) else (Need.OBJECTS, Need.LOCK),
    share=share,
    reset=reset,
)
