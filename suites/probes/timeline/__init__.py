"""When each lane ran: `python -m suites.probes.timeline`."""
