"""Scheduled runs that went wrong: the direction is told in the office, where people look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlmodel import Session, col, select

from inspection.acts.alerts.alerting import raise_alert
from inspection.life_cycles import AlertState
from inspection.store.records import AlertRow
from inspection.trust import Context, audited_transaction, require_in_service

# `run_given_up`: killed again and again, so that nobody begins it any more.
RunTold = Literal["run_failed", "run_late", "run_crashed", "run_given_up"]


def alert_run(context: Context, told: RunTold, flow: str, run: str) -> bool:
    """Alert the direction of a run that went wrong; what waits unseen is not told again.

    A flow that fails every five minutes is one alert until somebody has seen it; then its next failure is told.

    Arguments: `flow` its name, `run` the scheduler's id of the run.
    Result: whether this was new. Errors: `AccessRefused`.
    """
    service = context.settings.service
    with audited_transaction(context) as tx:
        tx.require("runs.watch", service=service)
        raised = not _waits(tx.session, told, flow, service) and raise_alert(
            tx, told, f"{flow}:{run}", 1, "", service, role="direction"
        )
        if not raised:
            tx.mark_unchanged()
    return raised


@dataclass(frozen=True, kw_only=True)
class RunGoneWrong:
    """A run of a schedule that went wrong and that nobody has seen to: `run` is the scheduler's id of it."""

    flow: str
    run: str
    told: str
    at: datetime


def runs_gone_wrong(context: Context) -> list[RunGoneWrong]:
    """Return the runs that went wrong and wait for somebody, the latest first; they tell of no case."""
    require_in_service(context, "runs.list")
    wanted = select(AlertRow).where(
        col(AlertRow.kind).in_(get_args(RunTold)),
        col(AlertRow.state) == AlertState.OPEN,
        col(AlertRow.service) == context.settings.service,
    )
    with context.store.read() as session:
        found = session.exec(wanted.order_by(col(AlertRow.raised_at).desc(), col(AlertRow.id).desc())).all()
    split = [(row, row.subject.partition(":")) for row in found]
    return [RunGoneWrong(flow=flow, run=run, told=row.kind, at=row.raised_at) for row, (flow, _, run) in split]


def _waits(session: Session, told: RunTold, flow: str, service: str) -> bool:
    """Tell whether an alert of this kind about another run of the flow was not seen yet."""
    wanted = select(AlertRow.id).where(
        col(AlertRow.kind) == told,
        col(AlertRow.subject).startswith(f"{flow}:", autoescape=True),
        col(AlertRow.state) == AlertState.OPEN,
        col(AlertRow.service) == service,
    )
    return session.exec(wanted).first() is not None
