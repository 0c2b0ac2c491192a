"""Proposed changes as a second person meets them: what waits, and the words of one, read before it is confirmed."""

from sqlmodel import Session, col, select

from inspection.acts import access
from inspection.acts.changes.changing import Change, change_view, open_change
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.queries import user
from inspection.store.referrals import ReferralChangeEndRow, ReferralChangeRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, answers_alike, audited_transaction, places_of, require_permission

_KIND = "changes"


def waiting_changes(context: Context, *, again: access.ListLook | None = None) -> list[Change]:
    """Return the changes that wait for a second person, the oldest first; the look is recorded.

    Of the district of who asks, of every district for the office, and whatever they proposed themselves.

    Arguments: `again` as for `access.look_at_list`, of the list "changes": the look that is on record already.
    """
    if again is not None:
        access.look_at_list(context, _KIND, None, again=again)
        with context.store.read() as session:
            reader = require_permission(session, context, "record.list", service=context.settings.service)
            return _waiting(context, session, reader)
    with audited_transaction(context) as tx:
        reader = tx.require("record.list", service=context.settings.service)
        tx.record("referral.changes", context.by, stream="reading", purpose=access.DAILY, facts={"kind": "waiting"})
        return _waiting(context, tx.session, reader)


def _waiting(context: Context, session: Session, reader: UserRow) -> list[Change]:
    ended = select(ReferralChangeEndRow.change_id)
    shown = access.may_be_shown("screens", day_in_brussels(context.at), reader=user(context.store, context.by))
    wanted = (
        select(ReferralChangeRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(ReferralChangeRow.referral_id))
        .where(col(ReferralChangeRow.id).not_in(ended), shown)
        .where(col(ReferralRow.service) == reader.service)
        .order_by(col(ReferralChangeRow.id))
    )
    places = places_of(session, context, "record.list")
    return [
        change_view(row, referral, None)
        for row, referral in session.exec(wanted)
        if row.proposed_by == context.by or referral.district in places
    ]


# No open change (755), no referral that one may see (750), no right to confirm it (020): told apart, they would tell
# somebody who may not read the words that there is a change.
@answers_alike("referral.change", "REFER-755", "REFER-750", "ACCESS-020")
def change_reason(context: Context, change_id: str) -> str:
    """Return the words of a change that waits, to who wrote them and to who may confirm it; the look is recorded.

    Errors: `ReferralFault` 755 for no open change; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        row, referral = open_change(context, tx.session, change_id)
        tx.require("referral.change", service=referral.service)
        if context.by != row.proposed_by:
            tx.require("referral.confirm", district=referral.district, service=referral.service)
        control = tx.session.get_one(ControlRow, referral.control_id)
        facts = {"change": row.id}
        own = access.own_words(context, referral.reference) if context.by == row.proposed_by else None
        access.reveal_control(tx, "referral.read_change", control, subject=referral.reference, facts=facts, why=own)
        return context.store.unseal("referral_change.reason", row.id, row.reason)
