"""Processes by spawn: each lane is a new interpreter; the one way that every system has."""

from suites.processes import Processes


class Spawn(Processes):
    name = "processes-spawn"
    method = "spawn"


if __name__ == "__main__":
    from suites.suite import main

    main(Spawn)
