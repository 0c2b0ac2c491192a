"""Duties that wait: told to who owes them, and once they are late to the house, rung by rung."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts.alerts import Alarm, alarm, registrars, rung, steps
from inspection.life_cycles import DutyKind, DutyState
from inspection.store.controls import ControlRow
from inspection.store.referrals import DutyRow
from inspection.trust import AppContext

# Whom a duty is told to first, where nobody owes it by name.
_FIRST = {DutyKind.NO_REVIEW: "supervisor", DutyKind.CALL_BACK: "team_head"}


def waiting_duties(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Tell of open duties: to who owes one as soon as it begins, to the ladder for each further period once it is late.

    Of ordered work every rung is who registered the order; so is the contact who may not see it.
    """
    wanted = (
        select(DutyRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(DutyRow.control_id))
        .where(col(DutyRow.state) == DutyState.OPEN, col(DutyRow.starts_at) <= at)
        .where(col(DutyRow.service) == app.settings.service)
        .order_by(col(DutyRow.id))
    )
    registered = registrars(session)
    for duty, control in session.exec(wanted):
        yield _first(duty, control, registered)
        if duty.kind == DutyKind.PERSON_CHECK:
            yield alarm(f"duty_{duty.kind}", duty.id, 1, control, *rung(control.id, registered))
        for step in range(1, steps(duty.starts_at, duty.due_at, at) + 1):
            yield alarm(f"duty_{duty.kind}_late", duty.id, step, control, *rung(control.id, registered, step))


def _first(duty: DutyRow, control: ControlRow, registered: Mapping[str, str]) -> Alarm:
    kind, is_own = f"duty_{duty.kind}", duty.kind in (DutyKind.PERSON_CHECK, DutyKind.ENTRY_CONFIRM)
    if control.id in registered and not is_own:
        return alarm(kind, duty.id, 0, control, *rung(control.id, registered))
    role = "inspector" if is_own else _FIRST[DutyKind(duty.kind)]
    return alarm(kind, duty.id, 0, control, role, duty.for_user)
