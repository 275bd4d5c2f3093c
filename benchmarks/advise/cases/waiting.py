"""What waits: for the clock, for a server, for a file; alone, and with work beside it."""

import asyncio
import socket
import time
from pathlib import Path


def pause(seed: int) -> int:
    time.sleep(0.02)
    return seed


async def pause_async(seed: int) -> int:
    await asyncio.sleep(0.02)
    return seed


def fetch(host: str, port: int, text: str) -> str:
    with socket.create_connection((host, port)) as connection:
        connection.sendall(text.encode() + b"\n")
        return connection.makefile().readline().strip()


async def fetch_async(host: str, port: int, text: str) -> str:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(text.encode() + b"\n")
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line.decode().strip()


def read(path: str) -> int:
    return len(Path(path).read_bytes())


def half_and_half(seed: int) -> int:
    """5 ms of waiting, then about 5 ms of pure Python."""
    time.sleep(0.005)
    return _compute(80_000 + seed % 7)


async def compute_between(seed: int) -> int:
    """5 ms of waiting, then about 2 ms that hold the loop."""
    await asyncio.sleep(0.005)
    return _compute(30_000 + seed % 7)


def _compute(steps: int) -> int:
    total = 0
    for step in range(steps):
        total += step * step % 7
    return total
