"""Where backups lie, and the copies of the keyring."""

from pathlib import Path

from inspection.errors import BackupFault
from inspection.keys import BACKUP, Keys
from inspection.settings import Settings
from inspection.store.backups.vault import KEYRINGS, Vault, is_same_disk


def vault_of(here: Settings, keys: Keys, folder: Path | None = None) -> Vault:
    """Return the vault of an installation, or the one in a folder that somebody names.

    A folder that is named must be there: another machine's disk that is not mounted is told, not made up.

    Errors: `BackupFault` 101 for a folder that is not there, 102 for the one of the keyring's copies, 122 where the key
    of backups is not here.
    """
    backups, copies = _places(here, folder)
    _refuse_unfit(keys, here, backups, copies, is_named=(folder or here.backup.folder) is not None)
    return Vault(backups, keys.backup)


def keyring_vault_of(here: Settings, keys: Keys, folder: Path | None = None) -> Vault:
    """Return where copies of the keyring lie, which is never the folder of backups, nor the one that somebody names.

    Errors as those of `vault_of`; whether the folder of backups is there does not matter.
    """
    backups, copies = _places(here, folder)
    _refuse_unfit(keys, here, copies, backups, is_named=here.backup.keyrings is not None)
    return Vault(copies, keys.backup, KEYRINGS)


def is_on_same_disk(here: Settings, vault: Path) -> bool:
    """Tell whether backups lie on the disk of the home: they go with it."""
    return is_same_disk(vault, here.home)


def _refuse_unfit(keys: Keys, here: Settings, place: Path, other: Path, *, is_named: bool) -> None:
    if is_named and not place.is_dir():
        raise BackupFault("BACKUP-101", folder=str(place))
    if not keys.exists(BACKUP):
        raise BackupFault("BACKUP-122", folder=here.keys.name)
    if place.resolve() == other.resolve():
        raise BackupFault("BACKUP-102", folder=str(place))


def _places(here: Settings, folder: Path | None = None) -> tuple[Path, Path]:
    """Return the folder of backups, which somebody may name, and that of the keyring's copies."""
    backups, copies = here.backup.places(here.home)
    return folder or backups, copies
