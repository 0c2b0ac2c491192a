"""Taking backups away when their time is over, and copies of the keyring sooner; the policy is data."""

from dataclasses import dataclass
from pathlib import Path

from inspection.acts.backups.places import keyring_vault_of, vault_of
from inspection.store.backups import drop_old_copies, prune
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What was taken away: backups and copies of the keyring by their ids, and how many bytes of pieces."""

    backups: tuple[str, ...]
    keyrings: tuple[str, ...]
    freed_bytes: int


def prune_backups(context: Context, folder: Path | None = None) -> Pruned:
    """Take away what is older than sectors/common/backups.yaml allows; the newest backups stay whatever their age.

    Copies of the keyring go without exception: a destroyed case could be opened by one.

    Errors: `BackupFault` 103 while a backup is being taken, 110 to 112 for one that stays and is damaged;
    `AccessRefused`.
    """
    here, keys = context.settings, context.store.keys
    rules = context.app.catalogue(day_in_brussels(context.at)).backups
    with context.store.read() as session:
        require_permission(session, context, "backup.prune", service=here.service)
    vault, copies = vault_of(here, keys, folder), keyring_vault_of(here, keys)
    rings = drop_old_copies(copies, context.at, rules.keyring_kept_days)
    gone, freed = (
        prune(vault, context.at, days=rules.kept_days, least=rules.least) if vault.folder.is_dir() else ([], 0)
    )
    done = Pruned(backups=tuple(gone), keyrings=tuple(rings), freed_bytes=freed)
    with audited_transaction(context) as tx:
        tx.require("backup.prune", service=here.service)
        if not gone and not rings:
            tx.mark_unchanged()
            return done
        tx.record("backup.prune", "house", stream="house", facts={"backups": gone, "keyrings": rings, "bytes": freed})
    return done
