"""Bodies that attract each other: arithmetic on floats in lists that no other lane sees.

Of additions, multiplications, divisions and square roots alone, which are exact to the last bit
everywhere: a power would be the C library's own.
"""

from math import sqrt

from suites.workload import Kind, Size, Workload

Body = list[float]  # x, y, z, their velocities, the mass


def system(seed: int) -> list[Body]:
    """Five bodies: a heavy one, and four about it that differ with the seed."""
    bodies = [[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0]]
    for number in range(1, 5):
        distance = 2.0 * number + seed / 128
        speed = sqrt(40.0 / distance)
        side = 1.0 if number & 1 else -1.0
        bodies.append([distance * side, 0.0, 0.125 * number, 0.0, speed * side, 0.0, 0.01 * number])
    return bodies


def energy(bodies: list[Body]) -> float:
    total = 0.0
    for number, (x, y, z, u, v, w, mass) in enumerate(bodies):
        total += 0.5 * mass * (u * u + v * v + w * w)
        for other in bodies[number + 1 :]:
            dx, dy, dz = x - other[0], y - other[1], z - other[2]
            total -= mass * other[6] / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def simulate(job: tuple[int, int]) -> float:
    """The energy of a system of its own after so many steps."""
    seed, steps = job
    root, step = sqrt, 0.001
    bodies = system(seed)
    pairs = [(one, other) for i, one in enumerate(bodies) for other in bodies[i + 1 :]]
    for _ in range(steps):
        for one, other in pairs:
            dx = one[0] - other[0]
            dy = one[1] - other[1]
            dz = one[2] - other[2]
            square = dx * dx + dy * dy + dz * dz
            pull = step / (square * root(square))
            push = one[6] * pull
            pull *= other[6]
            one[3] -= dx * pull
            one[4] -= dy * pull
            one[5] -= dz * pull
            other[3] += dx * push
            other[4] += dy * push
            other[5] += dz * push
        for body in bodies:
            body[0] += step * body[3]
            body[1] += step * body[4]
            body[2] += step * body[5]
    return energy(bodies)


WORKLOAD = Workload(
    name="nbody",
    about="a numeric loop on floats",
    kind=Kind.CPU,
    task=simulate,
    batch=lambda parameters, _: [(seed, parameters["steps"]) for seed in range(64)],
    sizes={
        "small": Size({"steps": 1_200}, "1e9e8e43", 0.34),
        "large": Size({"steps": 4_800}, "991c0577", 1.36),
    },
)
