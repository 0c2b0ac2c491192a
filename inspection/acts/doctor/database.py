"""Checks of the database: does it open, with its own keys, in the right version, each page and entry as written?"""

from collections.abc import Iterator

from inspection.acts import history
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.acts.rotating import key_troubles
from inspection.store.core import HEAD, revision
from inspection.store.opening import examine_pages, known_keys
from inspection.time_of import moment_in_brussels
from inspection.trust import verify_trail


def database(patient: Patient) -> Iterator[Found]:
    """Look whether it opens, and whether its tables are of this version."""
    stands_at = revision(patient.store)
    kind = "the embedded database" if patient.store.is_embedded else "PostgreSQL"
    if stands_at is None:
        yield Found("wrong", f"{kind} is empty", "Run `vigie init`, which makes its tables and keys.")
    elif stands_at != HEAD:
        advice = f"The next start brings older ones to {HEAD}; newer ones need the version of Vigie that made them."
        yield Found("look", f"{kind} opens; its tables are of revision {stands_at}", advice)
    else:
        yield Found("well", f"{kind} opens; its tables are of this version")


def keys(patient: Patient) -> Iterator[Found]:
    """Look whether every key that the database was written with is here, and is that very key."""
    faults = list(key_troubles(patient.store))
    for fault in faults:
        is_under_way = fault.code in ("KEYS-108", "KEYS-109")
        yield Found("look" if is_under_way else "wrong", f"[{fault.code}] {fault.what}: {fault.where}", fault.advice)
    if not faults:
        with patient.store.read() as session:
            count = len(known_keys(session))
        yield Found("well", f"all {count} keys are those that the database was written with")


def pages(patient: Patient) -> Iterator[Found]:
    """Look whether every page of the database is the one that was written."""
    found = examine_pages(patient.store)
    for fault in found.faults:
        advice = "Stop writing to it, keep the file, and restore the newest whole backup: `vigie restore --to`."
        yield Found("wrong", f"the database is damaged: {fault}", advice)
    if found.unchecked:
        yield Found("look", "not every page of PostgreSQL could be checked", f"To have it done, {found.unchecked}.")
    elif not found.faults:
        yield Found("well", "every page of the database is as it was written")


def trail(patient: Patient) -> Iterator[Found]:
    """Look whether the history is whole, and is where its newest checkpoint saw it, wherever that lies."""
    report = verify_trail(patient.store)
    if report.broken is None:
        yield Found("well", f"the trail holds: {report.entries} entries")
    else:
        yield Found("wrong", f"the trail breaks at {report.broken}", "Stop writing and call the data officer.")
    compared = history.compare(patient.store, patient.settings, whole=True)
    for fault in compared.faults:
        yield Found("wrong", f"[{fault.code}] {fault.what} ({fault.where})", fault.advice)
    for note in compared.notes:
        yield Found("look", f"[{note.code}] {note.what} ({note.where})", note.advice)
    yield from _signed(compared)


def _signed(compared: history.Compared) -> Iterator[Found]:
    newest = compared.checkpoint
    if newest is None:
        yield Found("look", "the history was never signed", "Run `vigie audit checkpoint`; the night does it too.")
    elif compared.seen_by:
        at = moment_in_brussels(newest.at)
        yield Found("well", f"the history is where checkpoint {newest.number} of {at} saw it")
    if not compared.signer.is_witness:
        yield Found("look", "not met: the history has no witness under another account", _WITNESS)
    elif compared.has_answered and not compared.is_apart:
        yield Found("wrong", "not met: the witness runs under the account of this house", _WITNESS)


_WITNESS = "Whoever has this home can rewrite its history unseen: docs/how-to/keep-a-witness.md."
