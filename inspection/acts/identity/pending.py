"""Proofs that were begun and not ended: sealed with the browser that began them, good once and for minutes.

Nothing is kept of one until it ends, so that whoever begins a million of them fills no table; what ended once is kept
by its id until it would be over anyway.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete

from inspection.acts.identity.guarding import count_alone, is_worth_recording, name_key, rules_of
from inspection.errors import AccessRefused, StoreFault
from inspection.sealing import canonical_json
from inspection.store.core import new_id
from inspection.store.people import SpentProofRow
from inspection.trust import AuditedTransaction, Context

_LONGEST = 6000  # characters; a browser keeps a cookie of 4096 bytes
_STREAM = "identity"


@dataclass(frozen=True)
class Pending:
    """A proof that is under way: which one, until when, and what was said when it began."""

    id: str
    ends_at: datetime
    facts: Mapping[str, str]


def sealed(context: Context, what: str, facts: Mapping[str, str], lasts: timedelta | None = None) -> str:
    """Return a proof under way as text for a cookie of the browser that began it; nobody else reads or makes one."""
    ends = context.at + (lasts or timedelta(minutes=rules_of(context).pending_minutes))
    body = canonical_json({"id": new_id(), "ends": ends.isoformat(), "facts": dict(facts)})
    return urlsafe_b64encode(context.store.seal_bytes(f"pending.{what}", "", body.encode())).decode()


def opened(context: Context, what: str, text: str) -> Pending:
    """Return a proof that is under way in this browser; `AccessRefused` 070 for one that is over or was altered."""
    try:
        kept = urlsafe_b64decode(text) if len(text) <= _LONGEST else b""
        body = json.loads(context.store.unseal_bytes(f"pending.{what}", "", kept))
    except (StoreFault, ValueError):
        raise AccessRefused("ACCESS-070") from None
    ends = datetime.fromisoformat(body["ends"])
    if context.at >= ends:
        raise AccessRefused("ACCESS-070")
    return Pending(body["id"], ends, body["facts"])


def settled(tx: AuditedTransaction, begun: Pending, method: str, subject: str | None, *, holds: bool) -> bool:
    """End a proof that is under way, and tell whether it holds and was not ended before.

    One that does not hold is counted and recorded; the caller gives the one answer that there is for every reason.

    Arguments: `subject` whose proof it is, None where nobody is known by it.
    """
    is_spent = tx.session.get(SpentProofRow, begun.id) is not None
    if holds and not is_spent:
        _spend(tx, begun)
        return True
    key = name_key(tx.context, f"{method} of {subject}")
    if not is_worth_recording(tx.session, tx.context, key):
        tx.mark_unchanged()  # neither counted nor recorded: a flood of them fills no table
        return False
    if not is_spent:
        _spend(tx, begun)
    facts = {"method": method, "failures": count_alone(tx.session, tx.context, key), "again": int(is_spent)}
    tx.record("session.refuse", subject or "nobody", stream=_STREAM, facts=facts)
    return False


def _spend(tx: AuditedTransaction, begun: Pending) -> None:
    tx.session.exec(delete(SpentProofRow).where(col(SpentProofRow.expires_at) <= tx.at))
    tx.session.add(SpentProofRow(id=begun.id, expires_at=begun.ends_at))
