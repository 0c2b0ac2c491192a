"""How a referral stands: what each office got, what it got last, and whether it was withdrawn."""

from collections.abc import Iterable

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.life_cycles import ChangeEnd, Decision, DeliveryState
from inspection.referral.model import Addressee
from inspection.store.controls import DecisionRow
from inspection.store.referrals import WITHOUT_BUNDLE, DeliveryRow, ReferralChangeEndRow, ReferralChangeRow, ReferralRow
from sectors import Catalogue


def last_to_each(session: Session, referral: ReferralRow) -> dict[str, DeliveryRow]:
    """Return the last delivery to each office: the one that no later one adds to or takes the place of."""
    rows = list(session.exec(_of(referral).options(WITHOUT_BUNDLE)))
    added_to = {row.supplements for row in rows}
    return {row.recipient: row for row in rows if row.id not in added_to}


def having_the_case(
    session: Session, referral: ReferralRow, wanted: Iterable[Addressee], catalogue: Catalogue
) -> set[str]:
    """Return the offices that have a case, or are written to as leading it in this act: those of its place, and those
    to which a person sent it. Not who refused it or had it recalled, nor who was written to for a place that is none.

    wanted
        Who would be written to today.
    """
    rows = session.exec(_of(referral).options(WITHOUT_BUNDLE)).all()
    added_to = {row.supplements for row in rows}
    last = {row.recipient: row for row in rows if row.id not in added_to}
    sent = {id_ for id_, row in last.items() if row.reason == "place_of_facts" and was_sent_by_hand(rows, id_)}
    leading = {one.recipient for one in wanted if one.reason == "place_of_facts"}
    return {id_ for id_ in sent | leading if id_ not in last or _takes_it(last[id_], id_ in leading, catalogue)}


def _takes_it(last: DeliveryRow, leads: bool, catalogue: Catalogue) -> bool:
    """Tell whether an office works a case after its last delivery; what was stopped before it left is sent anew."""
    is_over = last.ended_at is not None and has_left(last)
    has_refused = has_declined(last) and not (leads and knows_less(last, "place_of_facts", catalogue))
    return not (last.message == "recall" or is_over or has_refused)


def was_sent_by_hand(rows: Iterable[DeliveryRow], recipient: str) -> bool:
    """Tell whether a person sent a case to an office: two added it, or it was written to in the place of another.

    rows
        Every delivery of the referral, or those to the office: what answers its own refusal is in the place of none.
    """
    mine = [row for row in rows if row.recipient == recipient]
    own = {row.id for row in mine}
    return any(row.reason == "added" or (row.replaces is not None and row.replaces not in own) for row in mine)


def sent_on(session: Session, referral: ReferralRow) -> dict[str, str]:
    """Return by the office that refused to which other one its referral was sent instead."""
    one, other = aliased(DeliveryRow), aliased(DeliveryRow)
    wanted = select(one.recipient, other.recipient).join(other, col(other.replaces) == col(one.id))
    elsewhere = wanted.where(col(one.referral_id) == referral.id, col(one.recipient) != col(other.recipient))
    return dict(session.exec(elsewhere.order_by(col(other.id))).all())


def knows_less(having: DeliveryRow, wanted: str, catalogue: Catalogue) -> bool:
    """Tell whether an office was told as concerned only, where somebody is to work the case for a reason of its own."""
    shares = catalogue.shares
    return shares[wanted].is_of_case and not shares[having.reason].is_of_case


def written_to(session: Session, referral: ReferralRow, recipient: str) -> list[DeliveryRow]:
    """Return every delivery to an office, the first one first: a report, what was added to it, what took its place."""
    mine = _of(referral).where(col(DeliveryRow.recipient) == recipient)
    return list(session.exec(mine.options(WITHOUT_BUNDLE)))


def has_left(row: DeliveryRow) -> bool:
    """Tell whether an office may have learnt of the case by a delivery: in writing, or on the telephone."""
    return row.sent_at is not None or row.attempts > 0 or row.state != DeliveryState.QUEUED


def has_declined(row: DeliveryRow) -> bool:
    """Tell whether an office refused, but for being told too little: that is answered by telling more."""
    return row.state == DeliveryState.REFUSED and row.refused_reason != "incomplete"


def is_withdrawn(session: Session, referral_id: str) -> bool:
    """Tell whether two persons withdrew a referral and nobody has said yes since: a new yes is a new suspicion.

    What is saved later adds nothing to a withdrawn one, and nobody is written to about it.
    """
    withdrawn = session.exec(
        select(func.max(ReferralChangeEndRow.ended_at))
        .join(ReferralChangeRow, col(ReferralChangeRow.id) == col(ReferralChangeEndRow.change_id))
        .where(
            col(ReferralChangeRow.referral_id) == referral_id,
            col(ReferralChangeRow.kind) == "withdrawal",
            col(ReferralChangeEndRow.outcome) == ChangeEnd.CONFIRMED,
        )
    ).one()
    if withdrawn is None:
        return False
    since = (
        select(DecisionRow.id)
        .join(ReferralRow, col(ReferralRow.control_id) == col(DecisionRow.control_id))
        .where(
            col(ReferralRow.id) == referral_id,
            col(DecisionRow.decision) == Decision.YES,
            col(DecisionRow.recorded_at) > withdrawn,
        )
    )
    return session.exec(since).first() is None


def _of(referral: ReferralRow) -> SelectOfScalar[DeliveryRow]:
    return select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id).order_by(col(DeliveryRow.id))
