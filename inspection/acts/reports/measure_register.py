"""The register of the coordination cell: what it decided, recommended or planned, and how that stands.

Whoever keeps it adds and changes; nothing is ever overwritten, so that a later note can say what the earlier one knew.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from sqlmodel import Session, col, select

from inspection.acts.reports.words import known_actor, plain_words, policy_reference, policy_words
from inspection.errors import ReferralFault
from inspection.life_cycles import MeasureState
from inspection.reporting.policy import Measure, MeasureChange, MeasureKind, Meeting, Words
from inspection.store.core import new_id
from inspection.store.policy import MeasureChangeRow, MeasureRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction, require_permission

WHERE = "measures"


@dataclass(frozen=True, kw_only=True)
class NewMeasure:
    """What a meeting decided, recommended or planned; `owner` is an actor of recipients.yaml who owes it."""

    kind: MeasureKind
    meeting: Meeting
    decided_on: date
    title: Words
    owner: str
    due_on: date | None = None


def add_measure(context: Context, new: NewMeasure) -> Measure:
    """Note what a meeting decided, recommended or planned; it is open.

    Errors: `ReferralFault` 945 for an unknown kind or meeting, 971 to 973 for its words, 947 for its owner, 974 for its
    days; `AccessRefused`.
    """
    known_word(new.kind, MeasureKind, "--kind")
    known_word(new.meeting, Meeting, "--meeting")
    owner = known_actor(new.owner, context.app.catalogue(day_in_brussels(context.at)).recipients, WHERE)
    title = policy_words(new.title, WHERE)
    _check_days(new.decided_on, new.due_on, day_in_brussels(context.at))
    with audited_transaction(context) as tx:
        tx.require("measure.keep", service=context.settings.service)
        id = new_id()  # noqa: A001  what it is called in every table
        row = MeasureRow(
            id=id,
            reference=policy_reference("MES", id),
            service=context.settings.service,
            kind=new.kind,
            meeting=new.meeting,
            decided_on=new.decided_on,
            title=title,
            added_by=context.by,
            added_at=context.at,
        )
        tx.add(row)
        first = MeasureChange(
            state=MeasureState.OPEN,
            owner=owner,
            due_on=new.due_on,
            evidence="",
            changed_by=context.by,
            changed_at=context.at,
        )
        _write(tx, row, 1, first)
        return _measure(row, [first])


def change_measure(
    context: Context,
    reference: str,
    *,
    state: MeasureState | None = None,
    owner: str | None = None,
    due_on: date | None = None,
    removes_due_day: bool = False,
    evidence: str = "",
    seen: int | None = None,
) -> Measure:
    """Note how a measure stands now; what is not given stays, and what it was before is kept.

    Arguments: `removes_due_day` takes away the day that it had; `evidence` what shows it, which an end (done, dropped)
    must have; `seen` how long its history was when whoever asks read it, where they chose from what stood there.
    Errors: `ReferralFault` 945, 947 and 971 to 974 as in `add_measure`, 948 when no measure has this reference, 949 for
    an end without evidence, 985 where somebody changed it since it was read, 986 for a day and none; `AccessRefused`.
    """
    if due_on is not None and removes_due_day:
        raise ReferralFault("REFER-986", where=WHERE)
    if state is not None:
        known_word(state, MeasureState, "--state")
    if owner is not None:
        known_actor(owner, context.app.catalogue(day_in_brussels(context.at)).recipients, WHERE)
    shown = plain_words(evidence, WHERE)
    if state in (MeasureState.DONE, MeasureState.DROPPED) and not shown:
        raise ReferralFault("REFER-949")
    with audited_transaction(context) as tx:
        tx.require("measure.keep", service=context.settings.service)
        row = _found(tx.session, context.app, reference)
        history = _histories(tx.session, [row.id])[row.id]
        if seen is not None and seen != len(history):
            raise ReferralFault("REFER-985")
        last = history[-1]
        _check_days(row.decided_on, due_on, day_in_brussels(context.at))
        new = MeasureChange(
            state=state or last.state,
            owner=owner or last.owner,
            due_on=None if removes_due_day else due_on or last.due_on,
            evidence=shown,
            changed_by=context.by,
            changed_at=context.at,
        )
        if _told(new) == _told(last):
            tx.mark_unchanged()
            return _measure(row, history)
        _write(tx, row, len(history) + 1, new)
        return _measure(row, [*history, new])


def measures(context: Context) -> list[Measure]:
    """Return the register, the oldest decision first, each with its history."""
    with context.store.read() as session:
        require_permission(session, context, "measure.list", service=context.settings.service)
        return measures_of(session, context.settings.service)


def measures_of(session: Session, service: str, until: datetime | None = None) -> list[Measure]:
    """Return the register of a service, inside an act; as it stood at a moment, where one is given."""
    wanted = select(MeasureRow).where(col(MeasureRow.service) == service)
    if until is not None:
        wanted = wanted.where(col(MeasureRow.added_at) <= until)
    rows = session.exec(wanted.order_by(col(MeasureRow.decided_on), col(MeasureRow.id))).all()
    histories = _histories(session, [row.id for row in rows], until)
    return [_measure(row, histories[row.id]) for row in rows]


def known_word(word: str, words: Any, where: str) -> None:
    """Refuse a word that is none of a list.

    Errors: `ReferralFault` 945, which lists them.
    """
    known = get_args(words) or tuple(words)
    if word not in known:
        raise ReferralFault("REFER-945", known=", ".join(known), where=where)


def _check_days(decided_on: date, due_on: date | None, today: date) -> None:
    if decided_on > today or (due_on is not None and due_on < decided_on):
        raise ReferralFault("REFER-974")


def _found(session: Session, app: AppContext, reference: str) -> MeasureRow:
    wanted = select(MeasureRow).where(
        col(MeasureRow.reference) == reference.strip().upper(), col(MeasureRow.service) == app.settings.service
    )
    row = session.exec(wanted).first()
    if row is None:
        raise ReferralFault("REFER-948")
    return row


def _write(tx: AuditedTransaction, row: MeasureRow, n: int, change: MeasureChange) -> None:
    tx.session.add(
        MeasureChangeRow(
            id=new_id(),
            measure_id=row.id,
            n=n,
            state=change.state,
            owner=change.owner,
            due_on=change.due_on,
            evidence=change.evidence,
            changed_by=change.changed_by,
            changed_at=change.changed_at,
        )
    )
    facts = {"n": n, "state": change.state, "owner": change.owner}
    tx.record("measure.keep", row.id, stream="policy", purpose="policy", facts=facts)


def _histories(session: Session, ids: Iterable[str], until: datetime | None = None) -> dict[str, list[MeasureChange]]:
    wanted = select(MeasureChangeRow).where(col(MeasureChangeRow.measure_id).in_(list(ids)))
    if until is not None:
        wanted = wanted.where(col(MeasureChangeRow.changed_at) <= until)
    found: dict[str, list[MeasureChange]] = defaultdict(list)
    for row in session.exec(wanted.order_by(col(MeasureChangeRow.measure_id), col(MeasureChangeRow.n))):
        found[row.measure_id].append(view_of(MeasureChange, row))
    return found


def _measure(row: MeasureRow, history: Iterable[MeasureChange]) -> Measure:
    return view_of(Measure, row, history=tuple(history))


def _told(change: MeasureChange) -> tuple[object, ...]:
    return change.state, change.owner, change.due_on, change.evidence
