"""Persons who ask what is kept of them: found by the keyed hash of their number, without a number in the database."""

from sqlmodel import col, delete, select

from inspection.acts.access.revealing import number_key
from inspection.control.filled import Control
from inspection.errors import ErasureFault
from inspection.store.controls import ControlPersonRow, ControlRow
from inspection.store.core import new_id
from inspection.store.records import PersonRequestRow
from inspection.trust import AuditedTransaction, Context, audited_transaction


def note_persons(tx: AuditedTransaction, control: Control) -> None:
    """Write who was found at a control, each by the keyed hash of their number, in place of what was written before."""
    tx.session.exec(delete(ControlPersonRow).where(col(ControlPersonRow.control_id) == control.control_id))
    numbers = {person.national_number for person in control.persons if person.national_number}
    keys = sorted({number_key(tx.store, number) for number in numbers})
    rows = [ControlPersonRow(id=new_id(), control_id=control.control_id, subject_key=key) for key in keys]
    tx.session.add_all(rows)


def cases_of_request(context: Context, reference: str) -> tuple[str, ...]:
    """Return the ids of the controls at which somebody was found who asked what is kept of them; the look is recorded.

    Whoever decides on an erasure names them: `vigie keep propose --class subject_request`.

    Errors: `ErasureFault` 102 for no request of a person with this reference; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("erasure.list", service=context.settings.service)
        mine = select(PersonRequestRow).where(
            col(PersonRequestRow.reference) == reference.upper(),
            col(PersonRequestRow.service) == context.settings.service,
            col(PersonRequestRow.subject_kind) == "person",
        )
        request = tx.session.exec(mine).first()
        if request is None:
            raise ErasureFault("ERASURE-102")
        tx.record("erasure.list", request.id, stream="reading", facts={"kind": "subject_request"})
        found = (
            select(ControlPersonRow.control_id)
            .join(ControlRow, col(ControlRow.id) == col(ControlPersonRow.control_id))
            .where(col(ControlPersonRow.subject_key) == request.subject_key)
            .where(col(ControlRow.service) == context.settings.service)
        )
        return tuple(sorted(tx.session.exec(found).all()))
