"""NumPy's functions on whole arrays, which release the GIL, by the length of the arrays.

The elements computed are as many in all: 64 tasks, 8 of two rounds where an array has 10,000,000
and memory is what one waits for. Results go where operands are, so that nothing is allocated. All
are whole numbers below 2**53, roots of squares: exact, in whatever order a version sums them.
"""

from suites.workload import Kind, Parameters, Size, Workload, pieces
from suites.workloads.startup import bring

Job = tuple[int, int, int]  # a number, elements of an array, rounds


def apply(job: Job) -> int:
    """The sum of an array of its own after so many rounds of three functions."""
    import numpy as np  # noqa: PLC0415 (only what runs this has it)

    seed, size, rounds = job
    values = np.arange(seed, seed + size, dtype=np.float64)
    squares = np.empty_like(values)
    for _ in range(rounds):
        np.multiply(values, values, out=squares)
        np.sqrt(squares, out=squares)
        np.add(squares, 1.0, out=values)
    return int(values.sum())


def jobs(parameters: Parameters, _: object) -> list[Job]:
    size = parameters["size"]
    arrays = parameters["millions"] * 1_000_000 // size
    tasks = max(1, min(64, arrays // 2))  # two rounds and more: an array has to be made, too
    rounds = [stop - start for start, stop in pieces(arrays, tasks)]
    return [(seed, size, count) for seed, count in enumerate(rounds)]


WORKLOAD = Workload(
    name="numpy_ufunc",
    about="NumPy's functions on arrays, by their length",
    kind=Kind.NATIVE,
    task=apply,
    batch=jobs,
    extra=lambda _: "numpy",
    errand=lambda _: (bring, ("numpy",)),  # in every lane, before it is asked for its GIL
    sizes={
        "small": Size({"millions": 160, "size": 100_000}, "c0d45b4c", 0.27),
        "large": Size({"millions": 640, "size": 100_000}, "a2d3af4f", 1.05),
    },
    sweeps={
        "size": (
            Size({"millions": 160, "size": 1_000}, "a8a53dad", 0.46),
            Size({"millions": 160, "size": 10_000}, "9a9f204c", 0.26),
            Size({"millions": 160, "size": 1_000_000}, "8de6d8c5", 0.5),
            Size({"millions": 160, "size": 10_000_000}, "4502bb16", 0.55),
        )
    },
)
