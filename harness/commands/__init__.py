"""One file a command; `harness.cli` finds them by name."""
