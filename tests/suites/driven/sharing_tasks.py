"""Tasks for lanes that share things: a module of its own, because lanes import what they run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from suites import channel
from suites.channel import receive, receive_async
from suites.tools import common
from suites.workloads import ping_pong, pipeline, transfer


def id_of_common(_: object) -> int:
    return id(common())


# Stages of a pipeline of which one goes wrong. Each is a task and its form for event loops.


def fail_to_parse(job: pipeline.Job) -> Any:
    return _faulty(job, "parse")


def fail_to_compute(job: pipeline.Job) -> Any:
    return _faulty(job, "compute")


def fail_to_aggregate(job: pipeline.Job) -> Any:
    return _faulty(job, "aggregate")


async def fail_to_parse_async(job: pipeline.Job) -> Any:
    return await _faulty_async(job, "parse")


async def fail_to_compute_async(job: pipeline.Job) -> Any:
    return await _faulty_async(job, "compute")


async def fail_to_aggregate_async(job: pipeline.Job) -> Any:
    return await _faulty_async(job, "aggregate")


def _faulty(job: pipeline.Job, stage: str) -> Any:
    with _exploding(stage) if job[0] == stage else nullcontext():
        return pipeline.run(job)


async def _faulty_async(job: pipeline.Job, stage: str) -> Any:
    with _exploding(stage) if job[0] == stage else nullcontext():
        return await pipeline.run_async(job)


@contextmanager
def _exploding(stage: str) -> Iterator[None]:
    right, pipeline.STAGES[stage] = pipeline.STAGES[stage], _explode
    try:
        yield
    finally:
        pipeline.STAGES[stage] = right


def _explode(_: object, __: object) -> list[Any]:
    raise ValueError("this stage fails")


def die_computing(job: pipeline.Job) -> Any:
    if job[0] == "compute":
        os._exit(3)
    return pipeline.run(job)


def impatient(job: pipeline.Job) -> Any:
    channel.PATIENCE = 1
    return pipeline.run(job)


async def impatient_async(job: pipeline.Job) -> Any:
    channel.PATIENCE = 1
    return await pipeline.run_async(job)


# Of two that play, the second answers wrong.


def answer_wrong(job: ping_pong.Job) -> Any:
    if job[0] == "ping":
        return ping_pong.play(job)
    there, back = common()
    back.put(receive(there, "ping") - 38)
    return job


async def answer_wrong_async(job: ping_pong.Job) -> Any:
    if job[0] == "ping":
        return await ping_pong.play_async(job)
    there, back = common()
    await back.put(await receive_async(there, "ping") - 38)
    return job


# Of two that hand an object to each other, the second sends something else back.


def send_else(job: transfer.Job) -> Any:
    if job[0] == "ping":
        return transfer.play(job)
    there, back, _ = common()
    for _ in range(transfer.FIRST + job[1]["rounds"]):
        there.get()
        back.put(b"else")
    return job


async def send_else_async(job: transfer.Job) -> Any:
    if job[0] == "ping":
        return await transfer.play_async(job)
    there, back, _ = common()
    for _ in range(transfer.FIRST + job[1]["rounds"]):
        await there.get()
        await back.put(b"else")
    return job
