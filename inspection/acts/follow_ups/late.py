"""Follow-ups that wait: told to who owes them, and once they are late to the house, rung by rung."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts.alerts import Alarm, alarm, registrars, rung, steps
from inspection.life_cycles import FollowUpKind, FollowUpState
from inspection.store.controls import ControlRow
from inspection.store.referrals import FollowUpRow
from inspection.trust import AppContext

# Whom a follow-up is told to first, where nobody owes it by name.
_FIRST = {FollowUpKind.NO_REVIEW: "supervisor", FollowUpKind.CALL_BACK: "team_head"}


def waiting_follow_ups(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Tell of open follow-ups: to who owes one as soon as it begins, to the ladder once it is late.

    Of ordered work every rung is who registered the order; so is the contact who may not see it.
    """
    wanted = (
        select(FollowUpRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(FollowUpRow.control_id))
        .where(col(FollowUpRow.state) == FollowUpState.OPEN, col(FollowUpRow.starts_at) <= at)
        .where(col(FollowUpRow.service) == app.settings.service)
        .order_by(col(FollowUpRow.id))
    )
    registered = registrars(session)
    for owed, control in session.exec(wanted):
        yield _first(owed, control, registered)
        if owed.kind == FollowUpKind.PERSON_CHECK:
            yield alarm(f"follow_up_{owed.kind}", owed.id, 1, control, *rung(control.id, registered))
        for step in range(1, steps(owed.starts_at, owed.due_at, at) + 1):
            yield alarm(f"follow_up_{owed.kind}_late", owed.id, step, control, *rung(control.id, registered, step))


def _first(owed: FollowUpRow, control: ControlRow, registered: Mapping[str, str]) -> Alarm:
    kind, is_own = f"follow_up_{owed.kind}", owed.kind in (FollowUpKind.PERSON_CHECK, FollowUpKind.ENTRY_CONFIRM)
    if control.id in registered and not is_own:
        return alarm(kind, owed.id, 0, control, *rung(control.id, registered))
    role = "inspector" if is_own else _FIRST[FollowUpKind(owed.kind)]
    return alarm(kind, owed.id, 0, control, role, owed.for_user)
