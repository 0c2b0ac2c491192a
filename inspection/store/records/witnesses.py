"""The witnesses of this house's history: the public half of whoever signs where the trail stands."""

from datetime import datetime

from inspection.store.core import Row


class WitnessRow(Row, table=True):
    """A witness that this house trusts since a moment; the latest one signs, and those before it signed until then.

    id
        Fingerprint of its key, as people compare it.
    """

    __tablename__ = "witness"

    public_key: str
    pinned_by: str
    pinned_at: datetime
