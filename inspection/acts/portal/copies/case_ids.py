"""By what an office finds a case: an opaque id in its address, and figures to read back on the telephone."""

from inspection.acts.portal.values import CopyKind
from inspection.referral import portal_ids
from inspection.store.core import Store


def case_id(store: Store, referral_id: str, office: str) -> str:
    """Return the opaque id of a referral as one office sees it: that of its page, and of the code of page one."""
    return portal_ids.case_id(referral_id, office, keys=store.keys)


def copy_id(store: Store, kind: CopyKind, thing: str, office: str) -> str:
    """Return the opaque id of anything that an office is shown: `thing` is its own id in the office's database."""
    return portal_ids.copy_id(kind, thing, office, keys=store.keys)


def read_back(store: Store, referral_id: str, office: str) -> str:
    """Return the four figures with which somebody on the telephone proves to have the page of a case before them."""
    return portal_ids.read_back(referral_id, office, keys=store.keys)
