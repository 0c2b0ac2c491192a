"""Each day what left is compared with what lies there: whatever one side has and the other has not is told."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from inspection.referral.bundle import ENVELOPE, LABEL, MANIFEST, sha256_of_bytes
from inspection.referral.delivery.naming import named_in


@runtime_checkable
class Listing(Protocol):
    """A transport whose other end can be looked at."""

    name: str

    def held(self, recipient: str) -> Mapping[str, str]:
        """Return what lies at the addressee: a bundle's folder and the SHA-256 of its manifest ("" where it has none).

        Raises `ReferralFault` where it cannot be seen now.
        """
        ...


def held_sha256(read: Callable[[str], bytes | None]) -> str:
    """Return the hash of the manifest of what lies in a folder: read where it lies open, told where it is enveloped.

    What the label tells is believed only of the very envelope that it was written for; "" otherwise.

    read
        Gives the content of a file of the folder by its name, or None.
    """
    manifest = read(MANIFEST)
    if manifest is not None:
        return sha256_of_bytes(manifest)
    label, envelope = read(LABEL), read(ENVELOPE)
    try:
        told = json.loads(label or b"")
        is_whole = told["envelope_sha256"] == sha256_of_bytes(envelope or b"")
        return str(told["manifest_sha256"]) if is_whole else ""
    except (ValueError, KeyError, TypeError):
        return ""


@dataclass(frozen=True, kw_only=True)
class Differences:
    """What two sides do not agree on, by the names of folders."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unknown: tuple[str, ...]


def differences(awaited: Mapping[str, str], known: Collection[str], held: Mapping[str, str]) -> Differences:
    """Compare what was handed over with what lies there.

    awaited
        Bundles that nobody has answered, which must still be there: folder to hash of the manifest.
    known
        Folders of every bundle that ever left for this addressee; one that is answered may be gone.
    held
        What the addressee's side shows; what has not the name of a referral's bundle is not compared.
    """
    return Differences(
        missing=tuple(sorted(awaited.keys() - held.keys())),
        changed=tuple(sorted(name for name, digest in awaited.items() if held.get(name, digest) != digest)),
        unknown=tuple(sorted(name for name in held.keys() - set(known) if _is_of_referral(name))),
    )


def _is_of_referral(folder: str) -> bool:
    named = named_in(folder)
    return named is not None and named.kind == "referral"
