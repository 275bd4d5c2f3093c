"""What becomes of a package in an interpreter: `python -m suites.probes.ecosystem`."""
