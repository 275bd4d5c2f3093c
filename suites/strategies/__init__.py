"""One file a strategy; each is a pyperf suite as well (`python -m suites.threads`)."""
