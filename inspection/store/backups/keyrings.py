"""Copies of the keyring: apart from the backups, and gone sooner.

A case is erased by destroying its key, and what backups hold of it opens no more. A copy of the keyring still opens it:
so copies lie in a folder of their own, each whole in one file, and every one is destroyed after a few days.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from inspection.errors import BackupFault, KeyringFault
from inspection.failpoints import failpoint
from inspection.files import put
from inspection.keyring import unwrapped, wrapped, wrapper_of
from inspection.keys import key_id
from inspection.store.backups.vault import Vault, new_backup_id

_KEY, _GONE = ".key", ".gone"  # as `inspection.keyring` names a case's key, and the tombstone in its place


@dataclass(frozen=True)
class KeyringCopy:
    """A copy of the keyring that was made or put back: its id, how many keys and tombstones it has."""

    id: str
    keys: int
    tombstones: int


def copy_keyring(vault: Vault, keyring: Path, at: datetime) -> KeyringCopy | None:
    """Write a copy of the keyring into a folder of copies; None where this installation has no keyring."""
    if not keyring.is_dir():
        return None
    files = {path.relative_to(keyring).as_posix(): path for path in sorted(keyring.rglob("*")) if _is_part(path)}
    held = {name: b64encode(path.read_bytes()).decode() for name, path in files.items() if path.exists()}
    id_ = new_backup_id(f"{at.astimezone(UTC):%Y%m%d-%H%M%S}")
    with vault.locked():
        vault.write_manifest(id_, json.dumps(held).encode())
    return _counted(id_, held)


def copies(vault: Vault) -> list[str]:
    """Return the ids of the copies that lie here, oldest first."""
    return vault.backups()


def rewrap_copies(vault: Vault, was: bytes, becomes: bytes) -> int:
    """Wrap anew, in every copy, what one key of the house wrapped; returns how many copies that were.

    A copy that does not open is left: nobody could put it back. So is one that lies elsewhere, which needs the key of
    its time.

    Errors: `BackupFault` 103 while another process writes copies.
    """
    if not vault.folder.is_dir():
        return 0
    with vault.locked():
        return sum(_rewrapped(vault, id_, was, becomes) for id_ in copies(vault))


def put_back(vault: Vault, keyring: Path, id_: str | None = None, *, openable: Container[str]) -> KeyringCopy:
    """Bring a copy of the keyring back, the newest by default; what lies there stays.

    A key comes back only where the keyring has no tombstone in its place that is for ever; whoever opens the keyring
    then buries what other tombstones speak of.

    Arguments: `openable` the ids of the keys of the house that are here, by which a case's key may be wrapped.
    Errors: `BackupFault` 108 where there is no copy, 109 to 112 for one that is not here or is damaged; `KeyringFault`
    106 for one that another key wrapped, before anything is written.
    """
    id_ = id_ or next(reversed(copies(vault)), None)
    if id_ is None:
        raise BackupFault("BACKUP-108", folder=vault.folder.name)
    held: dict[str, str] = json.loads(vault.read_manifest(id_))
    wrappers = {wrapper_of(b64decode(body)) for name, body in held.items() if name.endswith(_KEY)}
    if strange := sorted(one for one in wrappers if one not in openable):
        raise KeyringFault("KEYRING-106", copy=id_, keys=", ".join(strange))
    for name, body in sorted(held.items(), key=lambda item: item[0].endswith(_KEY)):  # tombstones first
        file = keyring / _inside(name)
        if file.exists() or (name.endswith(_KEY) and _is_gone(file.with_suffix(_GONE))):
            continue
        put(file, b64decode(body))
    return _counted(id_, held)


def drop_old_copies(vault: Vault, at: datetime, days: int) -> list[str]:
    """Destroy every copy of the keyring that is older than `days`, the newest too; returns their ids."""
    if not vault.folder.is_dir():
        return []
    until = f"{(at - timedelta(days=days)).astimezone(UTC):%Y%m%d-%H%M%S}"
    with vault.locked():
        gone = [id_ for id_ in copies(vault) if id_ < until]
        for id_ in gone:
            vault.drop_manifest(id_)
    return gone


def _rewrapped(vault: Vault, id_: str, was: bytes, becomes: bytes) -> bool:
    try:
        held: dict[str, str] = json.loads(vault.read_manifest(id_))
    except BackupFault:
        return False
    anew = {}
    for name, body in held.items():
        if name.endswith(_KEY) and wrapper_of(b64decode(body)) == key_id(was).hex():
            with suppress(KeyringFault):  # damaged already when it was copied
                case = PurePosixPath(name).stem
                anew[name] = b64encode(wrapped(unwrapped(b64decode(body), case, was), case, becomes)).decode()
    if anew:
        vault.write_manifest(id_, json.dumps(held | anew).encode())
        failpoint("rotation.copy")
    return bool(anew)


def _is_gone(tombstone: Path) -> bool:
    return tombstone.is_file() and bool(json.loads(tombstone.read_bytes())["final"])


def _is_part(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def _inside(name: str) -> PurePosixPath:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts:
        raise BackupFault("BACKUP-111", what="the path of a key", file=inside.name)
    return inside


def _counted(id_: str, held: dict[str, str]) -> KeyringCopy:
    ends = [name.rpartition(".")[2] for name in held]
    return KeyringCopy(id_, ends.count("key"), ends.count("gone"))
