"""Package indexes that the user named to pip alone, in the words of uv."""

import configparser
import os
from collections.abc import Mapping
from pathlib import Path

# pip's setting -> uv's variable, and what separates several values there.
_SETTINGS = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "cert": ("SSL_CERT_FILE", " "),
}


def pips_settings() -> dict[str, str]:
    """From pip's files and variables; what comes later in pip's order counts."""
    parser = configparser.RawConfigParser()
    for path in _files():
        try:
            parser.read(path)
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue
    settings = {
        name: parser[section][name]
        for section in ("global", "install")
        for name in _SETTINGS
        if parser.has_option(section, name)
    }
    for name in _SETTINGS:
        value = os.environ.get(f"PIP_{name.upper().replace('-', '_')}")
        if value:
            settings[name] = value
    return settings


def as_uv(pip: Mapping[str, str]) -> dict[str, str]:
    """The variables that make uv look where pip looks. Pure."""
    variables = {
        variable: separator.join(pip[name].split())
        for name, (variable, separator) in _SETTINGS.items()
        if pip.get(name, "").split()
    }
    if "UV_INDEX" in variables:
        variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # pip's only one
    return variables


def _files() -> list[Path]:
    if os.environ.get("PIP_CONFIG_FILE") == os.devnull:
        return []
    home = Path.home()
    chosen = os.environ.get("PIP_CONFIG_FILE")
    return [
        Path("/etc/xdg/pip/pip.conf"),
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf",
        *([Path(chosen)] if chosen else []),
    ]
