"""What a browser may do for the page: show it, run its one script, and nothing else."""

from base64 import b64encode
from hashlib import sha256


def policy(css: str, js: str) -> str:
    """A Content-Security-Policy that knows the page's style and script by their hashes."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data:",
            f"style-src {_hash(css)}",
            f"script-src {_hash(js)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
