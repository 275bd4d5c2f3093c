"""cryptography: lets the GIL go while it derives a key; no wheel for 3.13t."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def derive(seed: int) -> str:
    how = PBKDF2HMAC(hashes.SHA256(), length=32, salt=b"salt" * 4, iterations=20_000)
    return how.derive(b"%d" % seed).hex()
