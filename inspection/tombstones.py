"""A tombstone: the small signed file that tells when a case's key was destroyed, and which keys the case has had.

Rows are erased on its word. So nobody without the house's key can write one, and one that was moved to another case, or
changed, is as damaged.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

from inspection.errors import KeyringFault

TOMBSTONE = "tombstone"  # the purpose of the key that signs them


def written_tombstone(told: Mapping[str, Any], case_id: str, by: bytes) -> bytes:
    """Return the body of the file that tells something of a case; `by` the key that signs it."""
    return (json.dumps({**told, "signed": _signature(told, case_id, by)}) + "\n").encode()


def read_tombstone(body: bytes, case_id: str, by: bytes) -> dict[str, Any]:
    """Return what a tombstone tells; raises `KeyringFault` 104 for one that is damaged, of another case or unsigned."""
    try:
        told = dict(json.loads(body))
    except (ValueError, TypeError):
        raise KeyringFault("KEYRING-104", case=case_id) from None
    signature = str(told.pop("signed", ""))
    if not hmac.compare_digest(signature.encode(), _signature(told, case_id, by).encode()):
        raise KeyringFault("KEYRING-104", case=case_id)
    return told


def _signature(told: Mapping[str, Any], case_id: str, by: bytes) -> str:
    return hmac.digest(by, json.dumps([case_id, told], sort_keys=True).encode(), "sha256").hex()
