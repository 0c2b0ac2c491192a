"""Checks of what lies on the disk: nothing about a person in clear, once it was received."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from inspection.acts.doctor.found import Found
from inspection.acts.doctor.numbers import Look, files_with_numbers, has_number
from inspection.acts.doctor.patient import Patient
from inspection.acts.doctor.places import is_known, lying
from inspection.referral.bundle import ENVELOPE, LABEL
from inspection.registers import delivered
from inspection.registers.lake import person_tables, table_file
from inspection.sealed_folders import ENDING
from inspection.store.sealed_files import folders_of_sealed

_SHOWN = 4


def clear(patient: Patient) -> Iterator[Found]:
    """Look for what nobody sealed: deliveries, tables of persons, files where each is sealed, numbers of persons."""
    found = [*_of_registers(patient), *_of_cases(patient)]
    yield from found
    yield from _of_others(patient)
    opened = list(_of_lake(patient))  # the rules tell which tables these are: broken ones hide nothing of the above
    yield from opened
    if not found and not opened:
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


def _of_others(patient: Patient) -> Iterator[Found]:
    """Look for files that nothing of Vigie writes, and for numbers of persons in any that is open.

    No name of a file is told, nor that of a place which nobody knows, nor of a folder in which a number stands.
    """
    here = patient.settings
    files = list(lying(here))
    strange = sum(not is_known(here, file) for file in files)
    if strange:
        what = f"{strange} files lie in the home where nothing of Vigie writes"
        yield Found(
            "look", what, "Move them out of the home: nobody seals them, nor removes them when their time is over."
        )
    look = Look()
    counts = Counter(_folder_of(patient, file) for file in files_with_numbers(here.home, files, look))
    if counts:
        told = [f"{folder} ({count})" for folder, count in sorted(counts.items())]
        where = ", ".join(told[:_SHOWN]) + (" …" if len(told) > _SHOWN else "")
        what = f"numbers of persons stand in clear in {sum(counts.values())} of {look.told()}: {where}"
        advice = "Find out what wrote them there, and remove them; report it where that was Vigie."
        yield Found("wrong", what, advice)
    else:
        yield Found("well", f"no number of a person stands in {look.told()}")


def _folder_of(patient: Patient, file: Path) -> str:
    """Return the folder of a file, as far as it may be told."""
    here = patient.settings
    inside = file.parent.relative_to(here.home)
    if not is_known(here, file):
        return "elsewhere"
    if not inside.parts:
        return "the home itself"
    return f"{inside.parts[0] if has_number(str(inside).encode(errors='replace')) else inside.as_posix()}/"


def _is_open(path: Path) -> bool:
    """Tell whether a file is neither sealed nor enveloped by its name, also one that is half written (`put`)."""
    name = path.name.removeprefix(".").rsplit(".", 2)[0] if path.name.endswith(".new") else path.name
    if name.endswith(ENDING) or name == ENVELOPE:
        return False
    return not (name == LABEL and path.with_name(ENVELOPE).exists())
