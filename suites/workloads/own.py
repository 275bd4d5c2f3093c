"""A function of the user's own and inputs of theirs: see `gilbench advise`."""

import re

from suites import own
from suites.workload import Kind, Parameters, Quantity, Size, Workload

LONGEST = 64  # characters of a name


def title(job: own.Job) -> str:
    """The function's name as a parameter can have it."""
    name = re.sub(r"[^A-Za-z0-9._+-]", "_", f"{job.module}.{job.function}")[-LONGEST:]
    return re.sub(r"\A[.-]+", "", name) or "_"


def _workload(job: own.Job) -> Workload:
    parameters: Parameters = {"function": title(job), "tasks": job.tasks or job.total}
    return Workload(
        name="own",
        about=f"{job.module}:{job.function}"[:200],
        kind=Kind(job.kind),
        procedure="own",
        task=own.call,
        batch=lambda _, __: own.batch(job),
        quantities={
            "batch": Quantity("second"),
            "entry": Quantity("second"),
            "total": Quantity("second"),
        },
        sizes={"small": Size(parameters, job.checksum, job.seconds)},
        values=1,
    )


WORKLOAD = _workload(own.job())
