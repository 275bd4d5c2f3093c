"""Facts that are not timings, found by trying; each is printed as JSON."""
