"""How a manifest is written: its JSON, an entry for each file, and the key that makes a second sending harmless."""

import hashlib
import json
from typing import Any, Final

DATA: Final = "data.json"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.p7s"  # beside the manifest of a bundle that leaves, where the house has a certificate
ENVELOPE: Final = "bundle.zip.p7m"  # all of it, for an addressee that has a certificate; the label stands outside
LABEL: Final = "envelope.json"


def readable_json(value: object) -> bytes:
    """Return a value as JSON that people can read, with sorted keys: one value has one text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2).encode()


def sha256_of_bytes(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def entry(name: str, content: bytes) -> dict[str, Any]:
    """Return a file as its manifest lists it."""
    return {"name": name, "bytes": len(content), "sha256": sha256_of_bytes(content)}


def key_of(*parts: object) -> str:
    """Return the key of a bundle: a hash of all that makes it what it is."""
    return sha256_of_bytes(readable_json(list(parts)))
