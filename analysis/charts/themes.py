"""A chart as one SVG for both themes: drawn in both, with classes for what differs in colour.

A reader's browser chooses by `prefers-color-scheme`; where it does not know, and on paper, it is
light. Nothing of the SVG is a text: letters are shapes, and what names would say is left out.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase, digits
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from analysis.charts.chart import Chart
from analysis.charts.compact import moved, number, path
from analysis.charts.save import svg_text
from analysis.charts.style import DARK, LIGHT

HREF = "{http://www.w3.org/1999/xlink}href"
COLOURS = ("fill", "stroke")
SILENT = ("metadata", "defs", "style")  # elements that paint nothing where they stand
DARKNESS = "@media screen and (prefers-color-scheme:dark)"
NUMBER = re.compile(r"-?\d+\.?\d*")
TARGET = re.compile(r"url\(#([^)]+)\)")
FIRST, REST = ascii_lowercase, ascii_lowercase + digits


@dataclass(frozen=True, slots=True)
class Svg:
    """What shows a chart; the same chart gives the same text."""

    width: int  # points
    height: int
    light: str  # in both themes, where there is no other
    dark: str | None = None  # in the dark one, where more than colours differ


class Unlike(Exception):
    """More than colours differ."""


def svg(chart: Chart) -> Svg:
    """One SVG for both themes where that can be; else one for each."""
    light, dark = (
        ElementTree.fromstring(svg_text(chart.draw(style), style)) for style in (LIGHT, DARK)
    )
    size = _size(light)
    try:
        return Svg(*size, merged(light, dark))
    except Unlike:
        return Svg(*size, merged(light, light), merged(dark, dark))


def merged(light: Element, dark: Element) -> str:
    """Two SVGs of matplotlib that differ in colours alone, as one. Raises Unlike."""
    box = light.get("viewBox", "")
    if box != dark.get("viewBox", ""):
        raise Unlike
    _, _, width, height = box.split()
    merging = _Merging(_targets(light), _targets(dark))
    shapes = merging.inside(light, dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width}" '
        f'height="{height}"><style>{merging.css}</style><defs>{"".join(merging.defs)}</defs>'
        f"{shapes}</svg>"
    )


def _size(root: Element) -> tuple[int, int]:
    """Points, as many as it takes."""
    _, _, width, height = root.get("viewBox", "").split()
    return math.ceil(float(width)), math.ceil(float(height))


def _targets(root: Element) -> dict[str, Element]:
    """What is referred to, by its id."""
    return {str(one.get("id")): one for one in root.iter() if one.get("id")}


class _Merging:
    """Two trees that are walked side by side, as one."""

    def __init__(self, light: Mapping[str, Element], dark: Mapping[str, Element]) -> None:
        self.defs: list[str] = []
        self._light, self._dark = light, dark
        self._ids: dict[tuple[str, str], str] = {}
        self._classes: dict[tuple[str, str], str] = {}
        self._images = False

    @property
    def css(self) -> str:
        """Colours that are the same in both themes are said once."""
        plain = ["*{stroke-linejoin:round;stroke-linecap:butt}"]
        plain += [f".{name}{{{light}}}" for (light, _), name in self._classes.items()]
        other = [
            f".{name}{{{_changes(light, dark)}}}"
            for (light, dark), name in self._classes.items()
            if light != dark
        ]
        if self._images:
            plain.append(".D{display:none}")
            other.append(".D{display:inline}.L{display:none}")
        return "".join(plain) + (f"{DARKNESS}{{{''.join(other)}}}" if other else "")

    def inside(self, one: Element, other: Element) -> str:
        """What two elements contain."""
        light, dark = (
            [child for child in parent if _tag(child) not in SILENT] for parent in (one, other)
        )
        if len(light) != len(dark):
            raise Unlike
        return "".join(map(self._element, light, dark))

    def _element(self, one: Element, other: Element, name: str = "") -> str:
        """Both, as one; `name` is its id where something refers to it."""
        tag = _tag(one)
        if tag != _tag(other):
            raise Unlike
        if tag == "image" and one.get(HREF) != other.get(HREF):
            self._images = True  # of pixels, which no class can colour: one a theme
            return _written(tag, {"class": "L", **dict(self._attributes(one, one))}) + _written(
                tag, {"class": "D", **dict(self._attributes(other, other))}
            )
        own = ({"id": name} if name else {}) | dict(self._attributes(one, other))
        content = self.inside(one, other)
        return content if tag == "g" and not own else _written(tag, own, content)

    def _attributes(self, one: Element, other: Element) -> Iterator[tuple[str, str]]:
        first, second = (dict(_plain(element)) for element in (one, other))
        links = one.get(HREF, ""), other.get(HREF, "")
        if links[0].startswith("#"):
            yield "href", f"#{self._def(links[0][1:], links[1][1:])}"
        elif links[0]:
            yield "href", "".join(links[0].split())
        clips = first.pop("clip-path", ""), second.pop("clip-path", "")
        if bool(clips[0]) != bool(clips[1]) or first != second:
            raise Unlike
        if clips[0]:
            yield "clip-path", self._refer(*clips)
        yield from first.items()
        looks = self._looks(one, other)
        if any(looks):
            names = self._classes
            yield "class", names.setdefault(looks, _short(len(names)))

    def _looks(self, one: Element, other: Element) -> tuple[str, str]:
        """Their declarations, with the same things referred to by the same names."""
        light, dark = _declared(one), _declared(other)
        if ("fill" in light) != ("fill" in dark):  # black goes without saying
            light, dark = ({"fill": "#000000", **own} for own in (light, dark))
        if light.keys() != dark.keys():
            raise Unlike
        for key, value in light.items():
            if "url(" in value:
                light[key] = dark[key] = self._refer(value, dark[key])
            elif key not in COLOURS and value != dark[key]:
                raise Unlike
        return _told(light), _told(dark)

    def _refer(self, light: str, dark: str) -> str:
        one, other = TARGET.fullmatch(light), TARGET.fullmatch(dark)
        if one is None or other is None:
            raise Unlike
        return f"url(#{self._def(one[1], other[1])})"

    def _def(self, light: str, dark: str) -> str:
        """The name of what is referred to; that is written once for all that refer to both."""
        known = (light, dark)
        if known not in self._ids:
            self._ids[known] = name = _short(len(self._ids))
            self.defs.append(self._element(self._light[light], self._dark[dark], name))
        return self._ids[known]


def _written(tag: str, attributes: Mapping[str, str], content: str = "") -> str:
    told = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{tag}{told}>{content}</{tag}>" if content else f"<{tag}{told}/>"


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _plain(element: Element) -> Iterator[tuple[str, str]]:
    """Attributes that are neither names nor looks, with no more digits than are seen."""
    for key, value in element.attrib.items():
        if key == "d":
            yield "d", path(value)
        elif key == "transform":
            yield from moved(_tag(element), value)
        elif key not in ("id", "style", HREF, *COLOURS):
            yield key, number(value) if NUMBER.fullmatch(value) else value


def _declared(element: Element) -> dict[str, str]:
    """How it looks: by its style, or by attributes."""
    found = {key: value for key in COLOURS if (value := element.get(key))}
    for told in filter(None, (element.get("style") or "").split(";")):
        key, _, value = told.partition(":")
        found[key.strip()] = value.strip()
    return found


def _told(declared: Mapping[str, str]) -> str:
    return ";".join(f"{key}:{declared[key]}" for key in sorted(declared))


def _changes(light: str, dark: str) -> str:
    """The declarations that are not the same."""
    same = light.split(";")
    return ";".join(told for told in dark.split(";") if told not in same)


def _short(count: int) -> str:
    """A name: a, b, ... z, aa, ab, ..."""
    name = FIRST[count % len(FIRST)]
    count //= len(FIRST)
    while count:
        count, place = divmod(count - 1, len(REST))
        name += REST[place]
    return name
