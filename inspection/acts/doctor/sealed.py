"""Checks of what is sealed and of what guards history: does all of it open, and was no guard taken away?"""

from collections import Counter
from collections.abc import Iterator

from sqlmodel import select

import inspection.store.tables  # noqa: F401  guards name the columns of every table: each must be known
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.acts.rotating import count_left, value_troubles
from inspection.errors import StoreFault
from inspection.keys import FIELD
from inspection.store.controls import AttachmentRow
from inspection.store.core import HEAD, changed_guards, key_in_use, revision
from inspection.store.opening import open_rotation
from inspection.store.sealed_files import sealed_files

_SHOWN = 4
_OF_FILES = "Restore them from a backup."
_OF_TOMBSTONES = (
    "Find out who could write there. Take each away by hand, then `vigie restore --to HOME --keyring`: it brings back "
    "what the newest copy tells."
)
_OF_KEYS = {
    **dict.fromkeys(("KEYRING-101", "KEYRING-103", "KEYRING-104"), "Bring the keys of their cases back first."),
    "KEYRING-102": "Their cases were erased: run `vigie keep nightly`, and remove by hand what stays.",
}


def history(patient: Patient) -> Iterator[Found]:
    """Look whether everything that refuses a change of history is there as it was made."""
    store = patient.store
    if revision(store) != HEAD:
        return
    changed = changed_guards(store)
    if changed:
        what = f"{len(changed)} guards of the history are gone, changed or added: {_some(changed)}"
        yield Found("wrong", what, "Find out who could write to the database, and restore the newest backup before it.")
    else:
        yield Found("well", "every guard of the history is there")


def values(patient: Patient) -> Iterator[Found]:
    """Look whether each sealed value was sealed by a key of the house, or by one of its case that the keyring has."""
    store = patient.store
    if revision(store) != HEAD:
        return
    with store.read() as session:
        in_use, under_way = key_in_use(session, FIELD), open_rotation(session, FIELD)
        left = count_left(session, in_use[:8], *([under_way.old_id] if under_way else ())) if in_use else {}
    lost = list(value_troubles(store))
    if left:
        told = ", ".join(f"{table} ({count})" for table, count in sorted(left.items()))
        yield Found("wrong", f"values are sealed by a key that nobody knows: {told}", "Restore them from a backup.")
    for fault in lost:
        yield Found("wrong", f"[{fault.code}] {fault.what}: {fault.where}", fault.advice)
    if in_use and not left and not lost:
        yield Found("well", "every sealed value is sealed by a key of this house")


def tombstones(patient: Patient) -> Iterator[Found]:
    """Look whether each tombstone of the keyring was written by this house: rows are erased on the word of one."""
    told, damaged = patient.store.keyring.told_tombstones()
    if damaged:
        what = f"tombstones of the keyring are damaged, or this house did not write them: {_some(list(damaged))}"
        yield Found("wrong", what, _OF_TOMBSTONES)
    elif told:
        yield Found("well", f"every tombstone of the keyring is one of this house ({len(told)})")
    else:
        yield Found("well", "the keyring holds no tombstone")


def files(patient: Patient) -> Iterator[Found]:
    """Look whether each sealed file opens, and whether the file of each attachment is there."""
    store, count, broken = patient.store, 0, Counter[tuple[str, str]]()
    for file in sealed_files(patient.settings):
        try:
            store.unseal_bytes(file.place, file.row, file.path.read_bytes())
        except StoreFault as fault:
            broken[file.place, _OF_KEYS.get(fault.code, _OF_FILES)] += 1
        count += 1
    for (place, advice), times in sorted(broken.items()):
        yield Found("wrong", f"sealed files do not open: {place} ({times})", advice)
    lost = _lost(patient)
    if lost:
        yield Found("wrong", f"files of attachments are missing: {lost}", "Restore them from a backup.")
    if not broken and not lost:
        yield Found("well", f"all {count} sealed files open")


def _lost(patient: Patient) -> int:
    if revision(patient.store) != HEAD:
        return 0
    with patient.store.read() as session:
        rows = session.exec(select(AttachmentRow.control_id, AttachmentRow.sha256)).all()
    return sum(not (patient.settings.attachments / control / f"{sha256}.sealed").exists() for control, sha256 in rows)


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
