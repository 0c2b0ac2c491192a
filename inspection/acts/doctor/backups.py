"""Checks of the backups: is there one, young and elsewhere, and are the copies of the keyring gone in time?"""

from collections.abc import Iterator
from datetime import timedelta

from inspection.acts.backups import (
    ahead_of,
    newest_backup,
    overdue_copies,
    with_named_folders,
)
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.acts.retention import tombstones_not_carried
from inspection.store.backups import is_on_same_disk

_HOUR = 3600


def newest(patient: Patient) -> Iterator[Found]:
    """Look when the last backup was taken; whether it is whole, the nightly drill says.

    A folder that is named and not there, and a backup that does not open, are told by the errors that say so.
    """
    if patient.settings.is_demo:
        yield Found("well", "a home of the demo: no backup is asked for")
        return
    yield from _ahead(patient)
    last = newest_backup(patient.settings, patient.at)
    if last is None:
        advice = "Run `vigie backup`: docs/how-to/back-up-and-restore.md."
        yield Found("look", "no backup lies in the folder of backups", advice)
        return
    hours = (patient.at - last).total_seconds() / _HOUR
    folder = with_named_folders(patient.settings).backup.folder
    if hours > patient.rules.on(patient.day).backups.stale_hours:
        advice = "See that the schedule of backups runs; take one now: `vigie backup`."
        yield Found("look", f"the newest backup is {hours:.0f} hours old", advice)
    elif folder is not None and is_on_same_disk(patient.settings, folder):
        advice = "Name a folder on another machine's disk in VIGIE_BACKUPS."
        yield Found("look", "backups lie on the disk of the home, and go with it", advice)
    else:
        yield Found("well", f"the newest backup is {max(hours, 0):.0f} hours old")


def _ahead(patient: Patient) -> Iterator[Found]:
    """Tell of what is of a moment that has not come: it would be the newest for as long, and never too old."""
    late, rings = ahead_of(patient.settings, patient.at)
    if late or rings:
        named = ", ".join([*late, *rings][:3])
        what = f"{len(late)} backups and {len(rings)} copies of the keyring are of a moment that has not come: {named}"
        advice = "Set the clock right. Was it ahead then, take their files out of `manifests`; then run `vigie backup`."
        yield Found("wrong", what, advice)


def copies(patient: Patient) -> Iterator[Found]:
    """Look whether copies of the keyring went when their time was over: each opens what was erased since.

    They go once a night; the hours that a backup may be late are given to them too.
    """
    if lacking := tombstones_not_carried(patient.settings):
        what = f"of {lacking} destroyed cases nothing is told beside the copies of the keyring: they could come back"
        yield Found("look", what, "Mount the folder VIGIE_KEYRING_BACKUPS, and run `vigie keep nightly`.")
    rules = patient.rules.on(patient.day)
    days, late = rules.keyring_copy_days, timedelta(hours=rules.backups.stale_hours)
    old = overdue_copies(patient.settings, patient.at, timedelta(days=days) + late)
    if old:
        what = f"{len(old)} copies of the keyring are older than {days} days: they open cases that were erased since"
        yield Found("wrong", what, "Run `vigie backup prune`, and see that the schedule of backups runs.")
    else:
        yield Found("well", f"no copy of the keyring here is older than {days} days and a night")
