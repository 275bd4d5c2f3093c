"""Whether a group's block that was measured beside other work is measured again."""

from harness.run.ledger import Ledger

FEW = 4  # group-blocks: too few to tell what a machine is like


def wanted(ledger: Ledger, group: str, block: int) -> bool:
    """Once at most: where the one complete take that there is was contaminated."""
    return ledger.contaminated(group, block) and ledger.complete_takes(group, block) == 1


def pointless(ledger: Ledger) -> bool:
    """Whether the machine is simply like that: more than half of the group-blocks were spoilt."""
    places = list(ledger.group_blocks())
    spoilt = sum(ledger.spoilt(group, block) for group, block in places)
    return len(places) >= FEW and spoilt > len(places) / 2
