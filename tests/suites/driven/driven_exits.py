"""A package whose import ends the program."""

raise SystemExit("no licence")
