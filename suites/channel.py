"""What is sent between lanes that wait for each other, over the queue of any strategy.

A lane that fails says so to those that wait for it, and one that hears nothing for long gives
up: a lost partner is an error and not a hang.
"""

import asyncio
from queue import Empty
from typing import Any

PATIENCE = 30  # seconds: a whole number, as `concurrent.interpreters` has no other timeouts
FAILED = "failed"  # a lane's last word, where it has no better one


class PartnerLost(Exception):
    """The lane that is waited for failed, or nothing is heard of it."""


def detached(queue: Any) -> Any:
    """The same queue; this lane can end before all that it puts is taken."""
    if hasattr(queue, "cancel_join_thread"):
        # A process with something left to send would never end if nobody takes it any more.
        # A batch that ends well has had everything.
        queue.cancel_join_thread()
    return queue


def receive(source: Any, sender: str) -> Any:
    """What comes next; PartnerLost, with the name of the sender, where nothing does."""
    try:
        sent = source.get(timeout=PATIENCE)
    except Empty:
        raise _silence(sender) from None
    return sound(sent, sender)


async def receive_async(source: Any, sender: str) -> Any:
    """The same from the queue of an event loop."""
    try:
        async with asyncio.timeout(PATIENCE):
            sent = await source.get()
    except TimeoutError:
        raise _silence(sender) from None
    return sound(sent, sender)


def sound(sent: Any, sender: str) -> Any:
    """What was sent; PartnerLost where it is a lane's last word."""
    if isinstance(sent, str) and sent == FAILED:
        raise PartnerLost(f"{sender} failed")
    return sent


def _silence(sender: str) -> PartnerLost:
    return PartnerLost(f"nothing came from {sender} for {PATIENCE} seconds")
