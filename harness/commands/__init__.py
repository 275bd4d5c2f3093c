"""One file a command; `harness.__main__` finds them by name."""
