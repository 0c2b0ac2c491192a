"""A case as the central cell is shown it: what the cell of a district sent on, and nothing is asked for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from inspection.acts import referrals
from inspection.acts.portal.copies.case_ids import case_id
from inspection.acts.portal.copies.looking import Look, Made
from inspection.acts.portal.values import CaseCopy, Happening, SentOn
from inspection.store.referrals import ReferralRow, SentOnRow

STATE = "sent_on"


def sent_on_by(look: Look, referral: ReferralRow, office: str) -> tuple[SentOn, ...]:
    """Return to whom an office sent a case on."""
    return tuple(_told(look, row) for row in sendings_on(look, referral) if row.sent_by == office)


def sendings_on(look: Look, referral: ReferralRow) -> list[SentOnRow]:
    """Return to whom a case was sent on, the first one first."""
    return look.once(SentOnRow, referral.id, lambda: referrals.sendings_on(look.session, referral.id))


def sent_on_copies(look: Look, referral: ReferralRow, made: Sequence[Made]) -> Iterator[Made]:
    """Yield what each central office is shown of a case; the first office that sent it on says what.

    Arguments: `made` the copies of the offices that the case was sent to, which are the ones that can send it on.
    """
    by_office = {one.office: one for one in made}
    first: Mapping[str, SentOnRow] = {row.sent_to: row for row in reversed(sendings_on(look, referral))}
    for office, row in first.items():
        if row.sent_by in by_office:
            yield _copied(look, referral, by_office[row.sent_by], row, office)


def _copied(look: Look, referral: ReferralRow, of: Made, row: SentOnRow, office: str) -> Made:
    assert isinstance(of.copy, CaseCopy)  # noqa: S101  only cases are sent on
    told = _told(look, row)
    return replace(
        of,
        id=case_id(look.store, referral.id, office),
        office=office,
        state=STATE,
        queued_at=row.sent_at,
        due_at=None,
        answered_at=None,
        is_gone=False,
        copy=_for_reading(of.copy, told, office),
    )


def _for_reading(copy: CaseCopy, told: SentOn, office: str) -> CaseCopy:
    """Return a case without what is between the inspection and the office that sent it on."""
    return replace(
        copy,
        office=office,
        queued_at=told.sent_at,
        due_at=None,
        opened_at=None,
        answered_at=None,
        taken_on=None,
        others=(),
        questions=(),
        outcomes=(),
        outcome_due_on=None,
        outcome_months=None,
        others_of_ours=(),
        read_back="",
        sent_on=(told,),
        story=(Happening(at=told.sent_at, what="sent_on", who=told.sent_by),),
    )


def _told(look: Look, row: SentOnRow) -> SentOn:
    words = look.store.unseal("sent_on.words", row.id, row.words) if row.words is not None else ""
    return SentOn(sent_by=row.sent_by, sent_to=row.sent_to, sent_at=row.sent_at, words=words)
