"""How a case went on, as a magistrate's office told it, and when it is asked for it next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from inspection.acts import orders
from inspection.acts.portal.copies.looking import Look
from inspection.acts.portal.values import Told
from inspection.life_cycles import DeliveryState
from inspection.referral.outcomes import next_outcome_due
from inspection.store.referrals import DeliveryRow, OutcomeToldRow, ReferralRow
from inspection.time_of import day_in_brussels


@dataclass(frozen=True)
class OutcomeDue:
    """The next day on which an outcome is asked for, and after how many months that is; None for whom nobody asks."""

    day: date | None = None
    months: int | None = None


def outcomes_of(look: Look, referral: ReferralRow, office: str) -> tuple[Told, ...]:
    """Return what an office told of a case later, the oldest first."""
    rows = outcomes_told(look, referral, office)
    return tuple(Told(outcome=row.outcome, told_on=row.told_on) for row in rows)


def outcomes_told(look: Look, referral: ReferralRow, office: str) -> list[OutcomeToldRow]:
    """Return the rows of it."""
    mine = select(OutcomeToldRow).where(col(OutcomeToldRow.referral_id) == referral.id)
    ordered = mine.order_by(col(OutcomeToldRow.recorded_at), col(OutcomeToldRow.id))
    every = look.once(OutcomeToldRow, referral.id, lambda: list(look.session.exec(ordered)))
    return [row for row in every if row.recipient == office]


def outcome_due(look: Look, first: DeliveryRow, told: Sequence[Told]) -> OutcomeDue:
    """Return when a magistrate's office that took a case on is asked next how it went on, by the rules."""
    known = look.catalogue.recipients.get(first.recipient)
    is_asked = known is not None and known.kind in orders.MAGISTRATES and look.works_the_case(first)
    if not is_asked or first.state != DeliveryState.ACKNOWLEDGED or first.answered_at is None:
        return OutcomeDue()
    said = [(one.outcome, one.told_on) for one in told]
    due = next_outcome_due(day_in_brussels(first.answered_at), said, look.day, look.catalogue.deadlines)
    return OutcomeDue() if due is None else OutcomeDue(*due)
