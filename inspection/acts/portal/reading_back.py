"""Four figures with which somebody on the telephone proves to have the page of a case before them."""

from inspection.referral import portal_ids
from inspection.store.core import Store


def read_back(store: Store, referral_id: str, office: str) -> str:
    """Return the figures that the portal's page of a referral shows to one office."""
    return portal_ids.read_back(referral_id, office, keys=store.keys)
