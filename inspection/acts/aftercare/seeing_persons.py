"""Somebody who stayed is looked after the next day: what was found stands in the trail, and whoever has the case hears.

Nobody is asked to go there alone, and a person who was not reached is looked for again.
"""

from inspection.acts import bundles, follow_ups, records
from inspection.acts.aftercare.known_follow_ups import waiting_follow_up
from inspection.errors import ReferralFault
from inspection.life_cycles import SEEN, FollowUpKind, FollowUpOutcome, PersonNow, Seen
from inspection.trust import Context, audited_transaction


def note_person(
    context: Context, follow_up_id: str, outcome: Seen, *, now_at: PersonNow | None = None, words: str = ""
) -> None:
    """Record what came of looking after a person; whoever has the case gets a supplement where it changes anything.

    A worry is told to the head of the team at once. Somebody who was not reached is looked for again the next day.

    Arguments: `now_at` where the person is by now; `words` what was seen or said, sealed.
    Errors: `ReferralFault` 770 for nothing that waits for whoever asks, 772 for another outcome, 773 for somebody who
    moved and nobody says where; `AccessRefused`.
    """
    if outcome not in SEEN:
        raise ReferralFault("REFER-772", known=", ".join(SEEN))
    if outcome == "moved" and now_at in (None, PersonNow.STAYED):
        raise ReferralFault("REFER-773")
    with audited_transaction(context, name="suspicion") as tx:
        owed, row = waiting_follow_up(tx, follow_up_id, FollowUpKind.PERSON_CHECK)
        follow_ups.close_follow_up(tx, owed, FollowUpOutcome(outcome), words=words, now_at=now_at)
        tx.session.flush()
        control, conclusion = records.load_control(tx.store, row), records.load_conclusion(tx.store, row)
        if outcome == "reached_worried":
            bundles.notify_control_head(tx, "follow_up_worried", row, subject=owed.id)
        if outcome == "not_reached" and now_at in (None, PersonNow.STAYED):
            span = follow_ups.check_span(tx)
            follow_ups.open_follow_up(tx, FollowUpKind.PERSON_CHECK, row, owed.subject, span, for_user=owed.for_user)
        bundles.complete_referral(tx, row, control, conclusion)
