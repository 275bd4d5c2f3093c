"""The templates, and how they show what comes from files: as text, whatever it is."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from record.text import printable

HERE = Path(__file__).parent


def rendered(name: str, **values: object) -> str:
    """The template of this name. What it does not know is an error."""
    return _environment().get_template(name).render(**values) + "\n"


def text_of(name: str) -> Markup:
    """A file of ours that goes into the page as it is: its hash is in the page's policy."""
    text = (HERE / name).read_text(encoding="utf-8")
    assert "</" not in text, name  # would end the element that it stands in
    return Markup(text)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _harmless(value: object) -> object:
    """Without control characters, those that turn the direction of text among them."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
