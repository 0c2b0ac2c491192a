"""Copies of the keyring: apart from the backups, and gone sooner.

A case is erased by destroying its key, and what backups hold of it opens no more. A copy of the keyring still opens it:
so copies lie in a folder of their own, each whole in one file, and every one is destroyed after a few days.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from inspection.errors import BackupFault, KeyringFault
from inspection.failpoints import failpoint
from inspection.files import put, read_whole
from inspection.keyring import unwrapped, wrapped, wrapper_of
from inspection.keys import key_id
from inspection.store.backups.vault import TOMBSTONES, Vault, new_backup_id, stamp_of
from inspection.tombstones import read_tombstone, written_tombstone

_Tombstone = Mapping[str, Any]
_KEY, _GONE = ".key", ".gone"  # as `inspection.keyring` names a case's key, and the tombstone in its place


@dataclass(frozen=True)
class KeyringCopy:
    """A copy of the keyring that was made or put back.

    id, keys, tombstones
        Which, and how much it has.
    closed
        The cases whose key was to be put back, and opens in no copy: damaged before it was copied, or wrapped by a key
        of the house that is not here.
    """

    id: str
    keys: int
    tombstones: int
    closed: tuple[str, ...] = ()


def copy_keyring(vault: Vault, keyring: Path, at: datetime) -> KeyringCopy | None:
    """Write a copy of the keyring into a folder of copies; None where this installation has no keyring.

    It is read while nobody else writes copies: a rotation that wraps them anew finds this one, or has ended before it.

    Errors: `BackupFault` 103 while another process writes copies.
    """
    if not keyring.is_dir():
        return None
    id_ = new_backup_id(at)
    with vault.locked():
        held = _read(keyring)
        _write(vault, id_, held)
    return _counted(id_, held)


def _read(keyring: Path) -> dict[str, bytes]:
    """Read the keyring, its tombstones last.

    Whoever destroys a key writes its tombstone first: where a file was overwritten while it was read here, the copy has
    the tombstone that says so.
    """
    parts = [path for path in sorted(keyring.rglob(f"*{_KEY}")) if _is_part(path)]
    held = dict(_bodies(keyring, parts))
    others = [path for path in sorted(keyring.rglob("*")) if _is_part(path) and path.suffix != _KEY]
    return held | dict(_bodies(keyring, others))


def _bodies(keyring: Path, parts: list[Path]) -> Iterator[tuple[str, bytes]]:
    for path in parts:
        with suppress(FileNotFoundError):  # destroyed meanwhile
            yield path.relative_to(keyring).as_posix(), read_whole(path)


def copies(vault: Vault) -> list[str]:
    """Return the ids of the copies that lie here, oldest first."""
    return vault.backups()


def copies_holding(vault: Vault, case: str) -> tuple[int, int]:
    """Count the copies that hold the key of a case, and those that cannot be read and may."""
    found = [_holds(vault, id_, f"{case[-2:]}/{case}{_KEY}") for id_ in copies(vault)]
    return found.count(True), found.count(None)


def _holds(vault: Vault, id_: str, name: str) -> bool | None:
    """Tell whether a copy holds a file of the keyring; None where it cannot be read."""
    try:
        return name in _held(vault, id_)
    except (BackupFault, OSError):
        return None


def copies_older(vault: Vault, at: datetime, age: timedelta) -> list[str]:
    """Return the ids of the copies that are older at a moment than some age."""
    until = stamp_of(at - age)
    return [id_ for id_ in copies(vault) if id_ < until]


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


def put_back(
    vault: Vault, keyring: Path, id_: str | None = None, *, openable: Mapping[str, bytes], signs: bytes
) -> KeyringCopy:
    """Bring a copy of the keyring back, the newest by default; what lies there and is not damaged stays.

    A key comes back only where no tombstone in its place is for ever or names it, in the keyring or in the copy.
    Tombstones of both are joined; whoever opens the keyring then buries what they speak of. One that does not open in
    the newest copy comes from the newest that has it whole: a file that is damaged is copied as it is, every night.

    Arguments: `openable` the keys of the house that are here, by their ids, by which a case's key may be wrapped;
    `signs` the one that signs tombstones.
    Errors: `BackupFault` 108 where there is no copy, 109 to 112 for one that is not here or is damaged; `KeyringFault`
    106 where another key wrapped all that was to come back, before anything is written.
    """
    ids = copies(vault)[::-1] if id_ is None else [id_]
    if not ids:
        raise BackupFault("BACKUP-108", folder=vault.folder.name)
    held = _held(vault, ids[0])
    gone = {name: _tombstone(keyring, held, name, signs) for name in held if name.endswith((_KEY, _GONE))}
    lacking = {name for name in held if name.endswith(_KEY) and _is_lacking(keyring, name, gone[name], openable)}
    found = _opening(vault, held, ids[1:], {name: gone[name] for name in lacking}, openable)
    closed = lacking - found.keys()
    if closed and not found and (strange := sorted({wrapper_of(held[name]) for name in closed} - {"", *openable})):
        raise KeyringFault("KEYRING-106", copy=ids[0], keys=", ".join(strange))
    for name, body in held.items():
        if not name.endswith(_KEY):  # tombstones before keys
            _put_told(keyring / _inside(name), body, gone.get(name), signs)
    for name, body in found.items():
        put(keyring / _inside(name), body)
    unburied = (name for name in closed if gone[name] is None)
    return _counted(ids[0], held, closed=tuple(sorted(PurePosixPath(name).stem for name in unburied)))


def _put_told(file: Path, copied: bytes, tombstone: _Tombstone | None, signs: bytes) -> None:
    """Write the mark of a keyring where none lies, and what a tombstone and its copy say together."""
    if file.suffix != _GONE:
        if _mark(_body(file)) is None:
            put(file, copied)
        return
    here = _told(_body(file), file.stem, signs)
    together = tombstone if tombstone and "at" in tombstone else None
    if here is None or (together is not None and together != here):
        put(file, copied if together is None else written_tombstone(together, file.stem, signs))


def _is_lacking(keyring: Path, name: str, tombstone: _Tombstone | None, openable: Mapping[str, bytes]) -> bool:
    """Tell whether a key of a copy is to come back: nobody destroyed it for ever, and none that lives lies there."""
    if tombstone is not None and tombstone["final"]:
        return False
    body = _body(keyring / _inside(name))
    return body is None or not _lives(name, body, tombstone, openable)


def _opening(
    vault: Vault,
    held: Mapping[str, bytes],
    older: list[str],
    lacking: Mapping[str, _Tombstone | None],
    openable: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the keys that open, each of the newest copy in which it does; an older copy is read for want of one.

    One of which its tombstone says that it was destroyed is no such key: what may return has had another one since.
    """
    found = {name: held[name] for name, gone in lacking.items() if _lives(name, held[name], gone, openable)}
    for id_ in older:
        if left := lacking.keys() - found.keys():
            with suppress(BackupFault):
                before = _held(vault, id_)
                mine = {name: before[name] for name in left & before.keys()}
                found |= {name: body for name, body in mine.items() if _lives(name, body, lacking[name], openable)}
    return found


