"""Memory of a worker more: idle and after work, by what each lane has imported."""

from suites.workload import Kind, Quantity, Size, Workload
from suites.workloads.alloc_tree import grow
from suites.workloads.startup import imports

WORKLOAD = Workload(
    name="memory",
    about="bytes of the whole tree of processes",
    kind=Kind.CPU,
    procedure="memory",
    task=grow,
    batch=lambda parameters, _: [parameters["depth"]] * parameters["trees"],
    ranges={"depth": range(1, 31)},
    errand=imports,
    quantities={
        "idle-pss": Quantity("byte"),
        "idle-uss": Quantity("byte"),
        "worked-pss": Quantity("byte"),
        "worked-uss": Quantity("byte"),
    },
    sizes={"small": Size({"depth": 14, "imports": "nothing", "trees": 16}, "f51252fc", 0.1)},
    sweeps={"imports": (Size({"depth": 14, "imports": "heavy", "trees": 16}, "f51252fc", 0.4),)},
    values=1,  # what was freed is not always given back
    cold=True,
)
