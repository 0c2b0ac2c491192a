"""How the folder of a bundle is called, wherever it lies: its reference, and what people see of its key."""

import re

from inspection.referral.model import KEY_SHOWN

_FOLDER = re.compile(rf"(R-\d\d-\d{{6}}-\d)-[0-9a-f]{{{KEY_SHOWN}}}")


def folder_of(reference: str, bundle_key: str) -> str:
    """Return the name of the folder of a bundle."""
    return f"{reference}-{bundle_key[:KEY_SHOWN]}"


def reference_in(folder: str) -> str | None:
    """Return the reference of the case whose bundle lies in a folder, None for a list and anything else."""
    found = _FOLDER.fullmatch(folder)
    return found[1] if found else None
