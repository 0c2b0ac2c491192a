"""A decision on a suspicion, inside the act that records it; none is ever changed, a change of mind is one more."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.control.filled import SuspicionDecision
from inspection.errors import ControlFault
from inspection.life_cycles import Decision
from inspection.store.controls import ControlRow, DecisionRow
from inspection.store.core import Store, new_id
from inspection.trust import AuditedTransaction


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision on a suspicion as it was recorded, by whom and when."""

    decision: Decision
    forms: tuple[str, ...]
    grounds: str = field(repr=False)
    at: datetime
    by: str


def require_grounds(control_id: str, said: SuspicionDecision) -> None:
    """Raise `ControlFault` for a yes without grounds or a no without a reason."""
    if said.decision != Decision.UNDECIDED and not said.grounds.strip():
        raise ControlFault("CONTROL-240", decision=said.decision, control_id=control_id)


def decisions_of(session: Session, store: Store, control_id: str) -> tuple[Decided, ...]:
    """Return every decision on a control, the first one first: a team head's yes stands beside the inspector's own."""
    mine = select(DecisionRow).where(col(DecisionRow.control_id) == control_id).order_by(col(DecisionRow.n))
    return tuple(
        Decided(
            decision=row.decision,
            forms=tuple(row.forms),
            grounds=store.unseal("suspicion_decision.grounds", row.id, row.grounds),
            at=row.decided_at,
            by=row.decided_by,
        )
        for row in session.exec(mine)
    )


def add_decision(tx: AuditedTransaction, row: ControlRow, said: SuspicionDecision) -> DecisionRow:
    """Add a decision to a control, and note it as the latest one where it is the inspector's own."""
    last, id = _last(tx, row), new_id()  # noqa: A001
    made = DecisionRow(
        id=id,
        control_id=row.id,
        n=last.n + 1 if last else 1,
        decision=said.decision,
        forms=list(said.forms),
        grounds=tx.store.seal("suspicion_decision.grounds", id, said.grounds, case=row.id),
        decided_at=said.decided_at,
        decided_by=tx.by,
        recorded_at=tx.at,
    )
    if tx.by == row.saved_by:
        row.decision = said.decision
    tx.add(made)
    facts = {"decision": said.decision, "n": made.n, "beside": tx.by != row.saved_by}
    tx.record("suspicion.decide", row.id, stream="control", facts=facts)
    return made


def is_repeated(tx: AuditedTransaction, row: ControlRow, said: SuspicionDecision) -> bool:
    """Tell whether somebody says what they said already: their latest decision in the same words, or an earlier one.

    A control that is saved or corrected again carries the decision of its own day, by its moment; what was decided
    since stands.
    """
    mine = [one for one in decisions_of(tx.session, tx.store, row.id) if one.by == tx.by]
    return any(
        (one.decision, one.forms, one.grounds) == (said.decision, tuple(said.forms), said.grounds)
        and (one is mine[-1] or one.at == said.decided_at)
        for one in mine
    )


def _last(tx: AuditedTransaction, row: ControlRow) -> DecisionRow | None:
    mine = select(DecisionRow).where(col(DecisionRow.control_id) == row.id).order_by(col(DecisionRow.n).desc())
    return tx.session.exec(mine.limit(1)).first()
