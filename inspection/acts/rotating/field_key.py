"""The field key: values of every sealed column and file go from the old key to the new one, while others work."""

from inspection.acts.rotating.beginning import end
from inspection.acts.rotating.sealed_rows import count_left, reseal_some, sealed_tables
from inspection.errors import KeysFault
from inspection.failpoints import failpoint
from inspection.files import put
from inspection.progress import say
from inspection.sealing import field_header, is_by_field_key, key_of
from inspection.store.core import Store
from inspection.store.opening import Rotation
from inspection.store.sealed_files import SealedFile, sealed_files
from inspection.trust import Context, audited_transaction


def reseal(context: Context, rotation: Rotation) -> int:
    """Seal anew what the old field key sealed, then retire it; returns how many values and files that were.

    Killed anywhere and run again, it goes on: the id of the key in each value tells what is done. Others read and
    write meanwhile; nobody can write a value of the old key any more (`inspection.store.core.sealed_now`).

    Errors: `StoreFault` KEYS-103 where the old key is not here, 107 where values are left that another key sealed.
    """
    if context.store.keys.opens(bytes.fromhex(rotation.old_id)) is None:
        raise KeysFault("KEYS-103", key=rotation.name)
    tables = sealed_tables()
    done = 0
    for place, table in enumerate(tables):
        say("rotation", place, len(tables))
        done += sum(_rows(context, rotation, table.name))
    done += _files(context, rotation)
    with context.store.read() as session:
        _refuse_left(count_left(session, rotation.new_id))
    failpoint("rotation.counted")
    with audited_transaction(context, "rotation_end") as tx:
        tx.require("keys.rotate")
        _refuse_left(_files_left(context, rotation))  # inside: whoever writes a file looks again after it
        end(tx, rotation, done)
    say("rotation", len(tables), len(tables))
    return done


def _rows(context: Context, rotation: Rotation, name: str) -> list[int]:
    """Seal a table anew, a transaction at a time, each with its entry in the trail."""
    table = next(one for one in sealed_tables() if one.name == name)
    counts: list[int] = []
    last: str | None = ""
    while last is not None:
        with audited_transaction(context, "reseal") as tx:
            tx.require("keys.rotate")
            last, count = reseal_some(tx.session, tx.store, table, rotation.old_id, last)
            if count:
                facts = {"table": name, "values": count, "old": rotation.old_id, "new": rotation.new_id}
                tx.record("keys.reseal", "house", stream="house", facts=facts)
            else:
                tx.mark_unchanged()
        counts.append(count)
    return counts


def reseal_late(context: Context, rotation: Rotation) -> int:
    """Seal anew the files that came by the old key after its rotation ended; returns how many that were.

    A process that sealed a file before it knew of the new key may write it at any time; it opens nothing of a row.
    """
    return _files(context, rotation)


def _files(context: Context, rotation: Rotation) -> int:
    count = 0
    for file in sealed_files(context.settings):
        if file.header() == field_header(rotation.old_id):
            with context.store.write():  # whoever erases a case waits: a file that is gone does not come back
                count += _anew(context.store, file, rotation)
            failpoint("rotation.file")
    return count


def _anew(store: Store, file: SealedFile, rotation: Rotation) -> int:
    """Put a file in its own place, sealed by the key in use, while it is still the one that was read."""
    try:
        body = file.path.read_bytes()
        if not body.startswith(field_header(rotation.old_id)):
            return 0
        sealed = store.seal_bytes(file.place, file.row, store.unseal_bytes(file.place, file.row, body))
        if file.path.read_bytes() != body:
            return 0
        put(file.path, sealed, makes_folder=False)
    except FileNotFoundError:
        return 0
    return 1


def _files_left(context: Context, rotation: Rotation) -> dict[str, int]:
    left: dict[str, int] = {}
    for file in sealed_files(context.settings):
        header = file.header()
        if is_by_field_key(header) and key_of(header).hex() != rotation.new_id:
            left[file.place] = left.get(file.place, 0) + 1
    return left


def _refuse_left(left: dict[str, int]) -> None:
    if left:
        raise KeysFault("KEYS-107", left=", ".join(f"{name} ({count})" for name, count in sorted(left.items())))
