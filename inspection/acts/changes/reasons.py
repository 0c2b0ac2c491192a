"""Proposed changes as a second person meets them: what waits, and the words of one, read before it is confirmed."""

from datetime import datetime

from sqlmodel import col, or_, select

from inspection.acts.changes.changing import Change, change_view, open_change
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.store.orders import hidden_referrals
from inspection.store.queries import user
from inspection.store.referrals import ReferralChange, ReferralChangeEnd, ReferralRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import ask, is_everywhere, recorded


def waiting_changes(by: str, *, at: datetime | None = None, office: Office | None = None) -> list[Change]:
    """Return the changes that wait for a second person, the oldest first; the look is recorded.

    Of the district of who asks, of every district for the office, and whatever they proposed themselves.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        reader = ask(trail.session, by, "record.list", service=here.settings.service)
        trail.record("referral.changes", by, stream="reading", facts={"kind": "waiting"})
        ended = select(ReferralChangeEnd.change_id)
        hidden = hidden_referrals("screens", day_in_brussels(at), reader=user(here.store, by))
        wanted = (
            select(ReferralChange, ReferralRow)
            .join(ReferralRow, col(ReferralRow.id) == col(ReferralChange.referral_id))
            .where(col(ReferralChange.id).not_in(ended), col(ReferralRow.id).not_in(hidden))
            .where(col(ReferralRow.service) == reader.service)
            .order_by(col(ReferralChange.id))
        )
        if not is_everywhere(reader):
            mine = col(ReferralChange.proposed_by) == by
            wanted = wanted.where(or_(mine, col(ReferralRow.district) == reader.district))
        return [change_view(row, referral, None) for row, referral in trail.session.exec(wanted)]


def change_reason(change_id: str, by: str, *, at: datetime | None = None, office: Office | None = None) -> str:
    """Return the words of a change that waits, to who wrote them and to who may confirm it; the look is recorded.

    Errors: `ReferralFault` 755 for no open change; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        row, referral = open_change(trail.session, here, change_id, by)
        if by != row.proposed_by:
            ask(trail.session, by, "referral.confirm", district=referral.district, service=referral.service)
        trail.record("referral.read_change", referral.id, stream="reading", facts={"change": row.id})
        return here.store.unseal("referral_change.reason", row.id, row.reason)
