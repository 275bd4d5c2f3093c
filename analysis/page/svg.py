"""An SVG as a data: URI in an attribute: no larger than it must be, and nothing in it is markup."""

from urllib.parse import quote

from markupsafe import Markup

# Left as they are: what ends neither the address nor an attribute in double quotes. Where an
# address stands in a list of several (`srcset`) spaces and commas would end it, too.
PLAIN = "!$'()*+,-./:;=?@[]_{|}~"


def data_uri(svg: str, *, listed: bool = False) -> Markup:
    """The same picture gives the same text."""
    if "'" not in svg:
        svg = svg.replace('"', "'")  # which need no escape
    safe = PLAIN.replace(",", "") if listed else f"{PLAIN} "
    return Markup("data:image/svg+xml," + quote(svg.strip(), safe=safe))
