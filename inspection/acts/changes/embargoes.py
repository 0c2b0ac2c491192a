"""What magistrates say of a referral after it reached them: an embargo, its end, and how it went on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from sqlmodel import Session, col, select

from inspection.acts import bundles, orders, referrals
from inspection.acts.changes.recalling import Channel
from inspection.errors import ReferralFault
from inspection.store.core import new_id
from inspection.store.orders import is_in_force
from inspection.store.referrals import EmbargoEndRow, EmbargoRow, OutcomeToldRow, ReferralRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, answers_alike, audited_transaction

ToldOutcome = Literal["dismissed", "investigation", "prosecuted", "joined_elsewhere", "other"]


@dataclass(frozen=True, kw_only=True)
class Embargoed:
    """An embargo: which office of a magistrate asked for it, how, and until when; None until it is lifted."""

    reference: str
    asked_by: str
    channel: str
    until: date | None
    is_lifted: bool


@answers_alike("referral.embargo", "REFER-750")
def embargo(
    context: Context, reference: str, asked_by: str, channel: Channel, *, until: date | None = None
) -> Embargoed:
    """Keep a file out of the police list and of links, because a magistrate asks; their own list still shows it.

    What the police got when the inspector decided is not taken back: a yes is held back by nobody.

    Arguments: `asked_by` the magistrate's office, never a name; `until` the last day.
    Errors: `ReferralFault` 750, 759 for an office that is no magistrate's, 760 for a last day that has passed;
    `AccessRefused`.
    """
    day = day_in_brussels(context.at)
    _refuse_others(context.app, asked_by, day)
    if until is not None and until < day:
        raise ReferralFault("REFER-760")
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        tx.require("referral.embargo", district=referral.district, service=referral.service)
        row = EmbargoRow(
            id=new_id(),
            referral_id=referral.id,
            asked_by=asked_by,
            channel=channel,
            until=until,
            recorded_by=context.by,
            recorded_at=context.at,
        )
        tx.session.add(row)
        facts = {"embargo": row.id, "asked_by": asked_by, "channel": channel}
        tx.record("referral.embargo", referral.id, stream="referral", facts=facts)
        return _view(row, referral, is_lifted=False)


@answers_alike("referral.embargo", "REFER-750")
def lift_embargo(context: Context, reference: str, asked_by: str, channel: Channel) -> list[Embargoed]:
    """End every embargo of a file that is in force, because a magistrate asks; none in force changes nothing.

    Errors: `ReferralFault` 750, 759 for an office that is no magistrate's; `AccessRefused`.
    """
    _refuse_others(context.app, asked_by, day_in_brussels(context.at))
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        tx.require("referral.embargo", district=referral.district, service=referral.service)
        rows = _in_force(tx.session, referral, day_in_brussels(context.at))
        if not rows:
            tx.mark_unchanged()
        for row in rows:
            end = EmbargoEndRow(
                id=new_id(),
                embargo_id=row.id,
                asked_by=asked_by,
                channel=channel,
                ended_by=context.by,
                ended_at=context.at,
            )
            tx.session.add(end)
            facts = {"embargo": row.id, "asked_by": asked_by, "channel": channel}
            tx.record("referral.lift_embargo", referral.id, stream="referral", facts=facts)
        return [_view(row, referral, is_lifted=True) for row in rows]


@answers_alike("referral.told", "REFER-750")
def note_outcome(
    context: Context, reference: str, recipient: str, outcome: ToldOutcome, *, told_on: date | None = None
) -> None:
    """Record what a magistrate chose to tell of a referral later; figures count it, and nothing else reads it.

    Errors: `ReferralFault` 750, 759 for an office that is no magistrate's, 761 for a word that is not of the list;
    `AccessRefused`.
    """
    _refuse_others(context.app, recipient, day_in_brussels(context.at))
    if outcome not in get_args(ToldOutcome):
        raise ReferralFault("REFER-761", outcomes=", ".join(get_args(ToldOutcome)))
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        district = referrals.district_asked(referral, context.by)
        tx.require("referral.told", district=district, service=referral.service)
        row = OutcomeToldRow(
            id=new_id(),
            referral_id=referral.id,
            recipient=recipient,
            outcome=outcome,
            told_on=told_on or day_in_brussels(context.at),
            recorded_by=context.by,
            recorded_at=context.at,
        )
        tx.session.add(row)
        tx.record("referral.told", referral.id, stream="referral", facts={"recipient": recipient})


def _refuse_others(app: AppContext, recipient: str, on: date) -> None:
    known = app.catalogue(on).recipients.get(recipient)
    if known is None or known.kind not in orders.MAGISTRATES:
        raise ReferralFault("REFER-759", recipient=recipient)


def embargoes_for(session: Session, referral: ReferralRow, on: date) -> list[Embargoed]:
    """Return inside an act the embargoes of a file that are in force on a day."""
    return [_view(row, referral, is_lifted=False) for row in _in_force(session, referral, on)]


def _in_force(session: Session, referral: ReferralRow, on: date) -> list[EmbargoRow]:
    return list(session.exec(select(EmbargoRow).where(col(EmbargoRow.referral_id) == referral.id, is_in_force(on))))


def _view(row: EmbargoRow, referral: ReferralRow, *, is_lifted: bool) -> Embargoed:
    return view_of(Embargoed, row, reference=referral.reference, is_lifted=is_lifted)
