"""Whether the function can be had in a subinterpreter: imported there, and called once."""

from suites import own
from suites.own import Job, Raised
from suites.probes.profile.answer import Answer
from suites.probes.profile.inputs import pick
from suites.probes.sharing.raised import root
from suites.subinterpreter import create


def subinterpreter(job: Job, answer: Answer) -> None:
    answer.tell("its process ended when it was imported there")
    own.ready(job)  # a program has it imported before it has lanes
    lane = create()
    if why := lane.call(own.ready_or_why, job):
        answer.tell(why)
        return
    answer.tell("its process ended when it was called there")
    (first,) = pick(job, [0])
    try:
        result = lane.call(own.call, first)
    except Exception as error:
        answer.tell(own.steady(root(error, []) or own.raised(error).error))
        return
    if isinstance(result, Raised) and own.call(first) != result:
        answer.tell(f"called there it raised {result.error}")
        return
    answer.tell()
