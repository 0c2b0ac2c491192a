"""What is said about a finished control: returned to who saved it, corrected, reviewed; no word is ever changed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.acts import access, alerts
from inspection.errors import AccessRefused, ControlFault
from inspection.store.controls import ControlReviewRow, ControlRow
from inspection.store.core import new_id
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction

Kind = Literal["returned", "corrected", "reviewed"]


@dataclass(frozen=True, kw_only=True)
class Review:
    """One word about a control; `version` numbers what a correction replaced."""

    n: int
    kind: Kind
    by: str
    at: datetime
    words: str = field(repr=False)
    version: int | None = None


@answers_alike("control.return", "CONTROL-241")
def return_control(context: Context, control_id: str, because: str) -> None:
    """Return a control to the inspector who saved it, saying what is to be corrected; they are alerted.

    It stays as it is, with its findings, clocks and referral, until they correct it: nothing is held back meanwhile.
    """
    with audited_transaction(context) as tx:
        row = _finished(tx, control_id)
        tx.require("control.return", district=row.district, service=row.service)
        added = add_review(tx, row, "returned", because)
        alerts.raise_alert(
            tx, "returned", row.id, added.n, row.district, row.service, role="inspector", user=row.saved_by
        )
        tx.record("control.return", row.id, stream="control", facts={"n": added.n})


@answers_alike("control.review", "CONTROL-241")
def review_control(context: Context, control_id: str, *, words: str = "") -> None:
    """Note that a head has read a control as it stands now; a correction after it is read anew."""
    with audited_transaction(context) as tx:
        row = _finished(tx, control_id)
        tx.require("control.review", district=row.district, service=row.service)
        added = add_review(tx, row, "reviewed", words or "-")
        tx.record("control.review", row.id, stream="control", facts={"n": added.n, "content": row.content_key})


def reviews(context: Context, control_id: str) -> tuple[Review, ...]:
    """Return what was said about a control, the first word first; the look is recorded before anything is read."""
    return access.audited_read(context, "control", control_id, read=lambda: read_reviews(context.app, control_id))


def add_review(
    tx: AuditedTransaction, row: ControlRow, kind: Kind, words: str, *, version: int | None = None
) -> ControlReviewRow:
    """Add a word to a control inside an act; raises `ControlFault` 383 for an empty one.

    A correction, or a head who has read it, ends what was told of its return.
    """
    if not words.strip():
        raise ControlFault("CONTROL-383", control_id=row.id)
    counted = select(func.count()).select_from(ControlReviewRow).where(col(ControlReviewRow.control_id) == row.id)
    id, n = new_id(), tx.session.exec(counted).one() + 1  # noqa: A001
    made = ControlReviewRow(
        id=id,
        control_id=row.id,
        n=n,
        kind=kind,
        version=version,
        words=tx.store.seal("control_review.words", id, words, case=row.id),
        by=tx.by,
        at=tx.at,
    )
    tx.session.add(made)
    if kind != "returned":
        alerts.end_alerts_about(tx, "returned", row.id)
    return made


def own_finished(tx: AuditedTransaction, control_id: str) -> ControlRow:
    """Return a finished control to who saved it; raises `ControlFault` 241 or 381, or `AccessRefused`."""
    row = _known(tx.session, control_id)
    tx.require("control.correct", district=row.district, service=row.service)
    if row.saved_by != tx.by:
        raise AccessRefused("ACCESS-052")
    return row


def _finished(tx: AuditedTransaction, control_id: str) -> ControlRow:
    if not access.may_see_control(tx.context, tx.session, control_id):
        raise ControlFault("CONTROL-241", control_id=control_id)
    return _known(tx.session, control_id)


def _known(session: Session, control_id: str) -> ControlRow:
    row = session.get(ControlRow, control_id)
    if row is None:
        raise ControlFault("CONTROL-241", control_id=control_id)
    if row.left_at is None:
        raise ControlFault("CONTROL-381", control_id=control_id)
    return row


def read_reviews(app: AppContext, control_id: str) -> tuple[Review, ...]:
    """Return the words about a control, inside an act that has recorded the look."""
    mine = (
        select(ControlReviewRow).where(col(ControlReviewRow.control_id) == control_id).order_by(col(ControlReviewRow.n))
    )
    with app.store.read() as session:
        return tuple(_review(app, row) for row in session.exec(mine))


def _review(app: AppContext, row: ControlReviewRow) -> Review:
    words = app.store.unseal("control_review.words", row.id, row.words)
    return Review(n=row.n, kind=row.kind, by=row.by, at=row.at, words=words, version=row.version)  # type: ignore[arg-type]
