"""Which backups there are, and whether one is whole; for whoever has the key, without a database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspection.errors import BackupFault
from inspection.keys import Keys, open_keys
from inspection.settings import Settings
from inspection.store.backups import Verified, keyring_vault_of, read_manifest, vault_of, verify
from inspection.time_of import now


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A backup of a vault; what is known of one that cannot be opened is its id and why."""

    id: str
    at: datetime | None = None
    revision: str = ""
    rows: int = 0
    files: int = 0
    previous: str | None = None
    fault: str = ""


def list_backups(here: Settings, folder: Path | None = None, *, keys: Keys | None = None) -> list[Listed]:
    """List the backups of an installation, oldest first; errors as those of `vault_of`."""
    vault = vault_of(here, keys or open_keys(here.keys), folder)
    found = []
    for id_ in vault.backups():
        try:
            one = read_manifest(vault, id_)
        except BackupFault as fault:
            found.append(Listed(id=id_, fault=fault.code))
            continue
        found.append(
            Listed(id=id_, at=one.at, revision=one.revision, rows=one.rows, files=len(one.files), previous=one.previous)
        )
    return found


def newest_backup(here: Settings, at: datetime) -> datetime | None:
    """Return of which moment the newest backup is, None where none lies in the folder of backups.

    Only what opens tells its moment: a file's name tells nothing. One of a later moment than `at` is none.

    Errors: those of `vault_of`; `BackupFault` 111 to 113 for one that does not open.
    """
    vault = vault_of(here, open_keys(here.keys))
    last = next(reversed(vault.backups(at)), None)
    return read_manifest(vault, last).at if last else None


def ahead_of(here: Settings, at: datetime) -> tuple[list[str], list[str]]:
    """Return the backups and the copies of the keyring whose moment has not come: a clock was ahead once.

    Errors: those of `vault_of`.
    """
    keys = open_keys(here.keys)
    return vault_of(here, keys).ahead(at), keyring_vault_of(here, keys).ahead(at)


def verify_backup(
    here: Settings,
    id_: str | None = None,
    folder: Path | None = None,
    *,
    keys: Keys | None = None,
    at: datetime | None = None,
) -> Verified:
    """Read a backup whole, the newest by default.

    Errors: `BackupFault` 108 or 109 where there is none, 110 to 114 for what is damaged.
    """
    vault = vault_of(here, keys or open_keys(here.keys), folder)
    return verify(vault, read_manifest(vault, id_, at or now()))
