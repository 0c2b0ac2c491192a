"""The clock of a breach: the data officer is reminded while it runs; with the direction, told once it has run out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts.alerts import Alarm
from inspection.acts.watch.breaches import breach_rules, shown
from inspection.life_cycles import DataBreachStep
from inspection.store.records import DataBreachRow, DataBreachStepRow
from inspection.trust import AppContext

RUNS, LATE = "data_breach_clock", "data_breach_late"


def breach_alarms(session: Session, app: AppContext, at: datetime) -> Iterator[Alarm]:
    """Yield what is to be told of open breaches at a moment: each reminder that was passed, and the deadline."""
    rules = breach_rules(app, at)
    ended = select(DataBreachStepRow.breach_id).where(
        col(DataBreachStepRow.step).in_((DataBreachStep.CLOSED, DataBreachStep.NOTIFIED))
    )
    waiting = select(DataBreachRow).where(col(DataBreachRow.id).not_in(ended))
    for row in session.exec(waiting.order_by(col(DataBreachRow.id))):
        stands = shown(session, row, rules, at)
        if not rules.asked_by(stands.risk).notify:
            continue
        for step, hours in enumerate(sorted(rules.remind_hours), 1):
            if at >= row.aware_at + timedelta(hours=hours):
                yield _alarm(RUNS, row, step, "auditor_dpo")
        if at > stands.due_at:
            yield _alarm(LATE, row, 1, "auditor_dpo")
            yield _alarm(LATE, row, 2, "direction")


def _alarm(kind: str, row: DataBreachRow, step: int, role: str) -> Alarm:
    return Alarm(kind=kind, subject=row.id, step=step, district="", service=row.service, role=role)
