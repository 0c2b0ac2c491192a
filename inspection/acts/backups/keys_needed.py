"""Which keys a backup needs, asked before anything is written, and what a restored database learns of those here."""

from inspection.acts import rotating
from inspection.errors import BackupFault, KeyringFault
from inspection.key_sources import old_file
from inspection.keyring import open_keyring
from inspection.keys import DATABASE, FIELD, KEYRING, Keys
from inspection.settings import Settings
from inspection.store import backups
from inspection.store.core import Store
from inspection.store.opening import HouseKeyRow, Rotation, rotations
from inspection.trust import AuditedTransaction


def refuse_other_keys(manifest: backups.Manifest, keys: Keys, *, but: tuple[str, ...] = ()) -> None:
    """Refuse keys that are not those of a backup, before anything is written.

    Of a backup that was taken during a rotation of the field key, the old one is needed beside the new one: values of
    both are in it.

    Errors: `BackupFault` 123 that names them.
    """
    other = [name for name, known in manifest.keys.items() if name not in but and keys.fingerprint(name) != known]
    old = manifest.retiring.get(FIELD)
    if old is not None and old not in keys.all_of(FIELD):
        other.append(old_file(keys.folder, FIELD).name)
    if other:
        raise BackupFault("BACKUP-123", keys=", ".join(sorted(other)))


def refuse_unfit_database_key(vault: backups.Vault, manifest: backups.Manifest, keys: Keys) -> None:
    """Refuse to restore with a key of a database that is not here, or that the house of the backup had retired.

    Any other will do: no page of a backup is encrypted by it. A retired one was changed for some reason.

    Errors: `BackupFault` 123.
    """
    if DATABASE not in manifest.keys:  # of a house on PostgreSQL: one is made where it is needed
        return
    here = keys.fingerprint(DATABASE)
    retired = {row["old_id"] for row in backups.rows_in(vault, manifest, "key_rotation")}
    if here is None or here[:8] in retired:
        raise BackupFault("BACKUP-123", keys=DATABASE)


def refuse_absent_keyring(to: Settings, manifest: backups.Manifest, keys: Keys) -> None:
    """Refuse to restore a house without its keyring, before anything is written: what was erased would be back.

    Errors: `KeyringFault` 103.
    """
    if KEYRING in manifest.keys and not open_keyring(to.keyring, keys).is_here:
        raise KeyringFault("KEYRING-103", folder=to.keyring.name)


def settle_keys(tx: AuditedTransaction, manifest: backups.Manifest) -> None:
    """Let a restored database know the keys that it works with from now on, on the record."""
    _tell_of_new_key(tx, manifest.keys.get(DATABASE))
    _end_rotations(tx)


def _tell_of_new_key(tx: AuditedTransaction, known: str | None) -> None:
    """Let the database know the key that it is encrypted with, where the backup knew none or another."""
    fingerprint = tx.store.keys.fingerprint(DATABASE)
    if fingerprint == known or not (tx.store.is_embedded or (fingerprint and known)):
        return
    assert fingerprint is not None  # noqa: S101  the database is open by it
    if known is not None:
        rotating.follow(tx, DATABASE, fingerprint)
        return
    tx.add(HouseKeyRow(id=fingerprint[:8], name=DATABASE, fingerprint=fingerprint, known_since=tx.at))
    tx.record("keys.register", "house", stream="house", facts={"names": [DATABASE], "ids": [fingerprint[:8]]})


def _end_rotations(tx: AuditedTransaction) -> None:
    """End the rotations that went on when the backup was taken and of whose old key nothing is left here.

    No page of a backup is encrypted by the key of a database, and in none lies a key of a case; the keyring that was
    put here may have gone on since. Left open, each would ask for an old key at every start, which may be destroyed.
    """
    for one in rotations(tx.session):
        if one.ended_at is None and _is_done(tx.store, one):
            rotating.end(tx, one, resealed=0)


def _is_done(store: Store, rotation: Rotation) -> bool:
    if rotation.name == KEYRING:
        return not store.keyring.wrapped_by()[rotation.old_id]
    return rotation.name == DATABASE
