"""Is this machine fit to measure on? A snapshot of facts, and pure checks over it."""
