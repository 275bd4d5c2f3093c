"""What one run says, and whether another, on another machine, says the same.

Relations are compared, not seconds: who is faster than whom, in which order, with how many workers.
`read` takes a run from its folder, and `relate` is a pure function of two of them.
"""

from analysis.relations.relate import Relations, relate
from analysis.relations.relation import Agreement, Kind, Relation, Said
from analysis.relations.side import Side, read

__all__ = ["Agreement", "Kind", "Relation", "Relations", "Said", "Side", "read", "relate"]
