"""What was destroyed is told beside the copies of the keyring too, as soon as a key is gone.

Where the disk of home and keyring is lost, the newest copy is of the night before, and knows of nothing that was erased
since: a restore reads what is told here.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from inspection.errors import InspectionError
from inspection.keyring import open_keyring
from inspection.keys import Keys, open_keys
from inspection.settings import Settings
from inspection.store.backups import keep_tombstones, keyring_vault_of, tombstones_not_kept
from inspection.tombstones import TOMBSTONE


def carry_tombstones(here: Settings, keys: Keys, at: datetime) -> None:
    """Write beside the keyring's copies which keys were destroyed, where it can be reached.

    No erasure waits for it: where the folder is away or full, or another process writes copies, the next night does it,
    the next backup does, and `vigie doctor` tells. Where no copy was ever made, there is nothing to add to.
    """
    if here.backup.keyrings is not None or here.backup.places(here.home)[1].is_dir():
        with suppress(InspectionError, OSError):
            keep_tombstones(keyring_vault_of(here, keys), here.keyring, at, keys.purpose(TOMBSTONE))


def tombstones_not_carried(here: Settings) -> int:
    """Return how many cases were destroyed for ever of which nothing is told beside the copies of the keyring.

    Errors: those of `keyring_vault_of`.
    """
    keys = open_keys(here.keys)
    lacking = tombstones_not_kept(keyring_vault_of(here, keys), here.keyring, keys.purpose(TOMBSTONE))
    told, _ = open_keyring(here.keyring, keys).told_tombstones()
    return len({Path(name).stem for name in lacking} & told.keys())
