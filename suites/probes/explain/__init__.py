"""Where lanes are, what they share, who runs at once: `python -m suites.probes.explain`."""
