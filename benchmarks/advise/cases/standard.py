"""The standard library's native code, which mostly holds the GIL: sqlite3, re, json, decimal."""

import json
import re
import sqlite3
from decimal import Decimal, localcontext
from pathlib import Path

LINE = re.compile(r"^(\S+) \[([^\]]+)\] \"(GET|POST) (\S+)\" (\d{3})$")
WORDS = re.compile(r"\b([a-z]+)(ing|ed|ion)\b")


def database(seed: int) -> tuple[int, float]:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table sold (shop integer, price real)")
        rows = ((number % 17, (number * seed) % 101) for number in range(3_000))
        connection.executemany("insert into sold values (?, ?)", rows)
        shop, price = connection.execute(
            "select shop, sum(price) total from sold group by shop order by total desc, shop"
        ).fetchone()
    connection.close()
    return shop, price


def words(path: str) -> int:
    return len(WORDS.findall(Path(path).read_text()))


def status(line: str) -> int:
    """A line of a log: about 2 us."""
    found = LINE.match(line)
    return int(found[5]) if found else 0


def round_trip(seed: int) -> int:
    record = {"id": seed, "tags": ["a", "b"], "price": seed / 7, "parts": {"x": 1, "y": [1, 2]}}
    text = json.dumps([record] * 100)
    return len(json.dumps(json.loads(text), indent=1))


def root(value: int, digits: int) -> str:
    with localcontext() as context:
        context.prec = digits
        return str(Decimal(value).ln().exp())[:20]
