"""Keys: short, equal for equal things, safe in any index."""

from __future__ import annotations

import hashlib


def hash64(*parts: str) -> int:
    """Give a signed 64-bit hash of texts (BLAKE2b, RFC 7693), never 0; the same on every machine.

    Parts are told apart: ("ab", "c") and ("a", "bc") differ.
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return int.from_bytes(digest.digest(), "big", signed=True) or 1


def tag_key(key: str) -> str:
    """Give the key of a topic or name as StoryTag keeps it: whole, or cut and told apart by a hash."""
    clean = key.replace("\0", "")
    return clean if len(clean) <= 200 else f"{clean[:180]}~{hash64(key) & (2**64 - 1):016x}"
