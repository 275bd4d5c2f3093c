"""Which packages work on which interpreter, and from which lanes: found by trying each."""
