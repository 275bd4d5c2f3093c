"""Answers one question: see the package."""

import argparse
import os

from suites import own
from suites.own import Unusable, raised
from suites.probes.profile.answer import Answer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m suites.probes.profile")
    parser.add_argument("question", choices=("calls", "digest", "subinterpreter", "watched"))
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--places", default="0", help=argparse.SUPPRESS)
    options = parser.parse_args()
    answer = Answer()
    try:
        ask(options, answer)
    except Unusable as error:
        answer.tell(str(error))
    except Exception as error:
        answer.tell(f"it cannot be looked at: {raised(error).error}")
    if options.question != "watched":  # which tells whether a program that calls it ends
        os._exit(0)  # whatever threads it left


def ask(options: argparse.Namespace, answer: Answer) -> None:
    job = own.job()
    if options.question == "calls":
        from suites.probes.profile.calls import profile  # noqa: PLC0415

        profile(job, options.seconds, answer)
    elif options.question == "watched":
        from suites.probes.profile.watched import watched  # noqa: PLC0415

        answer.tell(**watched(job, [int(place) for place in options.places.split(",")]))
    elif options.question == "digest":
        from suites.probes.profile.batch import sequential  # noqa: PLC0415

        sequential(job, answer)
    else:
        from suites.probes.profile.isolated import subinterpreter  # noqa: PLC0415

        subinterpreter(job, answer)


if __name__ == "__main__":
    main()
