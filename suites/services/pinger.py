"""Pings: how soon a lane echoes, seen from outside of the process that is measured.

Two lanes connect for one measurement, each with one line:

    echo TOKEN MILLISECONDS    gets one ping at a time, some milliseconds after it echoed the last,
                               for so long; then the latencies of all, on one line
    spin TOKEN                 is told `go` once the other lane has echoed a first ping, which is
                               not counted: from then on both are at work, if it comes at all
"""

import contextlib
import socketserver
import sys
import threading
import time

from suites.services import PATIENCE, complaint

# Longer than the usual switch interval, so that the lane waits for the next ping when it comes.
# With 2 ms it still waits for the GIL that it gave up to send the last echo, and the pings fall
# into step with the switches: p50 was 3.1 ms, and p99 8.4, where it is 5.2 and 5.4 of 5 ms.
PAUSE = 0.006
COMING = 0.3  # seconds that the lane that echoes waits for the other
BACKLOG = 64
LONGEST = 200  # of a first line, or an echo


class Wrong(Exception):
    """What a lane said is not what it should say."""


class Pair:
    """The two lanes of one measurement: the one that spins follows the one that echoes."""

    def __init__(self) -> None:
        self.roles: set[str] = set()
        self.echoed = threading.Event()  # or failed
        self.both = threading.Event()
        self.failed: str | None = None


class Pinger(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = BACKLOG

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Lane)
        self._pairs: dict[str, Pair] = {}  # by token; those that one of the two has not come to
        self._lock = threading.Lock()

    def join(self, token: str, role: str) -> Pair:
        with self._lock:
            pair = self._pairs.pop(token, None)
            if pair is None or role in pair.roles:
                pair = Pair()
            pair.roles.add(role)
            if len(pair.roles) == 1:
                self._pairs[token] = pair
            return pair


class Lane(socketserver.StreamRequestHandler):
    """One connection, from its first line to its last."""

    server: Pinger
    timeout = PATIENCE
    disable_nagle_algorithm = True

    def handle(self) -> None:
        try:
            last = self._converse()
        except TimeoutError:
            last = complaint(f"not a byte came for {PATIENCE:g} s")
        except (Wrong, OSError) as error:
            last = complaint(error)
        with contextlib.suppress(OSError):  # the lane is gone
            self.wfile.write(last)

    def _converse(self) -> bytes:
        """What the lane is told in the end."""
        line = self.rfile.readline(LONGEST)
        match line.decode("ascii", "replace").split():
            case ["echo", token, milliseconds] if milliseconds.isdecimal():
                latencies = self._pings(self.server.join(token, "echo"), int(milliseconds))
                return " ".join(["end", *(f"{each:.9f}" for each in latencies)]).encode() + b"\n"
            case ["spin", token]:
                return self._go(self.server.join(token, "spin"))
        raise Wrong(f"{line!r} is neither `echo TOKEN MILLISECONDS` nor `spin TOKEN`")

    def _pings(self, pair: Pair, milliseconds: int) -> list[float]:
        try:
            self._ping(0)
        except (Wrong, OSError) as error:
            pair.failed = f"the lane that echoes: {error}"
            raise
        finally:
            pair.echoed.set()
        pair.both.wait(COMING)
        latencies: list[float] = []
        end = time.perf_counter() + milliseconds / 1000
        while not latencies or time.perf_counter() < end:
            time.sleep(PAUSE)
            latencies.append(self._ping(len(latencies) + 1))
        return latencies

    def _ping(self, number: int) -> float:
        ping = b"%d\n" % number
        sent = time.perf_counter()
        self.wfile.write(ping)
        echo = self.rfile.readline(LONGEST)
        seconds = time.perf_counter() - sent
        if echo != ping:
            raise Wrong(f"the echo of {ping!r} is {echo!r}" if echo else "it hung up")
        return seconds

    def _go(self, pair: Pair) -> bytes:
        if not pair.echoed.wait(PATIENCE):
            raise Wrong(f"no lane came to echo within {PATIENCE:g} s")
        if pair.failed:
            raise Wrong(pair.failed)
        self.wfile.write(b"go\n")
        pair.both.set()
        return b""


def serve() -> None:
    with Pinger() as pinger:
        print(*pinger.server_address, flush=True)
        threading.Thread(target=pinger.serve_forever, daemon=True).start()
        sys.stdin.buffer.read()
        pinger.shutdown()


if __name__ == "__main__":
    serve()
