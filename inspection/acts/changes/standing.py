"""How one referral stands, for whoever works on it: who has it, what was proposed, recalled and asked of it."""

from dataclasses import dataclass

from inspection.acts import access, bundles, referrals
from inspection.acts.changes.changing import Change, proposed_for
from inspection.acts.changes.embargoes import Embargoed, embargoes_for
from inspection.acts.changes.recalling import Recalled, recalls_for
from inspection.acts.outbox import is_withdrawn, last_to_each
from inspection.time_of import day_in_brussels
from inspection.trust import Context, answers_alike, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A referral after it left. `offices` are those that have it, without those that it was recalled from."""

    reference: str
    is_withdrawn: bool
    offices: tuple[str, ...]
    changes: tuple[Change, ...]
    recalls: tuple[Recalled, ...]
    embargoes: tuple[Embargoed, ...]


@answers_alike("record.list", "REFER-750")
def standing_of(context: Context, reference: str) -> Standing:
    """Return how a referral stands, with its embargoes in force; the look is recorded.

    Errors: `ReferralFault` 750; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        session, referral = tx.session, bundles.known_referral(context, tx.session, reference)
        require_permission(
            session,
            context,
            "record.list",
            district=referrals.district_asked(referral, context.by),
            service=referral.service,
        )
        access.record_masked(tx, "referral.standing", referral.id, referral.reference, {"kind": "standing"})
        having = (id_ for id_, row in last_to_each(session, referral).items() if row.message != "recall")
        return Standing(
            reference=referral.reference,
            is_withdrawn=is_withdrawn(session, referral.id),
            offices=tuple(sorted(having)),
            changes=tuple(proposed_for(session, referral)),
            recalls=tuple(recalls_for(session, referral)),
            embargoes=tuple(embargoes_for(session, referral, day_in_brussels(context.at))),
        )
