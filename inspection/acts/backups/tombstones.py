"""What was erased stays erased in a restored home: before it opens, the keyring's tombstones are applied to it.

They lie beside the copies of the keyring too, written as soon as a key is destroyed: where the disk of home and keyring
is lost, the newest copy is of the night before, and knows of nothing that was erased since.

A backup of before an erasure still has the rows of the case, and one of the portal its copies. Their keys are gone, so
that what is sealed opens no more; what stands beside it in clear goes here.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from inspection.acts import portal, retention
from inspection.acts.backups.places import keyring_vault_of
from inspection.errors import InspectionError
from inspection.keyring import TOMBSTONE, open_keyring
from inspection.keys import Keys, open_keys
from inspection.settings import Settings
from inspection.store.backups import keep_tombstones, put_tombstones, tombstones_not_kept
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


def carry_tombstones(here: Settings, keys: Keys, at: datetime) -> bool:
    """Write beside the keyring's copies which keys were destroyed; tells whether all of it lies there.

    No erasure waits for it: where the folder is away or full, or another process writes copies, the next night does it,
    the next backup does, and `vigie doctor` tells. Where no copy was ever made, there is nothing to add to.
    """
    if here.backup.keyrings is None and not here.backup.places(here.home)[1].is_dir():
        return True
    try:
        keep_tombstones(keyring_vault_of(here, keys), here.keyring, at, keys.purpose(TOMBSTONE))
    except (InspectionError, OSError):
        return False
    return True


def tombstones_not_carried(here: Settings) -> int:
    """Return how many cases were destroyed for ever of which nothing is told beside the copies of the keyring.

    Errors: those of `keyring_vault_of`.
    """
    keys = open_keys(here.keys)
    lacking = tombstones_not_kept(keyring_vault_of(here, keys), here.keyring, keys.purpose(TOMBSTONE))
    told, _ = open_keyring(here.keyring, keys).told_tombstones()
    return len({Path(name).stem for name in lacking} & told.keys())


def apply_tombstones(context: Context, tombstones: Mapping[str, datetime]) -> int:
    """Erase from a restored store, which nobody has opened yet, what was destroyed; returns how many cases and copies.

    Done again, it finds nothing left.
    """
    cases = retention.forget_cases(context, tombstones) if tombstones else 0
    return cases + portal.forget_closed(context.app)
