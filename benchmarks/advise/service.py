"""A server that answers each line after 10 ms, in a process of its own while a case is measured."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DELAY = 0.010  # seconds
BACKLOG = 1024


@contextmanager
def server() -> Iterator[int]:
    """Its port."""
    process = subprocess.Popen([sys.executable, str(Path(__file__))], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        line = await reader.readline()
        await asyncio.sleep(DELAY)
        writer.write(line)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    except ConnectionError:
        pass  # its client was ended


async def _serve() -> None:
    serving = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=BACKLOG)
    print(serving.sockets[0].getsockname()[1], flush=True)
    await serving.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
