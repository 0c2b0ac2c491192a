"""Checks of what lies on the disk: nothing about a person in clear, once it was received."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.referral.bundle import ENVELOPE, LABEL
from inspection.registers import delivered
from inspection.registers.lake import person_tables, table_file
from inspection.sealed_folders import ENDING
from inspection.store.sealed_files import folders_of_sealed

_SHOWN = 4


def clear(patient: Patient) -> Iterator[Found]:
    """Look for what nobody sealed: deliveries that wait, tables of persons, and files where every one is sealed."""
    found = [*_of_registers(patient), *_of_lake(patient), *_of_cases(patient)]
    yield from found
    if not found:
        yield Found("well", "no delivery and no table of persons lies in clear, nor a file where each is sealed")


def _of_registers(patient: Patient) -> Iterator[Found]:
    """Look for deliveries that nobody received."""
    root = patient.settings.registers
    folders = [folder for folder in sorted(root.iterdir()) if folder.is_dir()] if root.is_dir() else []
    waits = [path for folder in folders for path in delivered.in_clear(folder)]
    halves = [path for folder in folders for path in delivered.half_copies(folder)]
    if waits:
        what = f"{len(waits)} files lie in clear under registers/"
        yield Found("look", what, "Run `vigie ingest`, or `vigie registers receive` to seal them only.")
    if halves:
        what = f"{len(halves)} half copies lie in clear under registers/, hidden: nothing takes them in"
        yield Found("look", what, "Ask the sender whether they are still sending; remove what nobody ends.")


def _of_lake(patient: Patient) -> Iterator[Found]:
    """Look for tables of persons that an earlier version left open."""
    lake = patient.settings.lake
    opened = [
        path
        for key, register in sorted(patient.rules.on(patient.day).registers.items())
        for table in sorted(person_tables(register))
        for path in (lake / key).glob(f"*/*{table_file(table)}")
    ]
    if opened:
        what = f"{len(opened)} tables of persons lie open in the lake: an earlier version wrote them"
        yield Found("wrong", what, "Move those snapshots away and take their deliveries in again.")


def _of_cases(patient: Patient) -> Iterator[Found]:
    """Look for files in clear where each is sealed, or in an envelope: an earlier version, or a copy made by hand.

    Folders are told, not files: whoever copied one by hand may have named it after somebody.
    """
    there = (path for folder in folders_of_sealed(patient.settings) for path in sorted(folder.rglob("*")))
    opened = [path for path in there if path.is_file() and _is_open(path)]
    counts = Counter(str(path.parent.relative_to(patient.settings.home)) for path in opened)
    if counts:
        told = [f"{folder}/ ({count})" for folder, count in counts.items()]
        where = ", ".join(told[:_SHOWN]) + (" …" if len(told) > _SHOWN else "")
        advice = "Remove copies made by hand; take out of the home what lies nowhere else, and bring it in again."
        yield Found("wrong", f"{len(opened)} files lie in clear where each is sealed: {where}", advice)


def _is_open(path: Path) -> bool:
    """Tell whether a file is neither sealed nor enveloped by its name, also one that is half written (`put`)."""
    name = path.name.removeprefix(".").rsplit(".", 2)[0] if path.name.endswith(".new") else path.name
    if name.endswith(ENDING) or name == ENVELOPE:
        return False
    return not (name == LABEL and path.with_name(ENVELOPE).exists())