def _lives(name: str, body: bytes, tombstone: _Tombstone | None, openable: Mapping[str, bytes]) -> bool:
    """Tell whether a key opens, and no tombstone says that it was destroyed."""
    by = openable.get(wrapper_of(body))
    with suppress(KeyringFault):
        key = unwrapped(body, PurePosixPath(name).stem, by) if by is not None else None
        return key is not None and (tombstone is None or key_id(key).hex() not in tombstone["keys"])
    return False


def _tombstone(keyring: Path, held: Mapping[str, bytes], name: str, signs: bytes) -> _Tombstone | None:
    """Return what is told in the place of a key, by the keyring and a copy together; one that is damaged is for ever.

    Neither has to be the newer one: a keyring into which an older copy was put before knows less than the copy.
    """
    inside = _inside(name).with_suffix(_GONE)
    bodies = [body for body in (_body(keyring / inside), held.get(inside.as_posix())) if body is not None]
    told = [one for body in bodies if (one := _told(body, inside.stem, signs))]
    if not told:
        return {"final": True} if bodies else None
    for_ever = [one for one in told if one["final"]]
    return {
        "at": min((one["at"] for one in for_ever or told), key=datetime.fromisoformat),
        "final": bool(for_ever),
        "keys": sorted({key for one in told for key in one.get("keys", ())}),
    }


