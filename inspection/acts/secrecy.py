"""Judicial secrecy and embargo, asked in one place: lists, links, cards, figures and screens all ask here."""

from datetime import date

from sqlmodel import Session, col, select

from inspection.store import Place, ReferralRow, UserView, hidden_referrals


def may_stand_in(
    session: Session, referral_ids: frozenset[str], place: Place, on: date, *, reader: UserView | None = None
) -> frozenset[str]:
    """Return those of some referrals that may be shown in a place on a day.

    Arguments: `place` "police_list", "magistrate_list", "links", "cards", "figures" or "screens"; `reader` who looks,
    where somebody does. A query asks `store.hidden_referrals` itself.
    """
    wanted = select(ReferralRow.id).where(
        col(ReferralRow.id).in_(sorted(referral_ids)),
        col(ReferralRow.id).not_in(hidden_referrals(place, on, reader=reader)),
    )
    return frozenset(session.exec(wanted))
