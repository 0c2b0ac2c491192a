"""The id under which an office finds something on the portal: it stands in an address and tells nothing by itself."""

from inspection.acts.portal.values import CopyKind
from inspection.referral import portal_ids
from inspection.store.core import Store


def case_id(store: Store, referral_id: str, office: str) -> str:
    """Return the opaque id of a referral as one office sees it: that of its page, and of the code of page one."""
    return portal_ids.case_id(referral_id, office, keys=store.keys)


def copy_id(store: Store, kind: CopyKind, thing: str, office: str) -> str:
    """Return the opaque id of anything that an office is shown: `thing` is its own id in the office's database."""
    return portal_ids.copy_id(kind, thing, office, keys=store.keys)
