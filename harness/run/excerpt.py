"""The start and the end of a stream, however long it is."""

HEAD = 2048  # bytes
TAIL = 8192


class Excerpt:
    def __init__(self) -> None:
        self._head = b""
        self._tail = b""
        self._length = 0

    def add(self, data: bytes) -> None:
        self._length += len(data)
        room = HEAD - len(self._head)
        self._head += data[:room]
        self._tail = (self._tail + data[room:])[-TAIL:]

    def text(self) -> str:
        left_out = self._length - len(self._head) - len(self._tail)
        gap = f"\n[{left_out} bytes left out]\n".encode() if left_out else b""
        return (self._head + gap + self._tail).decode(errors="replace")
