"""A house with controls, suspicions and files, its backups, and what a restored one is compared by."""

import shutil
from dataclasses import replace
from pathlib import Path

from builders_acts import AT, LIEGE, a_control, a_suspicious_control
from builders_control import the_rules
from houses import House

from inspection.acts.controls import save
from inspection.backup_settings import BackupSettings
from inspection.database_settings import DatabaseSettings
from inspection.keys import open_keys
from inspection.settings import Settings
from inspection.store.backups import Manifest, Vault, read_manifest
from inspection.store.backups.files import KEPT
from inspection.store.backups.rows import digests_of, plain_tables
from inspection.store.core import Store
from inspection.store.opening import open_store
from inspection.trust import AppContext

BY = "insp-liege-1"


def with_vault(here: Settings, at: Path) -> Settings:
    """Settings whose backups lie in a folder of the test."""
    for folder in (at / "vault", at / "rings"):
        folder.mkdir(exist_ok=True)
    owner = here.database_url.replace("://vigie_app:@", "://postgres:@") if here.database_url else None
    vaults = BackupSettings(folder=at / "vault", keyrings=at / "rings")
    return replace(here, backup=vaults, database=DatabaseSettings(owner_url=owner))


def lived_in(house: AppContext, controls: int = 2) -> None:
    """Give a house some history, and a file of each kind."""
    for n in range(controls):
        made = a_suspicious_control("yes") if n % 2 else a_control()
        save(House(house.store, house.rules, house.settings).acting(BY, AT), made, place=LIEGE)
    for path, size in (("lake/kbo/2026-11-01/a.parquet", 9_000_000), ("lists/a/2026-W47.json", 300), ("zones/z", 0)):
        file = house.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(range(256)) * (size // 256))


def vault_at(here: Settings) -> Vault:
    """The vault of some settings, opened with the keys of their home."""
    assert here.backup.folder is not None
    return Vault(here.backup.folder, open_keys(here.keys).backup)


def newest(here: Settings) -> Manifest:
    """The newest backup of some settings."""
    return read_manifest(vault_at(here))


def new_home(old: Settings, at: Path, url: str | None = None) -> Settings:
    """An empty home with the keys and the keyring of another, put there by hand, that knows where the backups lie."""
    made = replace(old, home=at, database_url=url, database=DatabaseSettings())
    shutil.copytree(old.keys, made.keys)
    shutil.copytree(old.keyring, made.keyring)
    return made


def rows_of(store: Store) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a hash over them."""
    tables = {table.name: (table, tuple(table.columns.keys())) for table in plain_tables()}
    with store.read() as session:
        return digests_of(session.connection(), tables)


def backed_up(manifest: Manifest) -> dict[str, tuple[int, str]]:
    """The same of a backup."""
    return {name: (table.rows, table.sha256) for name, table in manifest.tables.items()}


def opened(here: Settings) -> House:
    """A house that is opened as any process does, which compares its keys."""
    return House(open_store(here), the_rules(), here)


def files_of(home: Path) -> dict[str, bytes]:
    """What lies in the folders that a backup keeps."""
    found = (file for name in KEPT for file in (home / name).rglob("*") if file.is_file())
    return {file.relative_to(home).as_posix(): file.read_bytes() for file in found}
