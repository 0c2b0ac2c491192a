"""What magistrates say of a referral after it reached them: an embargo, its end, and how it went on."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from inspection.acts import bundles, orders, referrals
from inspection.errors import PortalFault, ReferralFault
from inspection.life_cycles import TOLD_OUTCOMES, ToldOutcome
from inspection.store.core import new_id
from inspection.store.orders import is_in_force
from inspection.store.referrals import EmbargoChannel as EmbargoChannel  # what its callers name
from inspection.store.referrals import EmbargoEndRow, EmbargoRow, InquiryWordsRow, OutcomeToldRow, ReferralRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction


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
    context: Context, reference: str, asked_by: str, channel: EmbargoChannel, *, until: date | None = None
) -> Embargoed:
    """Keep a file out of the police list and of links, because a magistrate asks; their own list still shows it.

    What the police got when the inspector decided is not taken back: a yes is held back by nobody.

    Arguments: `asked_by` the magistrate's office, never a name; `until` the last day.
    Errors: `ReferralFault` 750, 759 for an office that is no magistrate's, 760 for a last day that has passed;
    `AccessRefused`.
    """
    _refuse_others(context.app, asked_by, day_in_brussels(context.at))
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        tx.require("referral.embargo", district=referral.district, service=referral.service)
        return put_embargo(tx, referral, asked_by, channel, until)


def put_embargo(
    tx: AuditedTransaction, referral: ReferralRow, asked_by: str, channel: EmbargoChannel, until: date | None
) -> Embargoed:
    """Put an embargo inside an act. Errors: `ReferralFault` 759 and 760, as for `embargo`."""
    day = day_in_brussels(tx.at)
    _refuse_others(tx.app, asked_by, day)
    if until is not None and until < day:
        raise ReferralFault("REFER-760")
    row = EmbargoRow(
        id=new_id(),
        referral_id=referral.id,
        asked_by=asked_by,
        channel=channel,
        until=until,
        recorded_by=tx.by,
        recorded_at=tx.at,
    )
    tx.session.add(row)
    facts = {"embargo": row.id, "asked_by": asked_by, "channel": channel}
    tx.record("referral.embargo", referral.id, stream="referral", facts=facts)
    return _view(row, referral, is_lifted=False)


@answers_alike("referral.embargo", "REFER-750")
def lift_embargo(context: Context, reference: str, asked_by: str, channel: EmbargoChannel) -> list[Embargoed]:
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
        return [_end(tx, row, referral, asked_by, channel) for row in rows]


def lift_own_embargo(tx: AuditedTransaction, referral: ReferralRow, asked_by: str, channel: EmbargoChannel) -> None:
    """End inside an act the embargoes that one office asked for; what another one asked for stays.

    Errors: `PortalFault` PORTAL-205 where none of its own is in force.
    """
    rows = [row for row in _in_force(tx.session, referral, day_in_brussels(tx.at)) if row.asked_by == asked_by]
    if not rows:
        raise PortalFault("PORTAL-205", recipient=asked_by)
    for row in rows:
        _end(tx, row, referral, asked_by, channel)


def _end(
    tx: AuditedTransaction, row: EmbargoRow, referral: ReferralRow, asked_by: str, channel: EmbargoChannel
) -> Embargoed:
    end = EmbargoEndRow(
        id=new_id(), embargo_id=row.id, asked_by=asked_by, channel=channel, ended_by=tx.by, ended_at=tx.at
    )
    tx.session.add(end)
    facts = {"embargo": row.id, "asked_by": asked_by, "channel": channel}
    tx.record("referral.lift_embargo", referral.id, stream="referral", facts=facts)
    return _view(row, referral, is_lifted=True)


@answers_alike("referral.told", "REFER-750")
def note_outcome(
    context: Context, reference: str, recipient: str, outcome: ToldOutcome, *, told_on: date | None = None
) -> None:
    """Record what a magistrate chose to tell of a referral later; figures count it, and nothing else reads it.

    Errors: `ReferralFault` 750, 759 for an office that is no magistrate's, 761 for a word that is not of the list;
    `AccessRefused`.
    """
    _refuse_others(context.app, recipient, day_in_brussels(context.at))
    if outcome not in TOLD_OUTCOMES:
        raise ReferralFault("REFER-761", outcomes=", ".join(TOLD_OUTCOMES))
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        district = referrals.district_asked(referral, context.by)
        tx.require("referral.told", district=district, service=referral.service)
        keep_outcome(tx, referral, recipient, outcome, told_on or day_in_brussels(context.at))


def keep_outcome(
    tx: AuditedTransaction,
    referral: ReferralRow,
    recipient: str,
    outcome: ToldOutcome,
    told_on: date,
    *,
    words: str = "",
) -> None:
    """Keep inside an act what a magistrate's office tells. Errors: `ReferralFault` 759, as for `note_outcome`.

    words
        Of an inquiry, for which this office gave its permission, sealed; figures do not read them.
    """
    _refuse_others(tx.app, recipient, day_in_brussels(tx.at))
    row = OutcomeToldRow(
        id=new_id(),
        referral_id=referral.id,
        recipient=recipient,
        outcome=outcome,
        told_on=told_on,
        recorded_by=tx.by,
        recorded_at=tx.at,
    )
    tx.add(row)
    if words.strip():
        id_ = new_id()
        sealed = tx.store.seal("inquiry_words.words", id_, words.strip(), case=referral.control_id)
        tx.session.add(
            InquiryWordsRow(id=id_, outcome_id=row.id, words=sealed, permitted_by=recipient, permitted_on=told_on)
        )
    facts = {"recipient": recipient, "permitted": bool(words.strip())}
    tx.record("referral.told", referral.id, stream="referral", facts=facts)


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
