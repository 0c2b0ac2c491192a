"""By which field key this thread's transaction seals: one of before cannot enter, however late its value comes.

A rotation may end while a value that was sealed by the old key waits to be written. It would be written after the last
look, and nobody would ever open it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session

from inspection.errors import KeysFault
from inspection.keys import FIELD, Keys, key_id
from inspection.sealing import is_by_field_key, key_of

# The key that no other followed. No time is compared: two may be known since the same moment.
_IN_USE = text(
    "SELECT k.fingerprint FROM house_key k WHERE k.name = :name "
    "AND NOT EXISTS (SELECT 1 FROM key_rotation r WHERE r.old_id = k.id)"
)
_transaction = threading.local()


@contextmanager
def sealing_by(session: Session, keys: Keys) -> Iterator[None]:
    """Let a transaction write only what is sealed by the key that the database knows as the one in use.

    A process that began with the old one turns to the new one here.

    Errors: `StoreFault` KEYS-101 where the new key is not here.
    """
    in_use = key_in_use(session, FIELD)
    if in_use is not None:
        if in_use[:8] != key_id(keys.field).hex() and not keys.turn_to(FIELD, in_use):
            raise KeysFault("KEYS-101", key=FIELD)
        _transaction.key = bytes.fromhex(in_use[:8])
    try:
        yield
    finally:
        _transaction.key = None


def key_in_use(session: Session, name: str) -> str | None:
    """Return the fingerprint of the key of a name that is in use, None where the database knows none."""
    found: str | None = session.connection().execute(_IN_USE, {"name": name}).scalar()
    return found


def refuse_old_key(value: bytes) -> None:
    """Raise `StoreFault` KEYS-102 for a value that was sealed before the key was changed."""
    key = getattr(_transaction, "key", None)
    if key is not None and is_by_field_key(value) and key_of(value) != key:
        raise KeysFault("KEYS-102")
