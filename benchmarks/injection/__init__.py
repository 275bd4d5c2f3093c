"""The parts of the fault benchmark: what is done to a running harness, and what is lost by it.

A new kind of fault is one function in `harness_faults`, `process_faults` or `machine_faults`.
"""
