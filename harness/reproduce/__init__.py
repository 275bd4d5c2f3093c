"""Another's published run, here: its interpreters and its plan, as far as they can be had.

All that is taken from the other's files is data: versions, flags, and cells that this version's own
catalog knows. No path, no command and no name of a program in them is ever used.
"""
