"""The key that wraps the keys of cases: each of them goes from the old one to the new one, in the copies too."""

from inspection.acts.rotating.beginning import end
from inspection.errors import KeyringFault, KeysFault
from inspection.failpoints import failpoint
from inspection.keyring import named
from inspection.keys import KEYRING
from inspection.progress import say
from inspection.store.backups import keyring_vault_of, rewrap_copies
from inspection.store.opening import Rotation
from inspection.trust import Context, audited_transaction


def refuse_absent_copies(context: Context) -> None:
    """Refuse before anything is begun where the folder of the keyring's copies is named and is not there.

    Its copies would stay wrapped by a key that is destroyed.

    Errors: `BackupFault` 101 or 102.
    """
    keyring_vault_of(context.settings, context.store.keys)


def rewrap(context: Context, rotation: Rotation) -> int:
    """Wrap anew what the old key wrapped, then retire it; returns how many keys of cases that were.

    Killed anywhere and run again, it goes on: each file names the key that wrapped it. Others read and make keys
    meanwhile, and make them by the new one as soon as the keyring names it.

    Errors: `StoreFault` KEYS-103 where one of both keys is not here, 107 where keys of cases came by another one
    meanwhile; `KeyringFault` 104 that names the files that are damaged or that a third key wrapped; `BackupFault` 103
    while copies are written.
    """
    done = _wrapped_anew(context, rotation)
    if left := _left(context, rotation):
        raise KeysFault("KEYS-107", left=f"keys of cases ({left})")
    failpoint("rotation.counted")
    with audited_transaction(context, "rotation_end") as tx:
        tx.require("keys.rotate")
        end(tx, rotation, done)
    return done


def rewrap_late(context: Context, rotation: Rotation) -> int:
    """Wrap anew what came by the old key after its rotation ended, such as a copy of before that was put back."""
    return _wrapped_anew(context, rotation)


def _wrapped_anew(context: Context, rotation: Rotation) -> int:
    """Go through the keyring and its copies; files that do not open are named when all others are done."""
    keyring = context.store.keyring
    was, becomes = _both(context, rotation)
    keyring.bury()  # what was destroyed while a killed run wrote it anew
    keyring.wrap_by(rotation.new_id)
    failpoint("rotation.marked")
    cases, done, damaged = list(keyring.cases()), 0, list[str]()
    for place, case in enumerate(cases):
        say("rotation", place, len(cases))
        try:
            done += keyring.rewrap(case, was, becomes)
        except KeyringFault:
            damaged.append(case)
        failpoint("rotation.case")
    rewrap_copies(keyring_vault_of(context.settings, context.store.keys), was, becomes)
    if damaged:
        raise KeyringFault("KEYRING-104", case=named(damaged))
    say("rotation", len(cases), len(cases))
    return done


def _both(context: Context, rotation: Rotation) -> tuple[bytes, bytes]:
    here = {fingerprint[:8]: key for fingerprint, key in context.store.keys.all_of(KEYRING).items()}
    if not {rotation.old_id, rotation.new_id} <= here.keys():
        raise KeysFault("KEYS-103", key=KEYRING)
    return here[rotation.old_id], here[rotation.new_id]


def _left(context: Context, rotation: Rotation) -> int:
    found = context.store.keyring.wrapped_by()
    return found.total() - found[rotation.new_id]
