"""What was erased stays erased in a restored home: before it opens, the keyring's tombstones are applied to it.

A backup of before an erasure still has the rows of the case, and one of the portal its copies. Their keys are gone, so
that what is sealed opens no more; what stands beside it in clear goes here.
"""

from collections.abc import Mapping
from datetime import datetime

from inspection.acts import portal, retention
from inspection.keyring import open_keyring
from inspection.keys import Keys
from inspection.settings import Settings
from inspection.store.backups import keyring_vault_of, put_tombstones
from inspection.tombstones import TOMBSTONE
from inspection.trust import Context


def tombstones_of(here: Settings, keys: Keys) -> Mapping[str, datetime]:
    """Return the cases whose key was destroyed, and when; none for a house of before there were keyrings.

    Errors: `BackupFault` 101 where the folder of the keyring's copies is named and not there, 111 or 112 where what
    lies there of tombstones does not open; `KeyringFault` 104.
    """
    keyring = open_keyring(here.keyring, keys)
    if not keyring.is_here:
        return {}
    put_tombstones(keyring_vault_of(here, keys), here.keyring, keys.purpose(TOMBSTONE))
    keyring.bury()  # a copy of the keyring that was put back may have keys that were destroyed since
    return keyring.tombstones()


def apply_tombstones(context: Context, tombstones: Mapping[str, datetime]) -> int:
    """Erase from a restored store, which nobody has opened yet, what was destroyed; returns how many cases and copies.

    Done again, it finds nothing left.
    """
    cases = retention.forget_cases(context, tombstones) if tombstones else 0
    return cases + portal.copies.forget_closed(context.app)
