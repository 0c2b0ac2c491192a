"""Checks of the database: does it open, with its own keys, in the right version, each page and entry as written?"""

import json
from collections.abc import Iterator

from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.acts.rotating import key_troubles
from inspection.errors import StoreFault
from inspection.store.core import HEAD, revision
from inspection.store.opening import examine_pages, known_keys
from inspection.trust import Checkpoint, verify_trail


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
        advice = "Stop writing to it, keep the file as it is, and restore the newest backup that is whole."
        yield Found("wrong", f"the database is damaged: {fault}", advice)
    if found.unchecked:
        yield Found("look", "not every page of PostgreSQL could be checked", f"To have it done, {found.unchecked}.")
    elif not found.faults:
        yield Found("well", "every page of the database is as it was written")


def trail(patient: Patient) -> Iterator[Found]:
    """Look whether the history is whole, also against the newest checkpoint that this home keeps."""
    checkpoint = _newest_checkpoint(patient)
    report = verify_trail(patient.store, checkpoint)
    if report.broken is None:
        since = f", and with the checkpoint of {checkpoint.at:%Y-%m-%d}" if checkpoint else ""
        yield Found("well", f"the trail holds: {report.entries} entries{since}")
    else:
        yield Found("wrong", f"the trail breaks at {report.broken}", "Stop writing and call the data officer.")


def _newest_checkpoint(patient: Patient) -> Checkpoint | None:
    folder = patient.settings.checkpoints
    newest = max(folder.glob("*.json"), default=None) if folder.is_dir() else None
    if newest is None:
        return None
    try:
        return Checkpoint.read(json.loads(newest.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise StoreFault("STORE-053", file=newest.name) from None
