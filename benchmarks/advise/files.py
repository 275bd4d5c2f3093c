"""What cases read: made by the standard library, the same bytes whenever it is made."""

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

WORDS = ("walking", "printed", "station", "river", "reading", "opened", "nation", "stone")


def _folder(work: Path, name: str) -> Path:
    folder = work / name
    folder.mkdir(exist_ok=True)
    return folder


def _sentences(seed: int, count: int) -> Iterator[str]:
    drawn = random.Random(seed)
    return (" ".join(drawn.choices(WORDS, k=12)) + "." for _ in range(count))


def requests(work: Path, port: int) -> None:
    lines = (json.dumps(["127.0.0.1", port, f"number {one}"]) for one in range(150))
    (work / "requests.jsonl").write_text("\n".join(lines) + "\n")


def binary(work: Path, port: int) -> None:
    for seed in range(300):
        path = _folder(work, "files") / f"{seed:03}.bin"
        path.write_bytes(random.Random(seed).randbytes(64_000))


def texts(work: Path, port: int) -> None:
    for seed in range(150):
        path = _folder(work, "texts") / f"{seed:03}.txt"
        path.write_text("\n".join(_sentences(seed, 600)))


def log(work: Path, port: int) -> None:
    drawn = random.Random(1)
    with (work / "log.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("number", "line"))
        for number in range(30_000):
            code = drawn.choice((200, 301, 404))
            rows.writerow((number, f'10.0.0.{number % 99} [now] "GET /{number}" {code}'))


def numbers(work: Path, port: int) -> None:
    lines = (json.dumps({"value": value, "digits": 200}) for value in range(2, 2_002))
    (work / "numbers.jsonl").write_text("\n".join(lines) + "\n")


def documents(work: Path, port: int) -> None:
    for seed in range(80):
        parts = []
        for place, sentence in enumerate(_sentences(seed, 120)):
            mark = ("# ", "* ", "> ", "", "", "1. ")[place % 6]
            parts.append(f"{mark}{sentence} **bold** [link](http://example.org/{place}) `code`")
        (_folder(work, "docs") / f"{seed:03}.md").write_text("\n\n".join(parts))


def configs(work: Path, port: int) -> None:
    for seed in range(60):
        lines = []
        for place, sentence in enumerate(_sentences(seed, 40)):
            lines += [f"entry{place}:", f"  text: {sentence}", f"  sizes: [{place}, {seed}, 3]"]
        (_folder(work, "configs") / f"{seed:03}.yaml").write_text("\n".join(lines) + "\n")


def photos(work: Path, port: int) -> None:
    row = bytes(number % 251 for number in range(900 * 3))
    for seed in range(60):
        shifts = ((seed + line) % 251 for line in range(600))
        rows = b"".join(row[shift:] + row[:shift] for shift in shifts)
        path = _folder(work, "photos") / f"{seed:03}.ppm"
        path.write_bytes(b"P6 900 600 255\n" + rows)


def payloads(work: Path, port: int) -> None:
    for seed in range(120):
        entries = [
            {"text": sentence, "number": seed * place / 7, "tags": WORDS[:4], "place": place}
            for place, sentence in enumerate(_sentences(seed, 3_000))
        ]
        (_folder(work, "payloads") / f"{seed:03}.json").write_text(json.dumps(entries))


def feeds(work: Path, port: int) -> None:
    for seed in range(100):
        items = (
            f"<item kind='{('book', 'film')[place % 2]}'><name>{sentence}</name>"
            f"<price>{place % 50}.5</price></item>"
            for place, sentence in enumerate(_sentences(seed, 4_000))
        )
        (_folder(work, "feeds") / f"{seed:03}.xml").write_text(f"<shop>{''.join(items)}</shop>")
