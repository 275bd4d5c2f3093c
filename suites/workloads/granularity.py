"""Tasks of 1 µs to 100 ms: how long has a task to be before it pays to hand it out?

A task is so many `turns` of a tight loop. How long that is depends on the interpreter: it is what
a sequential batch takes, by its number of tasks. These vary too, or the shortest would last for
microseconds and the longest for minutes: as many as make about 0.2 s, but 8 to 1,000.
"""

from suites.workload import Kind, Size, Workload


def turn(turns: int) -> int:
    state = 1
    for _ in range(turns):
        state = (state * 75 + 74) % 65_537
    return state


WORKLOAD = Workload(
    name="granularity",
    about="what handing out tasks costs, by their length",
    kind=Kind.CPU,
    task=turn,
    batch=lambda parameters, _: [parameters["turns"]] * parameters["tasks"],
    sizes={"small": Size({"tasks": 200, "turns": 16_000}, "d72ac172", 0.19)},
    sweeps={
        "turns": (
            Size({"tasks": 1_000, "turns": 16}, "64e0d8be", 0.001),  # 1 µs
            Size({"tasks": 1_000, "turns": 160}, "38db5006", 0.011),
            Size({"tasks": 1_000, "turns": 1_600}, "10073ac9", 0.1),
            Size({"tasks": 20, "turns": 160_000}, "d39e07fd", 0.19),
            Size({"tasks": 8, "turns": 1_600_000}, "44bc6d80", 0.8),
        )
    },
)
