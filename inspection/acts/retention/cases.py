"""A case: everything that hangs on one control, in which order it goes, and what of it lies outside the database.

A referral, what was answered to it, notices to others and photos tell of the same persons as the control does. So a
case is erased whole, and its key with it: what backups hold of it stays closed.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col, func, or_, select

from inspection.acts.retention.due import Due
from inspection.keyring import case_named
from inspection.life_cycles import DeliveryState, NoticeState
from inspection.store.controls import ControlRow, OpenRosaSubmissionRow
from inspection.store.people import BrokenGlassRow
from inspection.store.protection import NoticeRow
from inspection.store.records import LookReviewRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AppContext

_REFERRALS = "SELECT id FROM referral WHERE control_id = :case"
_DELIVERIES = f"SELECT id FROM delivery WHERE referral_id IN ({_REFERRALS})"  # noqa: S608  our own names
_NOTICES = "SELECT id FROM notice WHERE control_id = :case"


def _beneath(above: str, column: str, within: str) -> str:
    return f"{column} IN (SELECT id FROM {above} WHERE {within})"  # noqa: S608  our own names


_OF_REFERRAL, _OF_DELIVERY = f"referral_id IN ({_REFERRALS})", f"delivery_id IN ({_DELIVERIES})"
_OF_CONTROL, _BY_CASE = "control_id = :case", "case_id = :case"
# Tables and which of their rows belong to a case, those first that refer to the next.
CASE_ROWS: tuple[tuple[str, str], ...] = (
    ("alert", f"subject = :case OR subject IN ({_REFERRALS}) OR subject IN ({_DELIVERIES}) OR subject IN ({_NOTICES})"),
    ("recall_deletion", _beneath("recall", "recall_id", _OF_DELIVERY)),
    *((table, _OF_DELIVERY) for table in ("recall", "used_nonce", "taken_on", "referral_question", "receipt")),
    *((table, _OF_DELIVERY) for table in ("delivery_opening", "attempt")),
    ("telephone_call", f"{_OF_DELIVERY} OR {_OF_REFERRAL}"),
    ("inquiry_words", _beneath("outcome_told", "outcome_id", _OF_REFERRAL)),
    ("embargo_end", _beneath("embargo", "embargo_id", _OF_REFERRAL)),
    ("referral_change_end", _beneath("referral_change", "change_id", _OF_REFERRAL)),
    *((table, _OF_REFERRAL) for table in ("outcome_told", "embargo", "referral_change", "link_key", "sent_on")),
    ("link_decision", f"one_id IN ({_REFERRALS}) OR other_id IN ({_REFERRALS})"),
    ("delivery", _OF_REFERRAL),
    ("referral", _OF_CONTROL),
    ("notice_try", f"notice_id IN ({_NOTICES})"),
    *((table, _OF_CONTROL) for table in ("notice", "centre_consent", "finding", "clock", "indicator_seen")),
    *((table, _OF_CONTROL) for table in ("follow_up", "control_version", "suspicion_decision", "control_review")),
    *((table, _OF_CONTROL) for table in ("control_extract", "openrosa_submission", "attachment", "chain_notice")),
    *((table, _OF_CONTROL) for table in ("chain_agreement", "judicial_control", "control_person")),
    ("kept_text", _BY_CASE),
    ("draft", "id = :case"),
    ("control", "id = :case"),
)
# Words about a case on rows that stay: who looked, or broke a glass, is answered for when the case is gone.
_WORDS: tuple[tuple[type[BrokenGlassRow | LookReviewRow], str], ...] = (
    (BrokenGlassRow, "broken_glass.words"),
    (LookReviewRow, "look_review.words"),
)


def counted(session: Session, control_id: str) -> dict[str, int]:
    """Return how many rows that a checkpoint counts go with a case: what was destroyed on the record is not lost."""
    referrals = select(ReferralRow.id).where(col(ReferralRow.control_id) == control_id)
    deliveries = select(func.count()).select_from(DeliveryRow).where(col(DeliveryRow.referral_id).in_(referrals))
    return {"referrals": len(session.exec(referrals).all()), "deliveries": session.exec(deliveries).one()}


def erase_case(session: Session, app: AppContext, control_id: str) -> None:
    """Delete every row of a case, with what somebody typed on its pages and did not send, and empty words about it."""
    for table, place in _WORDS:
        for row in session.exec(select(table).where(col(table.case_id) == control_id)).all():
            row.words, row.case_id = app.store.seal(place, row.id, "", case=None), None
            session.add(row)
    session.flush()
    for name, mine in CASE_ROWS:
        session.execute(text(f"DELETE FROM {name} WHERE {mine}"), {"case": control_id})  # noqa: S608  our own names


def left_of_case(session: Session, control_id: str) -> list[tuple[str, str]]:
    """Return what of a case lies outside the database: kinds of `ErasureStepRow`, and names."""
    mine = select(ReferralRow.reference).where(col(ReferralRow.control_id) == control_id)
    notices = select(NoticeRow.reference).where(col(NoticeRow.control_id) == control_id)
    submissions = select(OpenRosaSubmissionRow.instance).where(col(OpenRosaSubmissionRow.control_id) == control_id)
    references = sorted({*session.exec(mine), *session.exec(notices)})
    return [
        ("files", control_id),
        *((what, reference) for what in ("outbox", "portal") for reference in references),
        *(("key", case_named(f"openrosa {instance}")) for instance in sorted(session.exec(submissions))),
        ("key", control_id),
    ]


def _on_its_way() -> ColumnElement[bool]:
    """Tell of which controls something is still handed over: what leaves meanwhile could not be taken back."""
    moving = select(ReferralRow.control_id).join(DeliveryRow, col(DeliveryRow.referral_id) == col(ReferralRow.id))
    moving = moving.where(
        col(DeliveryRow.sent_at).is_(None),
        col(DeliveryRow.ended_at).is_(None),
        col(DeliveryRow.state) != DeliveryState.REFUSED,
    )
    notices = select(NoticeRow.control_id).where(col(NoticeRow.state) == NoticeState.QUEUED)
    return or_(col(ControlRow.id).in_(moving), col(ControlRow.id).in_(notices))


def closed_referrals(
    session: Session, app: AppContext, before: datetime, among: Collection[str] | None = None
) -> Iterator[Due]:
    """Yield the cases whose referral was closed before a moment, of all or of those that some controls belong to."""
    closed = select(ReferralRow.control_id).where(col(ReferralRow.closed_at) < before)
    yield from _cases(session, app, col(ControlRow.id).in_(closed), among)


def named_cases(
    session: Session, app: AppContext, before: datetime, among: Collection[str] | None = None
) -> Iterator[Due]:
    """Yield the cases that somebody may name because the person concerned asks for it: any that is not on its way."""
    yield from _cases(session, app, col(ControlRow.saved_at) < before, among)


def _cases(
    session: Session, app: AppContext, condition: ColumnElement[bool], among: Collection[str] | None
) -> Iterator[Due]:
    """Yield each control with those that it went on from: they are one event, and go together."""
    mine = select(ControlRow).where(
        condition,
        ~_on_its_way(),
        col(ControlRow.service) == app.settings.service,
        col(ControlRow.continued_as).is_(None),
    )
    if among is not None:
        mine = mine.where(col(ControlRow.id).in_({_last_of(session, id_) for id_ in among}))
    for row in session.exec(mine.order_by(col(ControlRow.id))).all():
        for id_ in one_event(session, row.id):
            yield Due(subject=id_, belongs_to=row.id)


def _last_of(session: Session, control_id: str) -> str:
    """Return the control as which one went on in the end: itself where it did not."""
    following: str | None = control_id
    while following is not None:
        control_id = following
        following = session.exec(select(ControlRow.continued_as).where(col(ControlRow.id) == control_id)).first()
    return control_id


def one_event(session: Session, control_id: str) -> list[str]:
    """Return a control and those that it went on from, however often."""
    found = [control_id]
    for one in found:
        found += session.exec(select(ControlRow.id).where(col(ControlRow.continued_as) == one)).all()
    return found
