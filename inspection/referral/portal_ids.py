"""What stands for a case on the portal: an opaque id in its address, and figures to read back on the telephone."""

from hmac import compare_digest
from typing import Final

from inspection.keys import Keys
from inspection.sealing import keyed_hash

_PURPOSE: Final = "portal"
_LETTERS: Final = 32  # half of the hash: 128 bits, which nobody guesses, and a code on paper that stays small
_FIGURES: Final = 4


def case_id(referral_id: str, office: str, *, keys: Keys) -> str:
    """Return the opaque id of a referral as one office sees it, always the same one; the code of page one holds it.

    Each office has an id of its own for the same referral, so that two offices cannot compare what they got.
    """
    return copy_id("case", referral_id, office, keys=keys)


def copy_id(kind: str, thing: str, office: str, *, keys: Keys) -> str:
    """Return the opaque id of anything that an office is shown: `thing` is its own id in the office's database."""
    return keyed_hash([kind, thing, office], purpose=_PURPOSE, keys=keys)[:_LETTERS]


def read_back(referral_id: str, office: str, *, keys: Keys) -> str:
    """Return the figures that the portal's page of a referral shows to one office; each office has its own."""
    number = int(keyed_hash(["read_back", referral_id, office], purpose=_PURPOSE, keys=keys), 16)
    return f"{number % 10**_FIGURES:0{_FIGURES}d}"


def is_read_back(referral_id: str, office: str, said: str, *, keys: Keys) -> bool:
    """Tell whether somebody read the right figures, however they were spaced."""
    figures = "".join(said.split())
    return figures.isascii() and compare_digest(figures, read_back(referral_id, office, keys=keys))
