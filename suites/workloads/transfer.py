"""An object there and back between two lanes, by its size, its kind and the way that it goes.

The next goes when the one before is back, so a round trip is two hand-overs: packing, sending,
waking the other lane, receiving, unpacking, twice. Bandwidth is the content of both over that
time. Lanes that hand over no copy have a bandwidth too, which says only that.
"""

import time
from typing import Any

from suites.channel import FAILED, detached, sound
from suites.latencies import P50, percentile
from suites.payloads import PAYLOADS
from suites.tools import common
from suites.ways import NEEDS, Packing, link, packing
from suites.workload import Finished, Kind, Parameters, Quantity, Size, Workload
from suites.workloads.startup import bring

FIRST = 2  # rounds that are not counted: queues between processes start a thread with the first
MIB = 1 << 20
USUAL = {"kind": "bytes", "size": MIB, "way": "queue"}

Job = tuple[str, Parameters]  # ping, or pong
Done = tuple[str, list[float]]  # who it was, and how long each of its rounds took, in seconds


def play(job: Job) -> Done:
    player, parameters = job
    own, there, back = _ends(player, parameters)
    latencies: list[float] = []
    received: Any = None
    try:
        sent = PAYLOADS[parameters["kind"]].make(parameters["size"])
        if player == "ping":
            own.prepare(sent)
        for _ in range(FIRST + parameters["rounds"]):
            received = None  # or one copy more would be alive than is in use
            if player == "ping":
                start = time.perf_counter()
                there.put(own.pack(sent))
                received = own.unpack(sound(back.get(), "pong"))
                latencies.append(time.perf_counter() - start)
            else:
                received = own.unpack(sound(there.get(), "ping"))
                back.put(own.pack(received))
        _check(parameters, own.plain(received), sent)
    except BaseException:
        (there if player == "ping" else back).put(FAILED)
        raise
    return player, latencies[FIRST:]


async def play_async(job: Job) -> Done:
    """The same over the queues of an event loop."""
    player, parameters = job
    own, there, back = _ends(player, parameters)
    latencies: list[float] = []
    received: Any = None
    try:
        sent = PAYLOADS[parameters["kind"]].make(parameters["size"])
        for _ in range(FIRST + parameters["rounds"]):
            received = None
            if player == "ping":
                start = time.perf_counter()
                await there.put(own.pack(sent))
                received = own.unpack(sound(await back.get(), "pong"))
                latencies.append(time.perf_counter() - start)
            else:
                received = own.unpack(sound(await there.get(), "ping"))
                await back.put(own.pack(received))
        _check(parameters, own.plain(received), sent)
    except BaseException:
        await (there if player == "ping" else back).put(FAILED)
        raise
    return player, latencies[FIRST:]


def _ends(player: str, parameters: Parameters) -> tuple[Packing, Any, Any]:
    there, back, block = common()
    return packing(parameters, block), detached(there), detached(back)


def _check(parameters: Parameters, received: Any, sent: Any) -> None:
    if not PAYLOADS[parameters["kind"]].same(received, sent):
        raise ValueError(f"the {parameters['kind']} that came is not the one that was sent")


def jobs(parameters: Parameters, _: object) -> list[Job]:
    return [(player, parameters) for player in ("ping", "pong")]


def errand(parameters: Parameters) -> tuple[Any, Any]:
    """NumPy in every lane before the first round, where it is sent."""
    return bring, ("numpy",) if parameters["kind"] == "numpy" else ()


def bandwidth(finished: Finished) -> float:
    """Bytes a second, there and back, of the median round."""
    size: int = finished.parameters["size"]
    return 2 * size / percentile(finished, 50)


def _size(**changed: Any) -> Size:
    parameters = {**USUAL, **changed}
    rounds = 200 if parameters["size"] < MIB else 5 if parameters["size"] > MIB else 40
    seconds = 0.1 if parameters["size"] <= MIB else 10 * parameters["size"] / (1 << 30)
    return Size({**parameters, "rounds": rounds}, _CHECKSUMS[rounds], seconds)


_CHECKSUMS = {200: "44f8203c", 40: "7e3d3bc5", 5: "072b2a3d"}
_SIZES = (1, 1 << 10, 1 << 16, 16 * MIB, 64 * MIB)

WORKLOAD = Workload(
    name="transfer",
    about="an object there and back between two lanes, by size, kind and way",
    kind=Kind.WAIT,
    task=play,
    async_task=play_async,
    batch=jobs,
    result=lambda parameters: [("ping", parameters["rounds"]), ("pong", 0)],
    merge=lambda done: [(player, len(latencies)) for player, latencies in done],
    quantities={"round_trip": P50, "bandwidth": Quantity("byte/second", bandwidth)},
    workers=(2,),
    sizes={"small": _size()},
    sweeps={
        "way": [_size(way=way) for way in NEEDS],
        "size": [_size(way=way, size=size) for way in NEEDS for size in _SIZES],
        "kind": [
            _size(way=way, kind=kind)
            for way in NEEDS
            for kind, payload in PAYLOADS.items()
            if way != "memoryview" or payload.copy
        ],
    },
    pairs_with="way",
    needs=lambda parameters: NEEDS[parameters["way"]],
    share=link,
    errand=errand,
    extra=lambda parameters: "numpy" if parameters["kind"] == "numpy" else "",
    values=1,  # of many rounds
)
