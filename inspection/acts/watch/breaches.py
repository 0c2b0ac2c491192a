"""The register of personal data breaches: opened, assessed, notified, told to people, closed; each step stays.

The clock runs from the moment on which the house became aware, whatever was assessed until then.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import alerts
from inspection.errors import BreachFault
from inspection.life_cycles import DataBreachStep
from inspection.sealing import short_code
from inspection.store.core import new_id
from inspection.store.records import DataBreachRow, DataBreachStepRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction
from sectors.rules.watch import BreachRules

STREAM, PURPOSE, OPENED = "data_breach", "audit", "data_breach_open"
TOLD = ("auditor_dpo", "direction")


@dataclass(frozen=True, kw_only=True)
class DataBreach:
    """A breach as its register shows it, with where it stands; `words` only to whoever opens that one."""

    reference: str
    kinds: tuple[str, ...]
    aware_at: datetime
    due_at: datetime
    risk: str | None
    people: int | None
    notified_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    is_late: bool
    words: str = field(default="", repr=False)


def open_breach(
    context: Context, words: str, *, kinds: Collection[str], aware_at: datetime, occurred_at: datetime | None = None
) -> DataBreach:
    """Register a breach as soon as somebody knows of it, however little that is.

    Arguments: `words` what is known, sealed; `kinds` words of `breach_rules.kinds`.
    Errors: `BreachFault` 103 for moments that cannot be, 106 for a kind that is not on the list, 108 without words.
    """
    rules = breach_rules(context.app, context.at)
    _require_words(words)
    _require_known(kinds, rules.kinds)
    if aware_at > context.at or (occurred_at is not None and occurred_at > aware_at):
        raise BreachFault("BREACH-103")
    with audited_transaction(context) as tx:
        tx.require("data_breach.open", service=context.settings.service)
        id_ = new_id()
        row = DataBreachRow(
            id=id_,
            reference=f"DB-{short_code(id_, 5)}",
            service=context.settings.service,
            kinds=sorted(set(kinds)),
            occurred_at=occurred_at,
            aware_at=aware_at,
            words=context.store.seal("data_breach.words", id_, words),
            opened_by=context.by,
            opened_at=context.at,
        )
        tx.add(row)
        for step, role in enumerate(TOLD):
            alerts.raise_alert(tx, OPENED, id_, step, "", row.service, role=role)
        tx.record("data_breach.open", id_, stream=STREAM, purpose=PURPOSE, facts={"kinds": row.kinds})
        return shown(tx.session, row, rules, context.at)


def assess_breach(context: Context, reference: str, words: str, *, risk: str, people: int) -> DataBreach:
    """Note what a breach means for people; it may be assessed again as more becomes known, and the last stands.

    Arguments: `risk` a word of `breach_rules.risks`; `people` about how many are concerned.
    """
    rules = breach_rules(context.app, context.at)
    _require_known([risk], tuple(rules.risks))
    facts = {"risk": risk, "people": people}
    act = "data_breach.assess"
    return _take(context, reference, DataBreachStep.ASSESSED, act, words, facts)


def note_notified(context: Context, reference: str, words: str, *, late: str = "") -> DataBreach:
    """Note that the authority was notified: how, and by which number of theirs, in `words`.

    Arguments: `late` why it took longer than the law gives, asked for after the deadline.
    Errors: `BreachFault` 104 before an assessment, 107 without a reason after the deadline.
    """
    rules = breach_rules(context.app, context.at)
    with context.store.read() as session:
        row = find_breach(session, context, reference)
    if context.at > row.aware_at + timedelta(hours=rules.notify_hours):
        if not late.strip():
            raise BreachFault("BREACH-107")
        words = f"{words}\n{late}"
    act = "data_breach.notify"
    return _take(context, reference, DataBreachStep.NOTIFIED, act, words, {})


def note_told(context: Context, reference: str, words: str, *, people: int) -> DataBreach:
    """Note that the people concerned were told, how, and how many of them. Errors: `BreachFault` 104."""
    act = "data_breach.notify"
    return _take(context, reference, DataBreachStep.TOLD_PEOPLE, act, words, {"people": people})


def close_breach(context: Context, reference: str, words: str) -> DataBreach:
    """Close a breach: what was done about it is in `words`.

    Errors: `BreachFault` 105 where the assessment asks for a notification that nobody noted.
    """
    act = "data_breach.close"
    return _take(context, reference, DataBreachStep.CLOSED, act, words, {})


def breaches(context: Context) -> list[DataBreach]:
    """Return the register, the latest first, without words; a look at a list."""
    rules = breach_rules(context.app, context.at)
    with audited_transaction(context) as tx:
        tx.require("data_breach.list", service=context.settings.service)
        tx.record("data_breach.list", context.by, stream="reading", purpose=PURPOSE, facts={"kind": "data_breaches"})
        mine = select(DataBreachRow).where(col(DataBreachRow.service) == context.settings.service)
        found = tx.session.exec(mine.order_by(col(DataBreachRow.id).desc()))
        return [shown(tx.session, row, rules, context.at) for row in found]


def breach(context: Context, reference: str) -> tuple[DataBreach, tuple[tuple[datetime, str, str], ...]]:
    """Return one breach with its words, and each step with its own: when, what, words. The look is recorded first."""
    with audited_transaction(context) as tx:
        tx.require("data_breach.list", service=context.settings.service)
        row = find_breach(tx.session, context, reference)
        tx.record("data_breach.see", row.id, stream="reading", purpose=PURPOSE)
    store = context.store
    with store.read() as session:
        made = steps_of(session, row.id)
        rules = breach_rules(context.app, context.at)
        told = shown(session, row, rules, context.at, words=store.unseal("data_breach.words", row.id, row.words))
    opened = (
        (one.done_at, one.step, store.unseal("data_breach_step.words", one.id, one.words) if one.words else "")
        for one in made
    )
    return told, tuple(opened)


def breach_rules(app: AppContext, at: datetime) -> BreachRules:
    """Return the limits of the register on a day."""
    return app.catalogue(day_in_brussels(at)).breach_rules


def find_breach(session: Session, context: Context, reference: str) -> DataBreachRow:
    """Return the row of a breach. Errors: `BreachFault` 101."""
    named = select(DataBreachRow).where(
        col(DataBreachRow.reference) == reference.strip().upper(),
        col(DataBreachRow.service) == context.settings.service,
    )
    row = session.exec(named).first()
    if row is None:
        raise BreachFault("BREACH-101")
    return row


def steps_of(session: Session, breach_id: str) -> list[DataBreachStepRow]:
    """Return what was done about a breach, in order."""
    mine = select(DataBreachStepRow).where(col(DataBreachStepRow.breach_id) == breach_id)
    return list(session.exec(mine.order_by(col(DataBreachStepRow.n))))


def shown(session: Session, row: DataBreachRow, rules: BreachRules, at: datetime, *, words: str = "") -> DataBreach:
    """Return a breach with where it stands; it is late when a notification that may be owed was not made in time.

    Until it is assessed, it may be owed.
    """
    made = steps_of(session, row.id)
    last = {one.step: one for one in made}
    moments = {step: one.done_at for step, one in last.items()}
    assessed = last.get(DataBreachStep.ASSESSED)
    risk = str(assessed.facts["risk"]) if assessed else None
    due_at = row.aware_at + timedelta(hours=rules.notify_hours)
    notified = next((one.done_at for one in made if one.step == DataBreachStep.NOTIFIED), None)
    is_owed = rules.asked_by(risk).notify
    return DataBreach(
        reference=row.reference,
        kinds=tuple(row.kinds),
        aware_at=row.aware_at,
        due_at=due_at,
        risk=risk,
        people=assessed.facts["people"] if assessed else None,
        notified_at=notified,
        told_at=moments.get(DataBreachStep.TOLD_PEOPLE),
        closed_at=moments.get(DataBreachStep.CLOSED),
        is_late=is_owed and (notified or at) > due_at,
        words=words,
    )


def _take(
    context: Context,
    reference: str,
    step: DataBreachStep,
    act: str,
    words: str,
    facts: Mapping[str, object],
) -> DataBreach:
    _require_words(words)
    rules = breach_rules(context.app, context.at)
    with audited_transaction(context) as tx:
        tx.require(act, service=context.settings.service)
        row = find_breach(tx.session, context, reference)
        _require_open(shown(tx.session, row, rules, context.at), step, rules)
        _put(tx, row, step, words, facts)
        tx.record(act, row.id, stream=STREAM, purpose=PURPOSE, facts={"step": step, **facts})
        return shown(tx.session, row, rules, context.at)


def _put(
    tx: AuditedTransaction, row: DataBreachRow, step: DataBreachStep, words: str, facts: Mapping[str, object]
) -> None:
    id_ = new_id()
    tx.add(
        DataBreachStepRow(
            id=id_,
            breach_id=row.id,
            n=len(steps_of(tx.session, row.id)) + 1,
            step=step,
            facts=dict(facts),
            words=tx.store.seal("data_breach_step.words", id_, words),
            done_by=tx.by,
            done_at=tx.at,
        )
    )


def _require_open(breach: DataBreach, step: DataBreachStep, rules: BreachRules) -> None:
    """Refuse what comes no more (102), not before an assessment (104), or too soon to close (105)."""
    if breach.closed_at is not None:
        raise BreachFault("BREACH-102")
    if breach.risk is None:
        if step != DataBreachStep.ASSESSED:
            raise BreachFault("BREACH-104")
        return
    asked = rules.asked_by(breach.risk)
    is_owing = (asked.notify and breach.notified_at is None) or (asked.tell and breach.told_at is None)
    if step == DataBreachStep.CLOSED and is_owing:
        raise BreachFault("BREACH-105")


def _require_words(words: str) -> None:
    if not words.strip():
        raise BreachFault("BREACH-108")


def _require_known(given: Collection[str], known: Collection[str]) -> None:
    if not given or not set(given) <= set(known):
        raise BreachFault("BREACH-106", known=", ".join(known))
