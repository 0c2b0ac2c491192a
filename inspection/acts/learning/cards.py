"""Proposed cards as they stand: what was proposed, what a second person decided, and whether the rule file is whole."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, col, select

from inspection.acts.laid_over import rule_files
from inspection.errors import LearningFault
from inspection.life_cycles import CardState
from inspection.settings import Settings
from inspection.store.learning import CardDecisionRow, CardProposalRow
from inspection.targeting.learning import CardProposal
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext


@dataclass(frozen=True, kw_only=True)
class ProposedCard:
    """A card that learning proposed, and what became of it.

    proposal
        The card as a rule file says it, with its evidence.
    state
        "overtaken" where a later one of the same sector waits or was decided on.
    valid_from
        The first day of the card: as proposed, and once it is approved the day that the rule file says.
    is_whole
        False where the home does not hold the rule file as it was approved: approving it again mends that.
    """

    reference: str
    sector: str
    objective: str
    valid_from: date
    state: CardState
    sha256: str
    proposal: CardProposal = field(repr=False)
    proposed_by: str
    proposed_at: datetime
    asked_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    is_whole: bool = True


def proposed_cards(session: Session, settings: Settings) -> list[ProposedCard]:
    """Return every proposed card of the house, the latest first; for who was asked already."""
    mine = select(CardProposalRow).where(col(CardProposalRow.service) == settings.service)
    rows = session.exec(mine.order_by(col(CardProposalRow.proposed_at).desc(), col(CardProposalRow.id).desc())).all()
    decisions = {row.proposal_id: row for row in session.exec(select(CardDecisionRow))}
    later: set[str] = set()
    found = []
    for row in rows:
        found.append(_card(row, decisions.get(row.id), settings, is_overtaken=row.sector in later))
        later.add(row.sector)
    return found


def find_proposal(session: Session, settings: Settings, reference: str) -> tuple[CardProposalRow, ProposedCard]:
    """Return a proposal by its reference; raises `LearningFault` 104 where there is none."""
    asked = reference.strip().upper()
    mine = select(CardProposalRow).where(
        col(CardProposalRow.reference) == asked, col(CardProposalRow.service) == settings.service
    )
    row = session.exec(mine).first()
    if row is None:
        raise LearningFault("LEARN-104", reference=asked)
    return row, next(one for one in proposed_cards(session, settings) if one.reference == asked)


def backtests(known: Iterable[ProposedCard], on: date) -> dict[str, Mapping[str, Any]]:
    """Return by sector the figures of what was proposed last up to a day; `known` has the latest first."""
    by_then = [one for one in known if day_in_brussels(one.proposed_at) <= on]
    return {one.sector: one.proposal.evidence for one in reversed(by_then)}


def rule_path(settings: Settings, reference: str) -> Path:
    """Return where the rule file of an approved card stands."""
    return settings.rules / f"{reference.lower()}.yaml"


def trial_path(settings: Settings, reference: str) -> Path:
    """Return where a card is tried: no process loads rules from there."""
    return settings.home / "cache" / "cards" / rule_path(settings, reference).name


def rule_text(proposal: CardProposal, reference: str, valid_from: date, reviewed: date) -> str:
    """Return the rule file of a proposed card: a new dated card over the sector's, with its calibration."""
    line = replace(proposal, valid_from=valid_from).line()
    line["source"] = f"{line['source']}; proposal {reference} ({proposal.sha256[:12]}), approved by a second person"
    body = {"last_reviewed": reviewed, "key": proposal.sector, "card": {valid_from: line}}
    head = f"# Written by `vigie learn approve {reference}`; a change by hand is found, and refused.\n"
    return head + yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=120)


def body_of(proposal: CardProposal) -> dict[str, Any]:
    """Return a proposal as plain values: those of its canonical text, which its hash is of."""
    found: dict[str, Any] = json.loads(proposal.canonical())
    return found


def proposal_of(body: Mapping[str, Any]) -> CardProposal:
    """Return a proposal from its plain values."""
    windows = {name: _days(days) for name, days in body["windows"].items()}
    return CardProposal(**{**body, "valid_from": date.fromisoformat(body["valid_from"]), "windows": windows})


def unapproved_cards(session: Session, app: AppContext) -> list[str]:
    """Return the cards of the home's rules that claim to be calibrated and that nobody approved, as they stand there.

    A file that was changed since its approval is none that anybody approved.
    """
    approved = set(
        session.exec(select(CardDecisionRow.rule_sha256).where(col(CardDecisionRow.rule_sha256).is_not(None)))
    )
    found = []
    for file in rule_files(app.settings):
        content = file.read_bytes()
        if hashlib.sha256(content).hexdigest() not in approved:
            found += _calibrated(content)
    return sorted(found)


def require_approved_cards(app: AppContext) -> None:
    """Refuse to assess by a calibrated card that no second person approved; raises `LearningFault` 109 with its key."""
    with app.store.read() as session:
        found = unapproved_cards(session, app)
    if found:
        raise LearningFault("LEARN-109", cards=", ".join(found))


def _calibrated(content: bytes) -> list[str]:
    read = yaml.safe_load(content)
    cards = read.get("card") if isinstance(read, dict) else None
    lines = cards.items() if isinstance(cards, dict) else ()
    return [
        f"{read.get('key')}@{day}"
        for day, line in lines
        if isinstance(line, dict) and line.get("calibrated") is not None
    ]


def _card(
    row: CardProposalRow, decision: CardDecisionRow | None, settings: Settings, *, is_overtaken: bool
) -> ProposedCard:
    state = CardState.OVERTAKEN if is_overtaken else CardState.PROPOSED
    return ProposedCard(
        reference=row.reference,
        sector=row.sector,
        objective=row.objective,
        valid_from=decision.valid_from if decision and decision.valid_from else row.valid_from,
        state=CardState(decision.decision) if decision else state,
        sha256=row.sha256,
        proposal=proposal_of(row.body),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        asked_by=row.asked_by,
        decided_by=decision.decided_by if decision else None,
        decided_at=decision.decided_at if decision else None,
        reason=decision.reason if decision else "",
        is_whole=_is_whole(settings, row.reference, decision.rule_sha256 if decision else None),
    )


def _is_whole(settings: Settings, reference: str, sha256: str | None) -> bool:
    there = rule_path(settings, reference)
    held = hashlib.sha256(there.read_bytes()).hexdigest() if there.is_file() else None
    return held == sha256


def _days(days: Sequence[str]) -> tuple[date, date]:
    first, last = days
    return date.fromisoformat(first), date.fromisoformat(last)
