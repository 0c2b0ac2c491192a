"""How the folder of a bundle is called, wherever it lies: its reference, and what people see of its key."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from inspection.referral.model import KEY_SHOWN

Kind = Literal["referral", "notice", "list"]

_REFERENCES = r"(?P<referral>R-\d\d-\d{6}-\d)|(?P<notice>N-[0-9A-Z]+)|(?P<list>L-\w+-\d{4}-W\d\d)"
_FOLDER = re.compile(rf"(?:{_REFERENCES})-[0-9a-f]{{{KEY_SHOWN}}}")


@dataclass(frozen=True)
class Named:
    """What the name of a folder says of the bundle in it: a referral's or a notice's, or a list of many cases."""

    kind: Kind
    reference: str


def folder_of(reference: str, bundle_key: str) -> str:
    """Return the name of the folder of a bundle."""
    return f"{reference}-{bundle_key[:KEY_SHOWN]}"


def named_in(folder: str) -> Named | None:
    """Return what the name of a folder says, None where it is not the name of a bundle."""
    found = _FOLDER.fullmatch(folder)
    if found is None:
        return None
    kind = cast("Kind", found.lastgroup)
    return Named(kind, found[kind])
