"""Users of a web application: each sends a request, waits for its answer, sends the next.

What serves them connects here, as workers behind a reverse proxy do, and says on one line

    TOKEN REQUESTS FIRST STOP

that of all the requests of a crowd of users it serves those from FIRST to STOP. It gets them as
HTTP/1.1, one after another, and the latencies of all on a last line. A latency counts from when a
user sent the request, so it includes the time until a connection was free to take it.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable

from suites.services import PATIENCE, complaint

USERS = 32
BACKLOG = 1024


class Wrong(Exception):
    """What a connection said is not what it should say."""


class Crowd:
    """32 users who send so many requests in all, as `ab -c 32 -n REQUESTS` does."""

    def __init__(self, requests: int) -> None:
        self.claimed: set[int] = set()  # by a connection
        self.requests = self._unsent = requests
        self._broken: Exception | None = None
        self._sent: asyncio.Queue[float | None] = asyncio.Queue()  # when; None: all is over
        for _ in range(USERS):
            self.send()

    def send(self) -> None:
        """A user who has no request under way sends one, if there are any left."""
        if self._unsent:
            self._unsent -= 1
            self._sent.put_nowait(time.perf_counter())

    async def next(self) -> float:
        """When the request that has waited longest was sent."""
        sent = await self._sent.get()
        if self._broken or sent is None:
            self._sent.put_nowait(None)  # for those who wait too
            raise Wrong(self._broken)
        return sent

    def break_up(self, why: Exception) -> None:
        """What one connection lost is never answered: no other shall wait for it."""
        self._broken = self._broken or why
        self._sent.put_nowait(None)


class Users:
    def __init__(self) -> None:
        # Those of which not every request is claimed: of one token, there can be the last
        # connections of a batch still to come when the first of the next are there.
        self._crowds: dict[str, list[Crowd]] = {}

    async def meet(self, lines: asyncio.StreamReader, link: asyncio.StreamWriter) -> None:
        """One connection, from its first line to its last."""
        crowd = None
        try:
            token, requests, first, stop = await _claim(lines)
            crowd = self._crowd(token, requests, range(first, stop))
            latencies = []
            for number in range(first, stop):
                sent = await crowd.next()
                link.write(request(number))
                await _answer(lines, number)
                latencies.append(time.perf_counter() - sent)
                crowd.send()
            link.write(" ".join(f"{latency:.9f}" for latency in latencies).encode() + b"\n")
            await link.drain()
        except (Wrong, OSError, EOFError) as error:
            if crowd:
                crowd.break_up(error)
            link.write(complaint(error))  # for a peer that is gone, it goes nowhere
        except asyncio.CancelledError:
            pass  # the service ends; 3.12.1 would print a traceback for each connection
        finally:
            link.close()

    def _crowd(self, token: str, requests: int, share: range) -> Crowd:
        """The oldest one that waits for this share."""
        crowds = self._crowds.setdefault(token, [])
        for crowd in crowds:
            if crowd.requests == requests and crowd.claimed.isdisjoint(share):
                break
        else:
            crowd = Crowd(requests)
            crowds.append(crowd)
        crowd.claimed.update(share)
        if len(crowd.claimed) == requests:
            crowds.remove(crowd)
        if not crowds:
            del self._crowds[token]
        return crowd


async def _claim(lines: asyncio.StreamReader) -> tuple[str, int, int, int]:
    line = b""
    try:
        line = await _within(lines.readline())
        token, *numbers = line.decode().split()
        requests, first, stop = map(int, numbers)
    except ValueError:  # a line without an end is one too
        raise Wrong(f"{line[:80]!r} is not TOKEN REQUESTS FIRST STOP") from None
    if not 0 <= first < stop <= requests:
        raise Wrong(f"there are no requests from {first} to {stop} of {requests}")
    return token, requests, first, stop


async def _answer(lines: asyncio.StreamReader, number: int) -> None:
    """Raises Wrong where the answer is not that of the request."""
    try:
        head = await _within(lines.readuntil(b"\r\n\r\n"))
        status, *fields = head.decode("latin-1").split("\r\n")
        headers = dict(field.lower().split(": ", 1) for field in fields if field)
        answer = json.loads(await _within(lines.readexactly(int(headers["content-length"]))))
        given = status, answer["order"], answer["total"]
    except (ValueError, LookupError, TypeError, asyncio.LimitOverrunError) as error:
        raise Wrong(f"the answer to request {number} cannot be read: {error!r}") from None
    if given != ("HTTP/1.1 200 OK", number, total(number)):
        raise Wrong(f"the answer to request {number} is wrong: {given}")


async def _within(reading: Awaitable[bytes]) -> bytes:
    try:
        return await asyncio.wait_for(reading, PATIENCE)
    except TimeoutError:
        raise Wrong(f"not a byte came for {PATIENCE:g} s") from None


def order(number: int) -> list[dict[str, int]]:
    return [
        {"item": 1000 + place, "count": 1 + (number + place) % 3, "price": 5 * place + number % 7}
        for place in range(8)
    ]


def total(number: int) -> int:
    return sum(line["count"] * line["price"] for line in order(number))


def request(number: int) -> bytes:
    """As a browser sends it."""
    body = json.dumps({"order": number, "name": f"user {number}", "lines": order(number)})
    head = [
        f"POST /shop/orders?customer={number % 97}&currency=EUR&note=a%20b+c HTTP/1.1",
        "Host: shop.example.org",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Accept: application/json, text/plain, */*",
        "Accept-Language: en-GB,en;q=0.5",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Cookie: session=5f1c8a0e9b7d4c2f; theme=dark",
        "Connection: keep-alive",
    ]
    return "\r\n".join([*head, "", body]).encode()


async def serve() -> None:
    server = await asyncio.start_server(Users().meet, "127.0.0.1", 0, backlog=BACKLOG)
    host, port = server.sockets[0].getsockname()[:2]
    print(host, port, flush=True)
    await asyncio.to_thread(sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(serve())
