"""dask: processes of a `distributed.LocalCluster`, given their tasks by its scheduler."""

import contextlib
import logging
import tempfile
from collections.abc import Sequence
from typing import Any

from suites import tools
from suites.extras import package
from suites.lane import Visit, attend
from suites.pool import meetings
from suites.strategy import Strategy, Task
from suites.tools import Need, Unsupported


class Dask(Strategy):
    name = "dask"
    family = "processes"
    extra = "dask"

    def __init__(self) -> None:
        with contextlib.suppress(Unsupported):  # told when it is opened, which is timed
            package("distributed")

    @classmethod
    def lacks(cls, need: Need) -> str | None:
        return f"dask's processes share no {need.value} but by its scheduler: not measured here"

    def open(self, workers: int, common: Any = None) -> None:
        distributed = package("distributed")
        self._scratch = tempfile.TemporaryDirectory(prefix="gilbench-dask-")
        package("dask").config.set(
            {
                "temporary-directory": self._scratch.name,
                # A lane that dies is an error; the default is to try its task elsewhere.
                "distributed.scheduler.allowed-failures": 0,
            }
        )
        self._cluster = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            memory_limit=None,  # no lane is paused or replaced because of what it holds
            silence_logs=logging.CRITICAL,
        )
        self._client = distributed.Client(self._cluster)
        self._client.wait_for_workers(workers)
        if common is not None:
            self._client.run(tools.hand_out, common)

    def run(self, task: Task, batch: Sequence[Any]) -> list[Any]:
        # Not pure: a task that was done before is done again.
        futures = self._client.map(task, batch, pure=False)
        try:
            results: list[Any] = self._client.gather(futures)
        except Exception:  # that of any task that failed
            for future in futures:
                future.result()  # raises the first one's
            raise
        return results

    def visit(self, errand: Task, argument: Any) -> list[Visit]:
        lanes = list(self._client.nthreads())
        invited = zip(lanes, meetings(len(lanes), errand, argument), strict=True)
        visits: list[Visit] = self._client.gather(
            [
                self._client.submit(attend, meeting, workers=[lane], pure=False)
                for lane, meeting in invited
            ]
        )
        return visits

    def close(self) -> None:
        self._client.close()
        self._cluster.close()
        self._scratch.cleanup()


if __name__ == "__main__":
    from suites.suite import main

    main(Dask)
