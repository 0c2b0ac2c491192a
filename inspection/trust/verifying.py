"""Reads the whole trail again: is each entry what it was, and is the end still there?

The chain alone finds an edit. A trail that was cut short, or rechained by somebody who knows how, is found only by
comparison with a checkpoint that was signed earlier and kept elsewhere.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.errors import StoreFault
from inspection.keys import Keys
from inspection.sealing import canonical_json
from inspection.store.core import COUNTED, Store, count_of
from inspection.store.records import AuditEntryRow
from inspection.trust.audit import START, entry_hash


@dataclass(frozen=True)
class Broken:
    """The first entry that is not what it was, and what is wrong with it."""

    stream: str
    n: int
    what: str


@dataclass(frozen=True)
class TrailReport:
    """What `verify_trail` found; `broken` None means that every entry holds."""

    entries: int
    streams: int
    broken: Broken | None
    against_checkpoint: bool

    @property
    def holds(self) -> bool:
        return self.broken is None


@dataclass(frozen=True)
class Checkpoint:
    """Heads of every stream and counts of what must never be lost, signed with the audit key."""

    at: datetime
    heads: dict[str, tuple[int, str]]
    counts: dict[str, int]
    signature: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, to be kept away from the database."""
        return {**_signed(self.at, self.heads, self.counts), "signature": self.signature}

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Checkpoint":
        """Read what `as_json` gave."""
        heads = {k: (int(n), str(h)) for k, (n, h) in raw["heads"].items()}
        return cls(datetime.fromisoformat(raw["at"]), heads, dict(raw["counts"]), raw["signature"])


def take_checkpoint(store: Store, at: datetime) -> Checkpoint:
    """Sign where the trail stands at `at`; keep the result where the database's administrator cannot write."""
    with store.read() as session:
        entries = session.exec(select(AuditEntryRow).order_by(col(AuditEntryRow.stream), col(AuditEntryRow.n))).all()
        heads = {e.stream: (e.n, e.hash) for e in entries}
        counts = _counts(session)
    return Checkpoint(at, heads, counts, _signature(_signed(at, heads, counts), store.keys))


def verify_trail(store: Store, checkpoint: Checkpoint | None = None) -> TrailReport:
    """Check every entry of the trail, and its end against `checkpoint` where one is given.

    Result: a report whose `broken` names the first entry that does not hold.
    Errors: `StoreFault` for a checkpoint whose signature is not ours.
    """
    if checkpoint is not None:
        _refuse_forged(checkpoint, store.keys)
    with store.read() as session:
        entries = session.exec(select(AuditEntryRow).order_by(col(AuditEntryRow.stream), col(AuditEntryRow.n))).all()
        counts = _counts(session)
    broken = _first_broken(entries)
    if broken is None and checkpoint is not None:
        broken = _behind(entries, counts, checkpoint)
    return TrailReport(len(entries), len({e.stream for e in entries}), broken, checkpoint is not None)


def _first_broken(entries: Iterable[AuditEntryRow]) -> Broken | None:
    stream, n, previous = "", 0, START
    for entry in entries:
        if entry.stream != stream:
            stream, n, previous = entry.stream, 0, START
        if entry.n != n + 1:
            return Broken(stream, n + 1, "missing")
        if entry.previous != previous:
            return Broken(stream, entry.n, "does not follow the entry before it")
        if entry_hash(entry) != entry.hash:
            return Broken(stream, entry.n, "changed")
        n, previous = entry.n, entry.hash
    return None


def _behind(entries: Iterable[AuditEntryRow], counts: dict[str, int], checkpoint: Checkpoint) -> Broken | None:
    known = {(e.stream, e.n): e.hash for e in entries}
    for stream, (n, head) in sorted(checkpoint.heads.items()):
        if (stream, n) not in known:
            return Broken(stream, n, "missing since the checkpoint")
        if known[stream, n] != head:
            return Broken(stream, n, "written anew since the checkpoint")
    for name, count in sorted(checkpoint.counts.items()):
        if counts.get(name, 0) < count:
            return Broken(name, counts.get(name, 0), "fewer rows than at the checkpoint")
    return None


def _counts(session: Session) -> dict[str, int]:
    """Count what must never be lost; a control that was destroyed on the record is not lost."""
    counts = {name: count_of(session, name) for name in COUNTED}
    counts["audit"] = session.exec(select(func.count()).select_from(AuditEntryRow)).one()
    erased = select(func.count()).select_from(AuditEntryRow).where(col(AuditEntryRow.act) == "control.erase")
    counts["control"] += session.exec(erased).one()
    return counts


def _signed(at: datetime, heads: dict[str, tuple[int, str]], counts: dict[str, int]) -> dict[str, Any]:
    return {"at": at.isoformat(), "heads": {k: list(v) for k, v in sorted(heads.items())}, "counts": counts}


def _signature(body: dict[str, Any], keys: Keys) -> str:
    return hmac.digest(keys.audit, canonical_json(body).encode(), "sha256").hex()


def _refuse_forged(checkpoint: Checkpoint, keys: Keys) -> None:
    ours = _signature(_signed(checkpoint.at, checkpoint.heads, checkpoint.counts), keys)
    if not hmac.compare_digest(ours, checkpoint.signature):
        raise StoreFault("STORE-052")
