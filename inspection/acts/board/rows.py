"""Where a delivery stands on the board: in which group, by which clock; the most urgent first."""

from collections.abc import Callable, Iterable, Sequence, Set
from datetime import datetime, timedelta

from inspection.acts.board.duty import Duty
from inspection.acts.board.gathering import Around, Light
from inspection.acts.board.lateness import span
from inspection.acts.board.values import GROUPS, BoardRow, Group, Tab
from inspection.life_cycles import DeliveryState
from inspection.referral import delivery

_SOON = timedelta(days=1)  # what the screens call soon; no deadline of anybody's


def board_rows(
    deliveries: Sequence[Light], about: Around, at: datetime, duty: Callable[[str], Duty] | None = None
) -> list[BoardRow]:
    """Return a row for each delivery, the most urgent first; `duty` says whom to ring for those that need it."""
    left = delivery.left_after_refusal(deliveries)
    return sorted((_row(one, about, at, left, duty) for one in deliveries), key=_urgency)


def in_tab(row: BoardRow, tab: Tab) -> bool:
    """Tell whether a row belongs to a tab: what is open is everything that is not done."""
    if tab == "open":
        return row.group != "done"
    return row.is_embargoed if tab == "embargo" else row.group == tab


def still_stands(deliveries: Iterable[Light]) -> list[Light]:
    """Return what is not over: something else took the place of the rest, or it was stopped before it was answered."""
    return [
        one
        for one in deliveries
        if one.ended_at is None or one.state in (DeliveryState.ACKNOWLEDGED, DeliveryState.REFUSED)
    ]


def _urgency(row: BoardRow) -> tuple[int, float, str]:
    """Order by group; of the groups that wait the oldest first, of what is done the latest."""
    moment = row.clock_at.timestamp() if row.clock_at else 0.0
    return GROUPS.index(row.group), -moment if row.group == "done" else moment, row.delivery_id


def _row(one: Light, about: Around, at: datetime, left: Set[str], duty: Callable[[str], Duty] | None) -> BoardRow:
    group, clock_at = _standing(one, about, at, left)
    calls, last_call_at = about.calls.get(one.id, (0, None))
    _, escalated_to, escalated_at = about.escalated.get(one.id, (0, None, None))
    return BoardRow(
        delivery_id=one.id,
        reference=one.reference,
        recipient=one.recipient,
        district=one.district,
        message=one.message,
        state=one.state,
        group=group,
        clock_at=clock_at,
        clock=span(clock_at, at) if clock_at else None,
        opened_at=about.opened.get(one.id),
        delivered_at=one.delivered_at,
        calls=calls,
        last_call_at=last_call_at,
        escalated_to=escalated_to,
        escalated_at=escalated_at,
        refused_reason=one.refused_reason,
        asked_at=about.asked.get(one.id),
        taken=about.taken.get(one.id),
        embargo_until=about.embargoes.get(one.referral_id),
        is_embargoed=one.referral_id in about.embargoes,
        duty=duty(one.recipient) if duty and group != "done" else None,
    )


def _standing(one: Light, about: Around, at: datetime, left: Set[str]) -> tuple[Group, datetime | None]:
    """Return the group of a delivery, and the moment that counts for it."""
    due, asked, taken = one.answer_due_at, about.asked.get(one.id), about.taken.get(one.id)
    if one.id in left:
        return "refused", one.answered_at
    if delivery.is_overdue(one, at):
        return "late", due
    if asked is not None and one.ended_at is None:
        return "question", asked
    if delivery.is_open(one) and due is not None:
        return ("soon" if due - at < _SOON else "waiting"), due
    if taken is not None and taken.is_waited_for:
        return "follow", taken.rings_back_at
    if one.referral_id in about.embargoes and one.ended_at is None:
        return "follow", None
    return "done", one.answered_at or one.ended_at or one.delivered_at or one.queued_at
