"""Links between cases: found from one case, confirmed or rejected by a person, and never a way to look for anybody.

A look starts from a case and ends at cases: nobody can ask for a person, a number or an address. It is recorded with
its purpose before anything is read. What is found is worked out at each look and kept nowhere; what a person decided
is kept. A case that a magistrate ordered, or keeps under embargo, takes no part at either end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from inspection.acts import access, bundles
from inspection.acts.links.cases import Found, FoundLink, case_of, found_links, latest_decisions, visible_cases
from inspection.errors import ReferralFault
from inspection.life_cycles import LinkDecision
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.referrals import FOREIGN_LINKS, LinkDecisionRow, ReferralRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, Places, answers_alike, audited_transaction, require_permission


@dataclass(frozen=True, kw_only=True)
class DecidedLink:
    """A link that a person decided on: references and districts only, with what it said on that day.

    percent
        Its strength when it was decided.
    """

    reference: str
    cases: tuple[str, str]
    districts: tuple[str, str]
    ground: str
    state: LinkDecision
    percent: int
    shared: int
    since: date
    foreign_link: str | None
    decided_by: str
    decided_at: datetime


@answers_alike("link.find", "REFER-820")
def find_links(context: Context, case: str) -> list[FoundLink]:
    """Return the links of one case, the strongest first; the look is recorded before anything is read.

    What was rejected does not come back on the same ground.

    Arguments: `case` the reference of a referral; why it is looked at is in the context, or follows from it.
    Errors: `ReferralFault` 820 for a case that does not exist or takes no part; `AccessRefused`.
    """
    day = day_in_brussels(context.at)
    with audited_transaction(context) as tx:
        row = case_of(tx.session, case, day)
        tx.require("link.find", district=row.district, service=row.service)
        bundles.keep_missing_keys(tx, row.service)
        control = tx.session.get_one(ControlRow, row.control_id)
        access.reveal_control(tx, "link.find", control, subject=row.reference)
    return [found.shown for found in found_links(context.app, row.id, day)]


@answers_alike("link.decide", "REFER-820")
def confirm_link(
    context: Context, case: str, link: str, *, reason: str, foreign_link: str | None = None
) -> DecidedLink:
    """Confirm a link that a look at the case shows now; the same again changes nothing.

    Arguments: `link` the short reference that the look gave; `reason` in words, sealed; `foreign_link` one of
    `FOREIGN_LINKS` where something reaches abroad: who confirms says so, nothing is inferred from anybody's origin.
    Errors: `ReferralFault` 820, 822, 824 and 841; `AccessRefused` for whoever is no head.
    """
    if foreign_link is not None and foreign_link not in FOREIGN_LINKS:
        raise ReferralFault("REFER-824", known=", ".join(FOREIGN_LINKS))
    return _decide(context, case, link, LinkDecision.CONFIRMED, reason, foreign_link)


@answers_alike("link.decide", "REFER-820")
def reject_link(context: Context, case: str, link: str, *, reason: str) -> DecidedLink:
    """Reject a link: these two cases do not come back on this ground; one that was confirmed may still be rejected.

    Errors: `ReferralFault` 820, 822 and 841; `AccessRefused`.
    """
    return _decide(context, case, link, LinkDecision.REJECTED, reason, None)


def list_links(context: Context, *, state: LinkDecision | None = LinkDecision.CONFIRMED) -> list[DecidedLink]:
    """Return the links that were decided and that touch somebody's districts, the latest first; the look is recorded.

    A case that takes no part any more takes its links with it.
    """
    with audited_transaction(context) as tx:
        tx.require("link.list", service=context.settings.service)
        places = tx.places("link.list")
        tx.record("link.list", context.by, stream="reading", purpose=access.DAILY, facts={"kind": "links"})
    with context.store.read() as session:
        cases = visible_cases(session, context.settings.service, day_in_brussels(context.at))
        latest = [row for row in latest_decisions(session).values() if {row.one_id, row.other_id} <= cases.keys()]
        wanted = [row for row in latest if state in (None, row.decision) and _touches(row, cases, places)]
        return [decided(row, cases) for row in sorted(wanted, key=lambda row: row.id, reverse=True)]


def decided(row: LinkDecisionRow, cases: Mapping[str, ReferralRow]) -> DecidedLink:
    """Return a decision as others may see it."""
    ends = (cases[row.one_id], cases[row.other_id])
    return view_of(
        DecidedLink,
        row,
        cases=(ends[0].reference, ends[1].reference),
        districts=(ends[0].district, ends[1].district),
        state=row.decision,
        percent=row.strength_percent,
    )


def _decide(
    context: Context, case: str, link: str, decision: LinkDecision, reason: str, foreign_link: str | None
) -> DecidedLink:
    day = day_in_brussels(context.at)
    if not reason.strip():
        raise ReferralFault("REFER-841")
    with context.store.read() as session:
        row = case_of(session, case, day)
        require_permission(session, context, "link.decide", district=row.district, service=row.service)
    shown = {found.shown.reference: found for found in found_links(context.app, row.id, day)}
    with audited_transaction(context) as tx:
        tx.require("link.decide", district=row.district, service=row.service)
        before = latest_decisions(tx.session, row.id).get(link.upper())
        found, cases = shown.get(link.upper()), visible_cases(tx.session, row.service, day)
        if before is not None and (before.decision, before.foreign_link) == (decision, foreign_link):
            tx.mark_unchanged()
            return decided(before, cases)
        if found is None or (before is not None and before.decision == LinkDecision.REJECTED):
            raise ReferralFault("REFER-822")
        made = _row(tx, found, before, decision, reason.strip(), foreign_link)
        tx.session.add(made)
        facts = {"link": made.reference, "ground": made.ground, "percent": made.strength_percent}
        tx.record(f"link.{decision}", row.id, stream="referral", purpose="referral", facts=facts)
        return decided(made, cases)


def _sealed(tx: AuditedTransaction, id_: str, reason: str, referral_ids: tuple[str, str]) -> bytes:
    """Seal a reason twice, by the keys of both cases: it speaks of both, and whichever is erased closes it."""
    sealed, place = reason.encode(), "link_decision.reason"
    for referral_id in referral_ids:
        case = tx.session.get_one(ReferralRow, referral_id).control_id
        sealed = tx.store.seal_bytes(place, id_, sealed, case=case)
    return sealed


def _row(
    tx: AuditedTransaction,
    found: Found,
    before: LinkDecisionRow | None,
    decision: LinkDecision,
    reason: str,
    foreign_link: str | None,
) -> LinkDecisionRow:
    id, link = new_id(), found.link  # noqa: A001  what it is called in every table
    return LinkDecisionRow(
        id=id,
        reference=found.shown.reference,
        n=before.n + 1 if before else 1,
        one_id=link.one,
        other_id=link.other,
        ground=link.ground,
        since=link.since,
        strength_percent=found.shown.percent,
        shared=link.shared,
        decision=decision,
        foreign_link=foreign_link,
        reason=_sealed(tx, id, reason, (link.one, link.other)),
        decided_by=tx.by,
        decided_at=tx.at,
    )


def _touches(row: LinkDecisionRow, cases: Mapping[str, ReferralRow], places: Places) -> bool:
    return any(cases[id_].district in places for id_ in (row.one_id, row.other_id))
