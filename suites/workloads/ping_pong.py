"""Two lanes and two queues: a number goes over and comes back, one more, before the next goes.

So every `get` begins with an empty queue: it is the waiting that is measured, not the sending.
One lane cannot do that alone, and so the base is `threads`.
"""

import time

from suites.channel import FAILED, detached, receive, receive_async
from suites.latencies import P50, P99
from suites.tools import Need, Tools, common
from suites.workload import Kind, Parameters, Size, Workload

FIRST = 3  # rounds that are not counted: queues between processes start a thread with the first

Job = tuple[str, int]  # ping, or pong; rounds
Done = tuple[str, list[float]]  # who it was, and how long each of its rounds took, in seconds


def play(job: Job) -> Done:
    player, rounds = job
    there, back = map(detached, common())
    latencies = []
    try:
        for number in range(-FIRST, rounds):
            if player == "ping":
                start = time.perf_counter()
                there.put(number)
                _check(receive(back, "pong"), number + 1)
                latencies.append(time.perf_counter() - start)
            else:
                back.put(receive(there, "ping") + 1)
    except BaseException:
        (there if player == "ping" else back).put(FAILED)
        raise
    return player, latencies[FIRST:]


async def play_async(job: Job) -> Done:
    """The same over the queues of an event loop."""
    player, rounds = job
    there, back = common()
    latencies = []
    try:
        for number in range(-FIRST, rounds):
            if player == "ping":
                start = time.perf_counter()
                await there.put(number)
                _check(await receive_async(back, "pong"), number + 1)
                latencies.append(time.perf_counter() - start)
            else:
                await back.put(await receive_async(there, "ping") + 1)
    except BaseException:
        await (there if player == "ping" else back).put(FAILED)
        raise
    return player, latencies[FIRST:]


def _check(answer: int, expected: int) -> None:
    if answer != expected:
        raise ValueError(f"pong answered {answer}, not {expected}")


def share(_: Parameters, tools: Tools) -> tuple[object, object]:
    assert tools.queue is not None  # see needs
    return tools.queue(), tools.queue()


WORKLOAD = Workload(
    name="ping_pong",
    about="a number there and back over two queues",
    kind=Kind.WAIT,
    task=play,
    async_task=play_async,
    batch=lambda parameters, _: [(player, parameters["rounds"]) for player in ("ping", "pong")],
    result=lambda parameters: [("ping", parameters["rounds"]), ("pong", 0)],
    merge=lambda done: [(player, len(latencies)) for player, latencies in done],
    quantities={"p50": P50, "p99": P99},
    workers=(2,),
    sizes={"small": Size({"rounds": 200}, "44f8203c", 0.5)},
    needs=lambda _: (Need.QUEUE, Need.COMPANY),
    share=share,
    values=1,  # of hundreds of rounds
)
