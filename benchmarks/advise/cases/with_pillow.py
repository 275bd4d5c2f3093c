"""Pillow: lets the GIL go while it resizes."""

from PIL import Image


def thumbnail(path: str) -> tuple[int, int]:
    with Image.open(path) as image:
        small = image.resize((200, 150), Image.Resampling.LANCZOS)
    return small.size
