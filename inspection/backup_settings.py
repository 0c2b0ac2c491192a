"""Where backups go, and copies of the keyring: two places, since whoever has both and the keys opens erased cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from inspection.setting_values import path

_BACKUPS, _KEYRINGS = "backups", "keyring-backups"


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

    def places(self, home: Path) -> tuple[Path, Path]:
        """Return the folder of backups of a home, and that of the copies of its keyring."""
        beside = home.absolute()
        return (
            self.folder or beside.with_name(f"{beside.name}-{_BACKUPS}"),
            self.keyrings or beside.with_name(f"{beside.name}-{_KEYRINGS}"),
        )


def backup_settings(env: Mapping[str, str]) -> BackupSettings:
    """Read the two folders from the environment."""
    return BackupSettings(folder=path(env, "VIGIE_BACKUPS"), keyrings=path(env, "VIGIE_KEYRING_BACKUPS"))
