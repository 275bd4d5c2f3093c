"""Processes by forkserver: a small clean process forks the lanes; Linux's default from 3.14."""

from suites.processes import Processes


class ForkServer(Processes):
    name = "processes-forkserver"
    method = "forkserver"


if __name__ == "__main__":
    from suites.suite import main

    main(ForkServer)
