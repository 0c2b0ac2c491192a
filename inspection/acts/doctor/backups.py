"""Checks of the backups: is there one, is it young, and does it lie on another disk than the home?"""

from collections.abc import Iterator
from datetime import UTC, datetime

from inspection.acts.backups import is_on_same_disk, with_named_folders
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient

_HOUR = 3600


def newest(patient: Patient) -> Iterator[Found]:
    """Look when the last backup was taken; whether it is whole, the nightly drill says."""
    if patient.settings.is_demo:
        yield Found("well", "a home of the demo: no backup is asked for")
        return
    folder = with_named_folders(patient.settings).backup.folder
    names = (file.name.removesuffix(".backup") for file in (folder / "manifests").glob("*.backup")) if folder else ()
    last = max(names, default=None)
    if last is None:
        yield Found("look", "no backup was ever taken", "Run `vigie backup`: docs/how-to/back-up-and-restore.md.")
        return
    hours = (patient.at - datetime.strptime(last[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)).total_seconds() / _HOUR
    if hours > patient.rules.on(patient.day).backups.stale_hours:
        advice = "See that the schedule of backups runs; take one now: `vigie backup`."
        yield Found("look", f"the newest backup is {hours:.0f} hours old", advice)
    elif folder is not None and is_on_same_disk(patient.settings, folder):
        advice = "Name a folder on another machine's disk in VIGIE_BACKUPS."
        yield Found("look", "backups lie on the disk of the home, and go with it", advice)
    else:
        yield Found("well", f"the newest backup is {max(hours, 0):.0f} hours old")
