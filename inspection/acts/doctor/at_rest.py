"""Checks of what lies on the disk: nothing about a person in clear, once it was received."""

from collections.abc import Iterator

from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.registers.delivered import half_copies, in_clear
from inspection.registers.lake import person_tables, table_file


def clear(patient: Patient) -> Iterator[Found]:
    """Look for deliveries that nobody received, and for tables of persons that an earlier version left open."""
    root, lake = patient.settings.registers, patient.settings.lake
    folders = sorted(root.iterdir()) if root.is_dir() else []
    folders = [folder for folder in folders if folder.is_dir()]
    waits = [path for folder in folders for path in in_clear(folder)]
    halves = [path for folder in folders for path in half_copies(folder)]
    if waits:
        what = f"{len(waits)} files lie in clear under registers/"
        yield Found("look", what, "Run `vigie ingest`, or `vigie registers receive` to seal them only.")
    if halves:
        what = f"{len(halves)} half copies lie in clear under registers/, hidden: nothing takes them in"
        yield Found("look", what, "Ask the sender whether they are still sending; remove what nobody ends.")
    opened = [
        path
        for key, register in sorted(patient.rules.on(patient.day).registers.items())
        for table in sorted(person_tables(register))
        for path in (lake / key).glob(f"*/*{table_file(table)}")
    ]
    if opened:
        what = f"{len(opened)} tables of persons lie open in the lake: an earlier version wrote them"
        yield Found("wrong", what, "Move those snapshots away and take their deliveries in again.")
    if not waits and not halves and not opened:
        yield Found("well", "no delivery and no table of persons lies in clear")
