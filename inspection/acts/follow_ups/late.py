"""Follow-ups that wait: told to who owes them, and once they are late to the house, rung by rung."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from inspection.acts.alerts import Alarm, Whose, alarm, registrars, rung, steps
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
    registered = registrars(session)
    for owed in _open(session, app, at):
        yield _first(owed, registered)
        if owed.kind == FollowUpKind.PERSON_CHECK:
            yield alarm(f"follow_up_{owed.kind}", owed.id, 1, owed.whose, *rung(owed.control_id, registered))
        for step in range(1, steps(owed.starts_at, owed.due_at, at) + 1):
            whom = rung(owed.control_id, registered, step)
            yield alarm(f"follow_up_{owed.kind}_late", owed.id, step, owed.whose, *whom)


class _Owed(NamedTuple):
    """What is asked of each open follow-up at every chase: not the row, since thousands are open in a busy year."""

    id: str
    kind: str
    control_id: str
    starts_at: datetime
    due_at: datetime
    for_user: str | None
    district: str
    service: str

    @property
    def whose(self) -> Whose:
        return Whose(self.district, self.service)


def _open(session: Session, app: AppContext, at: datetime) -> Iterator[_Owed]:
    """Yield the follow-ups that have begun and that nobody did, in the order of their ids."""
    wanted: Any = (  # eight columns: the types of `select` end at four
        select(FollowUpRow.id, FollowUpRow.kind, FollowUpRow.control_id, FollowUpRow.starts_at)
        .join(ControlRow, col(ControlRow.id) == col(FollowUpRow.control_id))
        .add_columns(col(FollowUpRow.due_at), col(FollowUpRow.for_user))
        .add_columns(col(ControlRow.district), col(ControlRow.service))
        .where(col(FollowUpRow.state) == FollowUpState.OPEN, col(FollowUpRow.starts_at) <= at)
        .where(col(FollowUpRow.service) == app.settings.service)
        .order_by(col(FollowUpRow.id))
    )
    return (_Owed(*row) for row in session.exec(wanted))


def _first(owed: _Owed, registered: Mapping[str, str]) -> Alarm:
    kind, is_own = f"follow_up_{owed.kind}", owed.kind in (FollowUpKind.PERSON_CHECK, FollowUpKind.ENTRY_CONFIRM)
    if owed.control_id in registered and not is_own:
        return alarm(kind, owed.id, 0, owed.whose, *rung(owed.control_id, registered))
    role = "inspector" if is_own else _FIRST[FollowUpKind(owed.kind)]
    return alarm(kind, owed.id, 0, owed.whose, role, owed.for_user)
