"""What is known of the protection of each person found: informed, wanted contact, a centre reached. Nothing else is.

No stage or status of a residence procedure, no centre and no place is stored: a magistrate and a centre know these.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import access, records
from inspection.acts.protection.consents import consents_of, standing
from inspection.acts.protection.guardians import told_by_referral
from inspection.acts.protection.notices import OPEN, find_control, office_of, own_district
from inspection.control.filled import Control
from inspection.life_cycles import ConsentAnswer, NoticeState, StepOutcome
from inspection.store.controls import ControlRow
from inspection.store.orders import hidden_controls
from inspection.store.protection import ConsentRow, NoticeRow
from inspection.store.queries import user
from inspection.store.views import view_of
from inspection.trust import AppContext, Context, answers_alike, audited_transaction


@dataclass(frozen=True, kw_only=True)
class PersonProtected:
    """One person found, by reference only: the three facts, and what waits for somebody to ring.

    wanted_contact
        None where the person said nothing yet.
    waiting, next_office
        The message that waits, and whom to ring with it.
    guardian_told
        Whether the guardianship service was told of them; None for who is no minor, beyond doubt.
    """

    person: str
    minor: bool
    informed: bool
    wanted_contact: bool | None
    centre_reached: bool
    waiting: str | None
    next_office: str | None
    guardian_told: bool | None


@dataclass(frozen=True, kw_only=True)
class OpenNotice:
    """A notice that waits for a call or an answer; of persons it tells only how many."""

    reference: str
    kind: str
    state: NoticeState
    district: str
    next_office: str | None
    due_at: datetime | None
    attempts: int


@answers_alike("protection.see", "REFER-780")
def protection_of(context: Context, control_id: str) -> tuple[PersonProtected, ...]:
    """Return what is known of each person found in a control; the look is recorded before anything is read.

    Errors: `ReferralFault` 780 for no control; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        row = find_control(context, tx.session, control_id)
        tx.require("protection.see", district=own_district(row, context.by), service=row.service)
        access.reveal_control(tx, "protection.see", row)
    with context.store.read() as session:
        return _persons(session, context.app, session.get_one(ControlRow, control_id), context.at)


def open_notices(context: Context) -> tuple[OpenNotice, ...]:
    """Return the notices to centres and guardians that wait, the first due first; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("notice.list", service=context.settings.service)
        tx.record("notice.list", context.by, stream="reading", purpose=access.DAILY, facts={"kind": "notices"})
        places = tx.places("notice.list")
    wanted = select(NoticeRow).where(
        col(NoticeRow.service) == context.settings.service,
        col(NoticeRow.kind) != "exchange",
        col(NoticeRow.state).in_(OPEN),
        col(NoticeRow.control_id).not_in(hidden_controls(user(context.store, context.by))),
    )
    with context.store.read() as session:
        rows = [row for row in session.exec(wanted) if row.district in places]
        return tuple(
            _open(context.app, row, context.at) for row in sorted(rows, key=lambda r: (r.due_at or r.queued_at, r.id))
        )


def _persons(session: Session, app: AppContext, row: ControlRow, at: datetime) -> tuple[PersonProtected, ...]:
    control, minors = records.load_control(app.store, row), set(records.load_conclusion(app.store, row).proposal.minors)
    said: dict[str, list[ConsentRow]] = {}
    for one in consents_of(session, row.id):
        said.setdefault(one.person, []).append(one)
    mine = select(NoticeRow).where(col(NoticeRow.control_id) == row.id).order_by(col(NoticeRow.id))
    notices = list(session.exec(mine))
    told = {one for notice in notices if notice.kind == "guardian" for one in notice.persons}
    told |= minors if told_by_referral(session, app, row, at) else set()
    return tuple(
        _person(app, control, ref, said.get(ref, []), notices, at, told=_told(ref, minors, told))
        for ref in (person.ref for person in control.persons)
    )


def _told(ref: str, minors: set[str], told: set[str]) -> bool | None:
    return ref in told if ref in minors | told else None


def _person(
    app: AppContext,
    control: Control,
    ref: str,
    said: list[ConsentRow],
    notices: list[NoticeRow],
    at: datetime,
    *,
    told: bool | None,
) -> PersonProtected:
    mine = [notice for notice in notices if ref in notice.persons]
    stands, waiting = standing(said), next((n for n in mine if n.kind == "centre" and n.state in OPEN), None)
    to = office_of(app, waiting, at) if waiting else None
    return PersonProtected(
        person=ref,
        minor=told is not None,
        informed=any(one.answer != ConsentAnswer.NOT_ASKED for one in said) or _has_leaflet(control, ref),
        wanted_contact=stands.answer == ConsentAnswer.GIVEN if stands else None,
        centre_reached=any(notice.kind == "centre" and notice.state == NoticeState.TAKEN for notice in mine),
        waiting=waiting.reference if waiting else None,
        next_office=to.id if to else None,
        guardian_told=told,
    )


def _has_leaflet(control: Control, ref: str) -> bool:
    given = (step for step in control.steps if step.step == "brochure" and step.outcome == StepOutcome.DONE)
    return any(step.person in (None, ref) for step in given)


def _open(app: AppContext, row: NoticeRow, at: datetime) -> OpenNotice:
    to = office_of(app, row, at)
    return view_of(OpenNotice, row, next_office=to.id if to else None)
