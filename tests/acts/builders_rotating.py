"""A house with sealed values in many tables and in every kind of sealed file, and what is left of an old key in it."""

from collections.abc import Iterator
from hashlib import sha256

import sqlmodel
from builders_acts import AT, LIEGE, a_suspicious_control
from houses import as_user
from sqlalchemy import select

from inspection.acts import records
from inspection.acts.controls import save
from inspection.acts.outbox import OutboxSafe
from inspection.acts.rotating.sealed_rows import sealed_tables
from inspection.control.filled import Control
from inspection.files import put
from inspection.sealed_folders import SealedFolder
from inspection.sealing import is_by_field_key, key_of
from inspection.store.controls import DecisionRow
from inspection.store.core import new_id, sealed_columns
from inspection.store.sealed_files import ATTACHMENTS, ZONES, SealedFile, frame_file, sealed_files, write_sealed
from inspection.trust import AppContext

BY = "insp-liege-1"
DATA = b"a photograph"


def lived_in(app: AppContext) -> str:
    """Let a house work: a control with a referral, and every kind of sealed file; returns the control's id.

    A decision and an attachment are sealed by the house's key besides, as before cases had keys of their own.
    """
    control = a_suspicious_control("yes")
    save(as_user(app, BY, AT), control, place=LIEGE)
    records.write_file(app, control.control_id, sha256(DATA).hexdigest(), DATA)
    stem = sha256(b"zones").hexdigest()[:32]
    write_sealed(app.store, SealedFile(app.settings.zones / stem / f"{stem}.sealed", ZONES, stem), b"{}")
    write_sealed(app.store, frame_file(app.settings, stem), b"{}")
    older = SealedFile(app.settings.attachments / control.control_id / "older.sealed", ATTACHMENTS, _row(control))
    write_sealed(app.store, older, DATA)
    SealedFolder(app.settings.registers / "roster", "registers.roster", app.store.keys).begin()
    put(app.settings.lists / "a" / "w.json.sealed", OutboxSafe(app.store).seal("lists/a/w.json", b"{}"))
    _decided_before(app, control.control_id)
    return control.control_id


def _row(control: Control) -> str:
    return f"{control.control_id}|older"


def _decided_before(app: AppContext, control_id: str) -> None:
    """Keep a decision as a house of before cases had keys kept it: in a table that nobody may change."""
    with app.store.write() as session:
        row = session.exec(sqlmodel.select(DecisionRow).where(DecisionRow.control_id == control_id)).first()
        assert row is not None
        values = row.model_dump() | {"id": (id_ := new_id()), "n": 99}
        values["grounds"] = app.store.seal("suspicion_decision.grounds", id_, "They may not leave.")
        session.add(DecisionRow(**values))


def by_field_key(app: AppContext) -> int:
    """Return how many values of a house lie under a field key."""
    return sum(is_by_field_key(value) for _, _, value in sealed_values(app))


def sealed_values(app: AppContext) -> Iterator[tuple[str, str, bytes]]:
    """Give every sealed value of a house: its place, its row, and what stands there."""
    with app.store.read() as session:
        for table in sealed_tables():
            (key,) = table.primary_key.columns
            for name in sealed_columns(table):
                rows = session.connection().execute(select(key, table.c[name]).where(table.c[name].is_not(None)))
                yield from ((f"{table.name}.{name}", row, value) for row, value in rows)
    for file in sealed_files(app.settings):
        yield file.place, file.row, file.path.read_bytes()


def plain_values(app: AppContext) -> dict[tuple[str, str], bytes]:
    """Open every sealed value of a house."""
    return {(place, row): app.store.unseal_bytes(place, row, value) for place, row, value in sealed_values(app)}


def key_ids(app: AppContext) -> set[str]:
    """Return the ids of all field keys that sealed something of a house."""
    return {key_of(value).hex() for _, _, value in sealed_values(app) if is_by_field_key(value)}
