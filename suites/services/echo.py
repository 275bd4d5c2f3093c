"""A loopback server that answers each line with the same line, 2 ms later."""

import asyncio
import sys

DELAY = 0.002
BACKLOG = 1024


async def answer(lines: asyncio.StreamReader, link: asyncio.StreamWriter) -> None:
    try:
        while line := await lines.readline():
            await asyncio.sleep(DELAY)
            link.write(line)
            await link.drain()
    except ConnectionError:
        pass  # a measured process that was ended mid-way
    finally:
        link.close()


async def serve() -> None:
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=BACKLOG)
    host, port = server.sockets[0].getsockname()[:2]
    print(host, port, flush=True)
    await asyncio.to_thread(sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(serve())
