"""Where backups go, and copies of the keyring: two places, since whoever has both and the keys opens erased cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class BackupSettings:
    """Folders that must be there; None means folders beside the home.

    folder
        Of backups.
    keyrings
        Of copies of the keyring, which live some days only.
    """

    folder: Path | None = None
    keyrings: Path | None = None


def backup_settings(env: Mapping[str, str]) -> BackupSettings:
    """Read the two folders from the environment."""
    given = {name: Path(env[name]) for name in ("VIGIE_BACKUPS", "VIGIE_KEYRING_BACKUPS") if env.get(name)}
    return BackupSettings(folder=given.get("VIGIE_BACKUPS"), keyrings=given.get("VIGIE_KEYRING_BACKUPS"))
