"""The persons of a case afterwards: where each is by what was found out, who looked for them, and what they agreed to.

No word of it says in which place a centre takes people in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session, col, select

from inspection.acts import protection
from inspection.control.filled import Control, PersonFound
from inspection.life_cycles import FollowUpKind, FollowUpOutcome, FollowUpState, PersonNow
from inspection.store.controls import ControlRow
from inspection.store.protection import ConsentRow
from inspection.store.referrals import FollowUpRow

Agreed = Literal["given", "refused", "withdrawn", "not_asked"]


@dataclass(frozen=True, kw_only=True)
class PersonSince:
    """Somebody found at work, since then; `name` and the rest of their words only for a reason.

    checked_at, outcome
        When somebody of ours looked for them last, and how that went.
    check_due_at
        By when somebody must look for them; None where nobody has to any more.
    """

    ref: str
    now_at: PersonNow
    agreed: Agreed
    checked_at: datetime | None = None
    outcome: FollowUpOutcome | None = None
    check_due_at: datetime | None = None
    name: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)
    whereabouts: str = field(default="", repr=False)


def persons_since(session: Session, row: ControlRow, control: Control, *, with_names: bool) -> tuple[PersonSince, ...]:
    """Return the persons of a control as they are now, in its order."""
    checks = session.exec(
        select(FollowUpRow)
        .where(col(FollowUpRow.control_id) == row.id, col(FollowUpRow.kind) == FollowUpKind.PERSON_CHECK)
        .order_by(col(FollowUpRow.n))
    ).all()
    said = protection.consents_of(session, row.id)
    return tuple(
        _since(
            person,
            [check for check in checks if check.subject == person.ref],
            protection.standing([one for one in said if one.person == person.ref]),
            with_names=with_names,
        )
        for person in control.persons
    )


def _since(
    person: PersonFound, checks: Sequence[FollowUpRow], consent: ConsentRow | None, *, with_names: bool
) -> PersonSince:
    closed = [check for check in checks if check.state == FollowUpState.CLOSED]
    still = [check for check in checks if check.state == FollowUpState.OPEN]
    found = next((check.now_at for check in reversed(closed) if check.now_at), None) or person.now_at
    return PersonSince(
        ref=person.ref,
        now_at=PersonNow(found or PersonNow.UNKNOWN),
        agreed=_agreed(consent),
        checked_at=closed[-1].closed_at if closed else None,
        outcome=closed[-1].outcome if closed else None,
        check_due_at=still[0].due_at if still else None,
        name=person.name if with_names else None,
        birth_date=person.birth_date if with_names else None,
        whereabouts=person.whereabouts.strip() if with_names and found != PersonNow.WITH_CENTRE else "",
    )


def _agreed(consent: ConsentRow | None) -> Agreed:
    answers: tuple[Agreed, ...] = ("given", "refused", "withdrawn")
    return next((one for one in answers if consent is not None and consent.answer == one), "not_asked")