def _body(file: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        return read_whole(file)
    return None


def _told(body: bytes | None, case: str, signs: bytes) -> _Tombstone | None:
    """Return what a tombstone says; None where there is none, it is damaged, or this house did not write it."""
    with suppress(KeyringFault):
        return read_tombstone(body, case, signs) if body is not None else None
    return None


def _mark(body: bytes | None) -> Mapping[str, str] | None:
    with suppress(ValueError):
        return dict(json.loads(body)) if body is not None else None
    return None


def drop_old_copies(vault: Vault, at: datetime, days: int) -> list[str]:
    """Destroy every copy of the keyring that is older than `days`, the newest too; returns their ids.

    Of one whose moment has not come nobody can tell how old it is: it goes as soon as another one lies here.

    Errors: `BackupFault` 103 while another process writes copies.
    """
    if not vault.folder.is_dir():
        return []
    with vault.locked():
        gone = copies_older(vault, at, timedelta(days=days))
        if set(vault.backups(at)) - {*gone}:
            gone += vault.ahead(at)
        for id_ in gone:
            vault.drop_manifest(id_)
    return gone


def keep_tombstones(vault: Vault, keyring: Path, at: datetime, signs: bytes) -> int:
    """Write the tombstones of a keyring beside its copies; returns how many were not there, or said less.

    A copy is as old as its night: whoever lost home and keyring knows by these what was destroyed since. They hold no
    key, stay when copies go, and lie in one file; what an older one held is taken over.

    Arguments: `signs` the key of the house that signs them.
    Errors: `BackupFault` 103 while another process writes copies.
    """
    vault = _of_tombstones(vault)
    with vault.locked():
        held, left = _kept_tombstones(vault), tombstones_not_kept(vault, keyring, signs)
        if left:
            older = vault.backups()
            _write(vault, new_backup_id(at), held | left)
            for id_ in older:
                vault.drop_manifest(id_)
    return len(left)


def tombstones_not_kept(vault: Vault, keyring: Path, signs: bytes) -> dict[str, bytes]:
    """Return the tombstones of a keyring that do not lie beside its copies as they are here.

    One that is damaged here lacks nowhere where another lies beside the copies: that one may be whole.
    """
    held = _kept_tombstones(_of_tombstones(vault))
    parts = [path for path in sorted(keyring.glob(f"*/*{_GONE}")) if _is_part(path)]
    others = {name: body for name, body in _bodies(keyring, parts) if held.get(name) != body}
    return {
        name: body
        for name, body in others.items()
        if name not in held or _told(body, PurePosixPath(name).stem, signs) is not None
    }


def put_tombstones(vault: Vault, keyring: Path, signs: bytes) -> None:
    """Bring the tombstones that lie beside the copies into a keyring: what either says stays said.

    Arguments: `signs` the key of the house that signs them; what it did not sign is as damaged.
    Errors: `BackupFault` 111 or 112 for a file that does not open.
    """
    vault = _of_tombstones(vault)
    for id_ in vault.backups():
        held = _held(vault, id_)
        for name, body in held.items():
            _put_told(keyring / _inside(name), body, _tombstone(keyring, held, name, signs), signs)


def _of_tombstones(vault: Vault) -> Vault:
    return replace(vault, holds=TOMBSTONES)


def _kept_tombstones(vault: Vault) -> dict[str, bytes]:
    """Return what lies beside the copies; a file that does not open is as none, and is written anew."""
    held: dict[str, bytes] = {}
    for id_ in vault.backups():
        with suppress(BackupFault):
            held |= _held(vault, id_)
    return held


def _rewrapped(vault: Vault, id_: str, was: bytes, becomes: bytes) -> bool:
    try:
        held = _held(vault, id_)
    except BackupFault:
        return False
    anew = {}
    for name, body in held.items():
        if name.endswith(_KEY) and wrapper_of(body) == key_id(was).hex():
            with suppress(KeyringFault):  # damaged already when it was copied
                case = PurePosixPath(name).stem
                anew[name] = wrapped(unwrapped(body, case, was), case, becomes)
    if anew:
        _write(vault, id_, held | anew)
        failpoint("rotation.copy")
    return bool(anew)


def _held(vault: Vault, id_: str) -> dict[str, bytes]:
    """Return the files that a copy holds; errors as those of `Vault.read_manifest`."""
    return {name: b64decode(body) for name, body in json.loads(vault.read_manifest(id_)).items()}


def _write(vault: Vault, id_: str, held: Mapping[str, bytes]) -> None:
    vault.write_manifest(id_, json.dumps({name: b64encode(body).decode() for name, body in held.items()}).encode())


def _is_part(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def _inside(name: str) -> PurePosixPath:
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts:
        raise BackupFault("BACKUP-111", what="the path of a key", file=inside.name)
    return inside


def _counted(id_: str, held: Mapping[str, bytes], closed: tuple[str, ...] = ()) -> KeyringCopy:
    ends = [name.rpartition(".")[2] for name in held]
    return KeyringCopy(id_, ends.count("key"), ends.count("gone"), closed)
