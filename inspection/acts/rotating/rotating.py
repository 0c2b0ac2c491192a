"""`vigie keys rotate`: which keys can be changed, and what stands in the way of the others."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from inspection.acts.migrating import seeing_all
from inspection.acts.rotating import case_keys, database_key, field_key
from inspection.acts.rotating.beginning import alone, begun, destroy_retired
from inspection.errors import BackupFault, KeysFault
from inspection.keys import AUDIT, BACKUP, DATABASE, FIELD, FORMS, KEYRING, NAMES, Keys
from inspection.settings import Settings
from inspection.store.backups import read_manifest, vault_of
from inspection.store.opening import Rotation
from inspection.trust import Context, require_permission

# What follows when a new key is known, by name of the key. The only place that a further one is added, besides
# `ROTATED` of inspection/keys.py.
STEPS: Mapping[str, Callable[[Context, Rotation], int]] = {
    FIELD: field_key.reseal,
    DATABASE: database_key.rewrite,
    KEYRING: case_keys.rewrap,
}
# What is looked at once more before the file of a retired key is destroyed, by name of the key.
_LAST: Mapping[str, Callable[[Context, Rotation], int]] = {
    FIELD: field_key.reseal_late,
    KEYRING: case_keys.rewrap_late,
}
# Keys that stay as they are, and what says why.
_FIXED: Mapping[str, Callable[[], KeysFault]] = {
    AUDIT: lambda: KeysFault("KEYS-111"),
    FORMS: lambda: KeysFault("KEYS-112"),
    BACKUP: lambda: KeysFault("KEYS-118"),
}


@dataclass(frozen=True)
class Rotated:
    """What a rotation did.

    values
        How many this run wrote anew, after a killed one only what was left.
    backups
        The backups that need the old key; None where their folder or the key of backups is not there.
    """

    name: str
    old_id: str
    new_id: str
    values: int
    is_old_destroyed: bool
    backups: tuple[str, ...] | None


def rotate(context: Context, name: str) -> Rotated:
    """Change a key of this house, or finish a change that was interrupted, as the account that sees every row.

    Errors: `StoreFault` KEYS-110 to 113 and 118 for a key that cannot be changed, 104 while another process is
    about it, 105 where the next key is not given, 103 where the old one is not here, 107 where values of another key
    are left, 115 for an account that sees the rows of one service only, 116 where a file lies in the old one's place;
    `BackupFault` 101 where the named folder of the keyring's copies is not there, 103 while copies are written.
    """
    with context.store.read() as session:
        require_permission(session, context, "keys.rotate")
    _refuse_fixed(context, name)
    with seeing_all(context.settings, context.store, KeysFault("KEYS-115")) as store, alone(store):
        return _rotated(replace(context, app=replace(context.app, store=store)), name)


def _rotated(context: Context, name: str) -> Rotated:
    ended = destroy_retired(context, name, _LAST.get(name))
    if ended is not None:  # what was left of one that was killed at its very end
        return _done(context, ended, 0, is_old_destroyed=True)
    rotation = begun(context, name)
    values = STEPS[name](context, rotation)
    destroyed = destroy_retired(context, name, _LAST.get(name))
    return _done(context, rotation, values, is_old_destroyed=destroyed is not None)


def _done(context: Context, rotation: Rotation, values: int, *, is_old_destroyed: bool) -> Rotated:
    name, old = rotation.name, rotation.old_id
    left = _needing(context.settings, context.store.keys, name, old)
    return Rotated(name, old, rotation.new_id, values, is_old_destroyed, left)


def _needing(here: Settings, keys: Keys, name: str, id_: str) -> tuple[str, ...] | None:
    """Return the backups that need a key which the house has changed; None where nobody can look.

    One that does not open is not among them: no key helps it. The key of a database is needed by none.

    Arguments: `id_` the beginning of the key's fingerprint, as `vigie keys` shows it.
    """
    if name == DATABASE:
        return ()
    try:
        vault = vault_of(here, keys)
    except BackupFault:
        return None
    found = []
    for one in vault.backups():
        with suppress(BackupFault):
            manifest = read_manifest(vault, one)
            if any(known.get(name, "").startswith(id_) for known in (manifest.keys, manifest.retiring)):
                found.append(one)
    return tuple(found)


def _refuse_fixed(context: Context, name: str) -> None:
    if name in _FIXED:
        raise _FIXED[name]()
    if name not in NAMES:
        raise KeysFault("KEYS-114", key=name, known=", ".join(STEPS))
    if name not in STEPS:
        raise KeysFault("KEYS-110", key=name)
    if name == DATABASE and not context.store.is_embedded:
        raise KeysFault("KEYS-113")
    if name == KEYRING:
        case_keys.refuse_absent_copies(context)
