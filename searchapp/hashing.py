"""Hashes that are the same on every run and machine (Python's own are not)."""

from hashlib import blake2b


def hash64(data: bytes) -> int:
    """Return 64 bits of BLAKE2b as an unsigned number."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")
