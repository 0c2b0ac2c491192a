"""What the chase told and is over: an answer came, somebody decided, rang or looked; those alerts end by themselves."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, exists, select

from inspection.acts.alerts import Alarm, turns_of
from inspection.control.papers import needs_test_call
from inspection.life_cycles import AlertState, ClockState, Decision, DeliveryState, FollowUpKind, NoticeState
from inspection.store.controls import ClockRow, ControlRow
from inspection.store.protection import NoticeRow
from inspection.store.records import AlertRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

_STALE = "duty_stale"
# Each chase finds the whole of these anew: whatever it does not find is over.
_FOUND_WHOLE = (
    "partner_unconfirmed",
    "notice_waiting",
    "outcome_missing",
    "ring_back_missed",
    "data_breach_clock",
    "data_breach_late",
    *(f"follow_up_{kind}{late}" for kind in FollowUpKind for late in ("", "_late")),
)


def ended(session: Session, app: AppContext, at: datetime, alarms: Collection[Alarm]) -> list[str]:
    """Return the ids of open alerts whose matter is over.

    Arguments: `alarms` all that the chase found at this moment, told before or not.
    """
    holds = {alarm.key for alarm in alarms} | _stale_ones(session, app, at)
    mine = col(AlertRow.state) == AlertState.OPEN, col(AlertRow.service) == app.settings.service
    whole = select(AlertRow).where(*mine, col(AlertRow.kind).in_((*_FOUND_WHOLE, _STALE)))
    gone = [one.id for one in session.exec(whole) if (one.kind, one.subject, one.step) not in holds]
    return gone + list(session.exec(select(AlertRow.id).where(*mine, or_(*_over()))))


def _stale_ones(session: Session, app: AppContext, at: datetime) -> set[tuple[str, str, int]]:
    """Return the keys of the alarms about duty numbers that still wait for a test call, on duty now or not."""
    rules = app.catalogue(day_in_brussels(at)).on_call_rules
    late = (turn for turn in turns_of(session, app.settings.service) if needs_test_call(turn, at, rules))
    return {(_STALE, turn.id, turn.reached_at.toordinal() if turn.reached_at else 0) for turn in late}


def _over() -> Iterator[ColumnElement[bool]]:
    """Yield for each kind whose highest rung is looked for no more once told: that nothing of it waits."""
    sent, decision = DeliveryRow, col(ControlRow.decision)
    silent = col(sent.answered_at).is_(None), col(sent.ended_at).is_(None)
    replaced = select(sent.replaces).where(col(sent.replaces).is_not(None))
    referred = select(ReferralRow.control_id)
    yield _gone(("delivery_reminder", "delivery_overdue", "delivery_missing"), sent, *silent)
    yield _gone(("delivery_failing",), sent, col(sent.state) == DeliveryState.QUEUED, col(sent.ended_at).is_(None))
    yield _gone(
        ("delivery_refused", "message_refused"),
        sent,
        col(sent.state) == DeliveryState.REFUSED,
        col(sent.ended_at).is_(None),
        col(sent.id).not_in(replaced),
    )
    yield _gone(
        ("undecided",),
        ControlRow,
        col(ControlRow.positive).is_(True),
        or_(decision.is_(None), decision == Decision.UNDECIDED),
        col(ControlRow.id).not_in(referred),
    )
    yield _gone(("clock",), ClockRow, col(ClockRow.state) == ClockState.RUNNING)
    yield _gone(("notice_failing",), NoticeRow, col(NoticeRow.state) == NoticeState.QUEUED)
    waiting = col(NoticeRow.state).in_((NoticeState.QUEUED, NoticeState.SENT))
    yield _gone(("centres_full",), NoticeRow, waiting)


def _gone(kinds: tuple[str, ...], table: Any, *waits: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return, as a condition of a query of alerts, that a kind speaks of a row that waits no more, or is erased."""
    return and_(col(AlertRow.kind).in_(kinds), ~exists().where(col(table.id) == col(AlertRow.subject), *waits))
