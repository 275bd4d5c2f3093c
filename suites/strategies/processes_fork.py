"""Processes by fork: each lane is a copy of the running process, made on write."""

from suites.processes import Processes


class Fork(Processes):
    name = "processes-fork"
    method = "fork"


if __name__ == "__main__":
    from suites.suite import main

    main(Fork)
