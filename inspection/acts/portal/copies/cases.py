"""A referral as each office that it was sent to is shown it: its own deliveries as one case."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from sqlmodel import col, select

from inspection.acts import outbox
from inspection.acts.portal.copies.answers import openings, questions_of, taken_on_by
from inspection.acts.portal.copies.beside import Beside, is_police
from inspection.acts.portal.copies.bundled import names_of
from inspection.acts.portal.copies.case_ids import case_id, read_back
from inspection.acts.portal.copies.looking import Look, Made, place_in
from inspection.acts.portal.copies.numbers import numbers_in
from inspection.acts.portal.copies.outcomes import outcome_due, outcomes_of
from inspection.acts.portal.copies.sent_on import sent_on_by, sent_on_copies
from inspection.acts.portal.copies.stories import story_of
from inspection.acts.portal.values import CaseCopy
from inspection.errors import InspectionError
from inspection.life_cycles import DeliveryState, ReferralState, RefusalReason
from inspection.store.controls import DecisionRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from sectors.rules.values import Lang


def case_copies(look: Look, referral: ReferralRow) -> Iterator[Made]:
    """Yield what each office is shown of a referral: nothing more of one that was recalled from it."""
    rows = _deliveries(look, referral)
    beside = Beside(look, referral, rows)
    made = [_made(look, referral, mine, beside, office) for office, mine in rows.items()]
    yield from made
    yield from sent_on_copies(look, referral, made)


def _deliveries(look: Look, referral: ReferralRow) -> Mapping[str, Sequence[DeliveryRow]]:
    wanted = select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id)
    rows = look.session.exec(wanted.order_by(col(DeliveryRow.recipient), col(DeliveryRow.id)))
    return {office: list(mine) for office, mine in groupby(rows, key=lambda row: row.recipient)}


def _made(look: Look, referral: ReferralRow, mine: Sequence[DeliveryRow], beside: Beside, office: str) -> Made:
    last, speaking = _last(mine), speaking_of(mine)
    shown = [row for row in _shown(mine, last) if not look.tells_too_much(row)]
    is_stopped = all(row.ended_at is not None for row in mine)
    is_gone = last.message == "recall" or (is_stopped and last.message != "withdrawal")
    copy = _emptied(look, referral, mine) if is_gone else _copy(look, referral, mine, beside, shown)
    is_withdrawn = last.message == "withdrawal"
    is_own = copy.embargo is not None and copy.embargo.asked_by == office
    is_asked = referral.state == ReferralState.OPEN or copy.outcome_due_on is not None or is_own
    return Made(
        id=case_id(look.store, referral.id, office),
        kind="case",
        reference=referral.reference,
        office=office,
        state=speaking.state,
        queued_at=mine[0].queued_at,
        due_at=speaking.answer_due_at,
        answered_at=speaking.answered_at,
        is_over=is_gone or is_withdrawn or not is_asked,
        is_gone=is_gone and not any(outbox.has_left(row) for row in mine),
        is_unlisted=bool(beside.embargoes) and is_police(look, office),
        copy=copy,
        shown=() if is_gone else tuple(shown),
    )


def _last(mine: Sequence[DeliveryRow]) -> DeliveryRow:
    """Return the delivery to an office that no later one adds to or takes the place of."""
    added_to = {row.supplements for row in mine}
    return [row for row in mine if row.id not in added_to][-1]


def speaking_of(mine: Sequence[DeliveryRow]) -> DeliveryRow:
    """Return the delivery that tells how a referral stands with an office: the oldest open one, else the last."""
    standing = [row for row in mine if row.ended_at is None]
    return next((row for row in standing if row.answered_at is None), (standing or mine)[-1])


def _shown(mine: Sequence[DeliveryRow], last: DeliveryRow) -> list[DeliveryRow]:
    """Return the deliveries that an office may still read, the newest first; of a withdrawal its message alone."""
    if last.message in ("withdrawal", "recall"):
        return [last]
    corrected = max((n for n, row in enumerate(mine) if row.message == "correction"), default=0)
    return [row for row in mine[corrected:] if row.message in ("report", "correction") and _is_kept(row)][::-1]


def _is_kept(row: DeliveryRow) -> bool:
    return row.ended_at is None or outbox.has_left(row)


def _copy(
    look: Look, referral: ReferralRow, mine: Sequence[DeliveryRow], beside: Beside, shown: Sequence[DeliveryRow]
) -> CaseCopy:
    newest, speaking = shown[0] if shown else mine[-1], speaking_of(mine)
    data = look.data_of(newest)
    told = outcomes_of(look, referral, newest.recipient)
    due = outcome_due(look, mine[0], told)
    return CaseCopy(
        **_standing(referral, mine, speaking),
        reason=newest.reason,
        language=cast(Lang, newest.language),
        decided_at=_decided_at(look, referral),
        opened_at=min(openings(look, mine), default=None),
        is_withdrawn=_last(mine).message == "withdrawal",
        place=place_in(data),
        data=data,
        bundle_key=newest.bundle_key,
        files=_names(look, shown),
        taken_on=taken_on_by(look, mine),
        others=beside.others(newest),
        questions=questions_of(look, mine),
        embargo=beside.embargo_for(newest),
        outcomes=told,
        sent_on=sent_on_by(look, referral, newest.recipient),
        outcome_due_on=due.day,
        outcome_months=due.months,
        story=story_of(look, referral, mine, beside.acknowledged(newest)),
        others_of_ours=beside.of_ours(newest),
        numbers=numbers_in(look, data),
        read_back=read_back(look.store, referral.id, newest.recipient),
    )


def _emptied(look: Look, referral: ReferralRow, mine: Sequence[DeliveryRow]) -> CaseCopy:
    """Return what is left of a case that was recalled or stopped: that it was, and what was asked; no fact of it."""
    speaking = speaking_of(mine)
    return CaseCopy(
        **_standing(referral, mine, speaking),
        reason=speaking.reason,
        language=cast(Lang, speaking.language),
        decided_at=_decided_at(look, referral),
        is_withdrawn=True,
        story=tuple(one for one in story_of(look, referral, mine, ()) if one.what in ("sent", "recall")),
    )


def _standing(referral: ReferralRow, mine: Sequence[DeliveryRow], speaking: DeliveryRow) -> dict[str, Any]:
    reason = speaking.refused_reason
    return {
        "reference": referral.reference,
        "office": speaking.recipient,
        "service": referral.service,
        "state": DeliveryState(speaking.state),
        "queued_at": mine[0].queued_at,
        "due_at": speaking.answer_due_at,
        "answered_at": speaking.answered_at,
        "refused_reason": RefusalReason(reason) if reason else "",
    }


def _decided_at(look: Look, referral: ReferralRow) -> datetime:
    decision = look.once(DecisionRow, referral.id, lambda: look.session.get_one(DecisionRow, referral.decision_id))
    return decision.decided_at


def _names(look: Look, shown: Sequence[DeliveryRow]) -> tuple[str, ...]:
    try:
        return names_of(look.app, shown)
    except InspectionError:
        return ()
