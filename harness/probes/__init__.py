"""The facts that are not timings: each is asked of an interpreter in a process of its own."""
