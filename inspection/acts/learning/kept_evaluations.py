"""Evaluations as they were computed: kept once each, and read again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import col, select

from inspection.acts.learning.evaluating import Evaluation
from inspection.sealing import sha256_of
from inspection.store.core import new_id
from inspection.store.learning import EvaluationRow
from inspection.trust import Context, audited_transaction


def keep_evaluation(context: Context, made: Evaluation) -> str:
    """Keep an evaluation as it was computed; the same one again is the one that is there. Returns its hash.

    Errors: `AccessRefused`.
    """
    body = made.plain()
    sha256 = sha256_of(body)
    with audited_transaction(context) as tx:
        tx.require("evaluation.keep", service=context.settings.service)
        mine = select(EvaluationRow).where(
            col(EvaluationRow.sha256) == sha256, col(EvaluationRow.service) == context.settings.service
        )
        if tx.session.exec(mine).first() is not None:
            tx.mark_unchanged()
            return sha256
        row = EvaluationRow(
            id=new_id(),
            service=context.settings.service,
            evaluated_on=made.on,
            sha256=sha256,
            body=body,
            rules_sha256=context.app.rules.sha256,
            made_by=context.by,
            made_at=context.at,
        )
        tx.add(row)
        tx.record("evaluation.keep", row.id, stream="learning", purpose="planning", facts={"sha256": sha256})
    return sha256


def last_evaluation(context: Context, until: date) -> Mapping[str, Any] | None:
    """Return the latest evaluation that was kept, up to a day, as plain values; None where there is none.

    Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("learning.read", service=context.settings.service)
        tx.record("learning.read", context.by, stream="reading", facts={"kind": "kept_evaluation"})
        mine = select(EvaluationRow).where(
            col(EvaluationRow.service) == context.settings.service, col(EvaluationRow.evaluated_on) <= until
        )
        latest = mine.order_by(col(EvaluationRow.evaluated_on).desc(), col(EvaluationRow.id).desc()).limit(1)
        row = tx.session.exec(latest).first()
        found: Mapping[str, Any] | None = row.body if row else None
        return found
