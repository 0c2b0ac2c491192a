"""A fitted card proposed, then approved or rejected by a second person; approved, it is a dated rule file of the home.

A fit decides nothing. Whoever proposed a card, or had it proposed, cannot decide on it; what was rejected is kept with
its reason, so that the same card does not come back as a new idea.
"""

import hashlib
from datetime import date, timedelta

from sqlmodel import Session

from inspection.acts.laid_over import try_over
from inspection.acts.learning.by_place import fitted_part, require_unchanged, tried_by_place
from inspection.acts.learning.cards import (
    ProposedCard,
    body_of,
    find_proposal,
    proposed_cards,
    rule_path,
    rule_text,
    trial_path,
)
from inspection.acts.learning.papers import require_papers
from inspection.errors import LearningFault
from inspection.files import put
from inspection.life_cycles import CardState
from inspection.sealing import short_code
from inspection.store.core import new_id
from inspection.store.learning import CardDecisionRow, CardProposalRow
from inspection.targeting.frame import ReadableLake
from inspection.targeting.learning import CardProposal
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction, require_apart, require_permission
from inspection.trust.identity import Principal
from sectors.rules.selection import Card

_LONGEST_REASON = 180


def propose_card(
    context: Context,
    proposal: CardProposal,
    *,
    asked_by: Principal | None = None,
    registers: ReadableLake | None = None,
) -> ProposedCard:
    """Keep a fitted card for a second person to decide on; the same one again is the proposal that is there.

    It is tried over the rules as they stand: what they would refuse is refused now. It is also tried on the registers
    as they stand, with names, streets and postcodes exchanged; what changed then stands in its evidence.

    Arguments: `asked_by` who had it fitted by hand where the system proposes it; `registers` what it is tried on, by
    default the lake of the home.
    Errors: `LearningFault` 102 before both papers are signed, 108 where it reads signals that the rules do not know,
    111 where it is not calibrated; `RuleFault`; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "card.propose", service=context.settings.service)
        require_papers(session, context.app)
        is_new = _known(session, context, proposal) is None
    tried = _tried(context, proposal, registers) if is_new else proposal  # takes a while: before the transaction
    with audited_transaction(context) as tx:
        tx.require("card.propose", service=context.settings.service)
        require_papers(tx.session, tx.app)
        known = _known(tx.session, context, proposal)
        if known is not None:
            tx.mark_unchanged()
            return known
        row = _row(context, tried, asked_by)
        tx.add(row)
        facts = {"sector": row.sector, "objective": row.objective, "sha256": row.sha256}
        tx.record("card.propose", row.id, stream="learning", purpose="planning", facts=facts)
        return find_proposal(tx.session, context.settings, row.reference)[1]


def approve_card(context: Context, reference: str, sha256: str, *, reason: str) -> ProposedCard:
    """Lay a proposed card over the rules from its day on, or from tomorrow where that day is past.

    Approved again, it writes a rule file that is gone or was changed. The office reads it within seconds, a flow when
    it begins.

    Arguments: `sha256` of the proposal that was looked at; `reason` in one line, about nobody.
    Errors: `LearningFault` 104, 105 for one that was rejected or overtaken, 106 for another hash, 107 without a reason,
    102, 120 where it was not shown to leave names and places aside; `RuleFault` where the rules have changed and refuse
    it; `AccessRefused`, 041 for whoever proposed it.
    """
    return _decide(context, reference, sha256, reason, CardState.APPROVED)


def reject_card(context: Context, reference: str, sha256: str, *, reason: str) -> ProposedCard:
    """Keep a proposed card as rejected, with its reason; the card in force stays.

    Arguments and errors: as `approve_card`.
    """
    return _decide(context, reference, sha256, reason, CardState.REJECTED)


def list_proposals(context: Context) -> tuple[ProposedCard, ...]:
    """Return every proposed card, the latest first; the look is recorded. Errors: `AccessRefused`."""
    with audited_transaction(context) as tx:
        tx.require("card.list", service=context.settings.service)
        tx.record("card.list", context.by, stream="reading", facts={"kind": "proposed_cards"})
        return tuple(proposed_cards(tx.session, context.settings))


def show_proposal(context: Context, reference: str) -> ProposedCard:
    """Return one proposed card with its evidence; the look is recorded.

    Errors: `LearningFault` 104; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("card.list", service=context.settings.service)
        row, found = find_proposal(tx.session, context.settings, reference)
        tx.record("card.list", row.id, stream="reading", facts={"kind": "proposed_card"})
        return found


