"""Taking backups away when their time is over, and copies of the keyring sooner; the policy is data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspection.keys import open_keys
from inspection.settings import Settings
from inspection.store.backups import copies_older, drop_old_copies, keyring_vault_of, prune, vault_of
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What was taken away: backups and copies of the keyring by their ids, and how many bytes of pieces."""

    backups: tuple[str, ...]
    keyrings: tuple[str, ...]
    freed_bytes: int


def prune_backups(context: Context, folder: Path | None = None) -> Pruned:
    """Take away what is older than the policy allows; the newest backups stay whatever their age.

    Copies of the keyring go first and without exception, whether or not the backups can be reached.

    Errors: `BackupFault` 101 for a folder that is not there, 103 while a backup is being taken, 110 to 112 for one that
    stays and is damaged; `AccessRefused`.
    """
    rings = prune_keyring_copies(context, folder)
    here = context.settings
    rules = context.app.catalogue(day_in_brussels(context.at)).backups
    vault = vault_of(here, context.store.keys, folder)
    gone, freed = (
        prune(vault, context.at, days=rules.kept_days, least=rules.least) if vault.folder.is_dir() else ([], 0)
    )
    if gone:
        _record(context, {"backups": gone, "bytes": freed})
    return Pruned(backups=tuple(gone), keyrings=rings, freed_bytes=freed)


def prune_keyring_copies(context: Context, folder: Path | None = None) -> tuple[str, ...]:
    """Take away every copy of the keyring whose time is over; returns their ids.

    By itself and before all else: a case that was erased could be opened by one, so that neither a disk that is full
    nor one of backups that is not mounted may keep it. How long a copy lives is the class `keyring_backup` of
    sectors/common/retention.yaml.

    Arguments: `folder` of backups, which somebody names; never that of the copies.
    Errors: `BackupFault` 101 or 102 for a folder that is not there or has backups, 103 while another process writes
    copies; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "backup.prune", service=context.settings.service)
    days = context.app.catalogue(day_in_brussels(context.at)).keyring_copy_days
    gone = drop_old_copies(keyring_vault_of(context.settings, context.store.keys, folder), context.at, days)
    if gone:
        _record(context, {"keyrings": gone})
    return tuple(gone)


def overdue_copies(here: Settings, at: datetime, age: timedelta) -> list[str]:
    """Return the copies of the keyring that are older than some age; errors as those of `keyring_vault_of`."""
    return copies_older(keyring_vault_of(here, open_keys(here.keys)), at, age)


def _record(context: Context, facts: dict[str, object]) -> None:
    with audited_transaction(context) as tx:
        tx.require("backup.prune", service=context.settings.service)
        tx.record("backup.prune", "house", stream="house", facts=facts)
