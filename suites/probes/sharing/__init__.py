"""What a lane gets when it is sent an object: `python -m suites.probes.sharing`."""