def card_in_force(context: Context, sector: str, on: date) -> Card:
    """Return the card of a sector as it holds on a day; the look is recorded, since it is a manual for evasion.

    Errors: `LearningFault` 112 for a sector without a card; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("card.list", service=context.settings.service)
        tx.record("card.list", sector, stream="reading", facts={"kind": "card_in_force", "on": on.isoformat()})
    cards = {key: one.card for key, one in context.app.catalogue(on).sectors.items() if one.card is not None}
    if sector not in cards:
        raise LearningFault("LEARN-112", sector=sector, known=", ".join(sorted(cards)))
    return cards[sector]


def _decide(context: Context, reference: str, sha256: str, reason: str, decision: CardState) -> ProposedCard:
    said = " ".join(reason.split())
    if not said or len(said) > _LONGEST_REASON:
        raise LearningFault("LEARN-107", longest=_LONGEST_REASON)
    with audited_transaction(context) as tx:
        tx.require("card.decide", service=context.settings.service)
        require_papers(tx.session, tx.app)
        row, known = find_proposal(tx.session, context.settings, reference)
        require_apart(context, "card.decide", "card.propose", row.proposed_by, row.asked_by)
        if sha256 != row.sha256:
            raise LearningFault("LEARN-106", reference=row.reference)
        if known.state not in (CardState.PROPOSED, decision):
            raise LearningFault("LEARN-105", reference=row.reference, state=known.state)
        if known.state == decision and known.is_whole:
            tx.mark_unchanged()
            return known
        text = _approved_text(context, row, known) if decision == CardState.APPROVED else None
        _note(tx, row, known, decision, said, text)
    if text is not None:
        put(rule_path(context.settings, row.reference), text.encode())
    with context.store.read() as session:
        return find_proposal(session, context.settings, row.reference)[1]


def _tried(context: Context, proposal: CardProposal, registers: ReadableLake | None) -> CardProposal:
    """Return the proposal with what the value test says of it, once all rules loaded with its card."""
    _try(context, _row(context, proposal, None), proposal)
    return tried_by_place(context, proposal, registers)


def _approved_text(context: Context, row: CardProposalRow, known: ProposedCard) -> str:
    require_unchanged(row.reference, known.proposal.evidence)
    return _try(context, row, known.proposal, known)


def _known(session: Session, context: Context, proposal: CardProposal) -> ProposedCard | None:
    """Return the proposal of the same fit, on whatever registers it was tried."""
    asked = fitted_part(proposal).sha256
    every = proposed_cards(session, context.settings)
    return next((one for one in every if fitted_part(one.proposal).sha256 == asked), None)


def _note(
    tx: AuditedTransaction,
    row: CardProposalRow,
    known: ProposedCard,
    decision: CardState,
    reason: str,
    text: str | None,
) -> None:
    """Write the decision once; the trail also tells of a rule file that was made again."""
    sha256 = hashlib.sha256(text.encode()).hexdigest() if text is not None else None
    if known.state == CardState.PROPOSED:
        tx.add(
            CardDecisionRow(
                id=new_id(),
                proposal_id=row.id,
                decision=decision,
                sha256=row.sha256,
                reason=reason,
                valid_from=_first_day(tx.context, known) if text is not None else None,
                rule_sha256=sha256,
                decided_by=tx.by,
                decided_at=tx.at,
            )
        )
    facts = {"sector": row.sector, "decision": str(decision), "sha256": row.sha256, "rule_sha256": sha256}
    tx.record("card.decide", row.id, stream="learning", purpose="planning", facts=facts)


def _try(context: Context, row: CardProposalRow, proposal: CardProposal, known: ProposedCard | None = None) -> str:
    """Return the rule file of a card, once all rules loaded with it; made again, it is the same to the byte."""
    _refuse_unknown(context, proposal)
    decided_at = known.decided_at if known and known.decided_at else context.at
    first = known.valid_from if known and known.decided_at else _first_day(context, known or proposal)
    text = rule_text(proposal, row.reference, first, day_in_brussels(decided_at))
    try_over(
        context.settings, rule_path(context.settings, row.reference), trial_path(context.settings, row.reference), text
    )
    return text


def _first_day(context: Context, card: ProposedCard | CardProposal) -> date:
    """Return the first day of a card that is approved now: no day that has passed is judged by another card."""
    return max(card.valid_from, day_in_brussels(context.at) + timedelta(days=1))


def _refuse_unknown(context: Context, proposal: CardProposal) -> None:
    known = context.app.catalogue(day_in_brussels(context.at)).signals
    strange = sorted(set(proposal.card["signals"]) - known.keys())
    if strange:
        raise LearningFault("LEARN-108", signals=", ".join(strange), sector=proposal.sector)
    if proposal.card["calibrated"] is None:
        raise LearningFault("LEARN-111", sector=proposal.sector)


def _row(context: Context, proposal: CardProposal, asked_by: Principal | None) -> CardProposalRow:
    id_ = new_id()
    return CardProposalRow(
        id=id_,
        reference=f"CARD-{short_code(id_, 5)}",
        service=context.settings.service,
        sector=proposal.sector,
        objective=proposal.objective,
        valid_from=proposal.valid_from,
        sha256=proposal.sha256,
        body=body_of(proposal),
        rules_sha256=context.app.rules.sha256,
        proposed_by=context.by,
        proposed_at=context.at,
        asked_by=asked_by.user if asked_by else None,
    )
