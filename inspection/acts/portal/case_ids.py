"""The id under which an office finds something on the portal: it stands in an address and tells nothing by itself."""

from typing import Final

from inspection.acts.portal.values import CopyKind
from inspection.sealing import keyed_hash
from inspection.store.core import Store

_LETTERS: Final = 32  # half of the hash: 128 bits, which nobody guesses, and a code on paper that stays small


def case_id(store: Store, referral_id: str, office: str) -> str:
    """Return the opaque id of a referral as one office sees it, always the same one; the code of page one holds it.

    Each office has an id of its own for the same referral, so that two offices cannot compare what they got.
    """
    return copy_id(store, "case", referral_id, office)


def copy_id(store: Store, kind: CopyKind, thing: str, office: str) -> str:
    """Return the opaque id of anything that an office is shown: `thing` is its own id in the office's database."""
    return keyed_hash([kind, thing, office], purpose="portal", keys=store.keys)[:_LETTERS]
