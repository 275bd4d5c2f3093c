"""The controlling side: plans, gets interpreters ready, runs the measured side."""
