"""Binary trees of tuples, built and counted: the allocator and reference counts at work."""

from suites.workload import Kind, Size, Workload

Tree = tuple["Tree", "Tree"] | tuple[()]


def build(depth: int) -> Tree:
    return (build(depth - 1), build(depth - 1)) if depth else ()


def count(tree: Tree) -> int:
    return 1 + count(tree[0]) + count(tree[1]) if tree else 1


def grow(depth: int) -> int:
    return count(build(depth))


WORKLOAD = Workload(
    name="alloc_tree",
    about="allocation of many small objects",
    kind=Kind.CPU,
    task=grow,
    batch=lambda parameters, _: [parameters["depth"]] * parameters["trees"],
    ranges={"depth": range(1, 31)},
    sizes={
        "small": Size({"depth": 14, "trees": 64}, "f8a46245", 0.22),
        "large": Size({"depth": 16, "trees": 64}, "2cb72318", 1.36),
    },
)
