"""Four figures with which somebody on the telephone proves to have the page of a case before them."""

from hmac import compare_digest
from typing import Final

from inspection.sealing import keyed_hash
from inspection.store.core import Store

_FIGURES: Final = 4


def read_back(store: Store, referral_id: str, office: str) -> str:
    """Return the figures that the portal's page of a referral shows to one office; each office has its own."""
    number = int(keyed_hash(["read_back", referral_id, office], purpose="portal", keys=store.keys), 16)
    return f"{number % 10**_FIGURES:0{_FIGURES}d}"


def is_read_back(store: Store, referral_id: str, office: str, said: str) -> bool:
    """Tell whether somebody read the right figures, however they were spaced."""
    figures = "".join(said.split())
    return figures.isascii() and compare_digest(figures, read_back(store, referral_id, office))
