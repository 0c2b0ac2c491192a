"""Scheduled runs that went wrong: the direction is told in the office, where people look."""

from typing import Literal

from sqlmodel import Session, col, select

from inspection.acts.alerts.alerting import raise_alert
from inspection.store.records import AlertRow
from inspection.trust import Context, audited_transaction

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


def _waits(session: Session, told: RunTold, flow: str, service: str) -> bool:
    """Tell whether an alert of this kind about another run of the flow was not seen yet."""
    wanted = select(AlertRow.id).where(
        col(AlertRow.kind) == told,
        col(AlertRow.subject).startswith(f"{flow}:", autoescape=True),
        col(AlertRow.state) == "open",
        col(AlertRow.service) == service,
    )
    return session.exec(wanted).first() is not None
