"""Reads the trail again: is each entry what it was, and is the end where a signed checkpoint saw it?

The chain alone finds an edit. A trail that was cut short, rechained by somebody who knows how, or that is of an older
database is found only by comparison with a checkpoint that was signed earlier, by a key that is not here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from sqlmodel import Session, col, select

from inspection.errors import HistoryFault
from inspection.history import START, Checkpoint, Entry, Heads
from inspection.store.core import COUNTED, Store, count_of, metadata
from inspection.store.records import AuditEntryRow
from inspection.trust.audit import body_of, entry_hash

HISTORY = "history"  # the stream in which every checkpoint is recorded, once it was signed
_PIECE = 2000
_TRAIL: Any = metadata.tables["audit_entry"]  # read as plain rows: in less than half of the time


@dataclass(frozen=True)
class Broken:
    """The first entry that is not what it was, and what is wrong with it."""

    stream: str
    n: int
    what: str


@dataclass(frozen=True)
class TrailReport:
    """What `verify_trail` found.

    broken
        The first entry that does not follow from the one before it; None means that every chain holds.
    behind
        Every way in which the trail is not where a checkpoint saw it.
    """

    entries: int
    streams: int
    broken: Broken | None
    against: int | None
    behind: tuple[HistoryFault, ...] = ()

    @property
    def holds(self) -> bool:
        return self.broken is None and not self.behind


def counts_of(session: Session) -> dict[str, int]:
    """Count what must never be lost; what was destroyed on the record is not lost."""
    counts = {name: count_of(session, name) for name in COUNTED}
    erased = select(AuditEntryRow.facts).where(
        col(AuditEntryRow.stream) == "erasure", col(AuditEntryRow.act) == "control.erase"
    )
    for facts in session.exec(erased):
        counts["control"] += 1
        counts["referral"] += int(facts.get("referrals", 0))
        counts["delivery"] += int(facts.get("deliveries", 0))
    return counts


def entries_since(session: Session, heads: Heads, until: Heads) -> Iterator[Entry]:
    """Give every entry after `heads` up to `until`, each stream's in order, a piece at a time."""
    for stream, (last, _) in sorted(until.items()):
        n = heads.get(stream, (0, ""))[0]
        while n < last:
            mine = sqlalchemy.select(*_TRAIL.c).where(_TRAIL.c.stream == stream, _TRAIL.c.n > n)
            rows: Any = session.execute(mine.order_by(_TRAIL.c.n).limit(_PIECE)).all()
            if not rows:
                return
            yield from (Entry(row.stream, row.n, body_of(row)) for row in rows)
            n = rows[-1].n


def differences(session: Session, checkpoint: Checkpoint, *, counts: bool = True) -> Iterator[HistoryFault]:
    """Give every way in which the trail and its rows are not where a checkpoint saw them: a look-up a stream.

    Whether the checkpoint is a true one must be known before.

    Arguments: `counts` whether rows are counted too, which reads as many as there are.
    """
    lacking, changed = _compared(session, checkpoint.heads)
    number = checkpoint.number
    if lacking:
        yield _of_lacking(session, checkpoint, _places(checkpoint.heads, lacking))
    if changed:
        yield HistoryFault("HISTORY-103", number=number, place=_places(checkpoint.heads, changed))
    if not counts:
        return
    now = counts_of(session)
    for table, count in sorted(checkpoint.counts.items()):
        if now.get(table, 0) < count:
            yield HistoryFault("HISTORY-104", number=number, place=f"{table}: {now.get(table, 0)} of {count}")


def verify_trail(store: Store, checkpoint: Checkpoint | None = None) -> TrailReport:
    """Check every entry of the trail, and its end against `checkpoint` where one is given.

    Arguments: `checkpoint` a true one; `inspection.acts.history` finds it and asks who signed it.
    Result: a report whose `broken` names the first entry that does not hold.
    """
    with store.read() as session:
        broken, ends = _chained(session)
        behind = tuple(differences(session, checkpoint)) if checkpoint is not None else ()
    against = checkpoint.number if checkpoint else None
    return TrailReport(sum(ends.values()), len(ends), broken, against, behind)


def _compared(session: Session, heads: Heads) -> tuple[list[str], list[str]]:
    lacking, changed = [], []
    for stream, (n, head) in sorted(heads.items()):
        mine = select(AuditEntryRow.hash).where(col(AuditEntryRow.stream) == stream, col(AuditEntryRow.n) == n)
        here = session.exec(mine).first()
        if here is None:
            lacking.append(stream)
        elif here != head:
            changed.append(stream)
    return lacking, changed


def _of_lacking(session: Session, checkpoint: Checkpoint, place: str) -> HistoryFault:
    """Tell an older copy from an end that was cut, where entries lack.

    Each checkpoint is recorded behind what it saw: whoever cuts entries leaves the record, an older copy has none. Nor
    is there one where all that came since was taken away, or where a process ended before it wrote the record.
    """
    record = select(AuditEntryRow.n).where(
        col(AuditEntryRow.stream) == HISTORY, col(AuditEntryRow.subject) == checkpoint.digest
    )
    if session.exec(record.limit(1)).first() is None:
        return HistoryFault("HISTORY-101", number=checkpoint.number, place=place)
    return HistoryFault("HISTORY-102", number=checkpoint.number, place=place)


def _places(heads: Heads, streams: list[str]) -> str:
    return ", ".join(f"{stream} {heads[stream][0]}" for stream in streams)


def _chained(session: Session) -> tuple[Broken | None, Mapping[str, int]]:
    ends: dict[str, int] = {}
    broken: Broken | None = None
    stream, n, previous = "", 0, START
    rows = sqlalchemy.select(*_TRAIL.c).order_by(_TRAIL.c.stream, _TRAIL.c.n)
    for entry in session.execute(rows.execution_options(yield_per=_PIECE)):
        if entry.stream != stream:
            stream, n, previous = entry.stream, 0, START
        broken = broken or _fault_of(entry, n + 1, previous)
        n, previous = entry.n, entry.hash
        ends[stream] = ends.get(stream, 0) + 1
    return broken, ends


def _fault_of(entry: Any, n: int, previous: str) -> Broken | None:
    if entry.n != n:
        return Broken(entry.stream, n, "missing")
    if entry.previous != previous:
        return Broken(entry.stream, entry.n, "does not follow the entry before it")
    if entry_hash(entry) != entry.hash:
        return Broken(entry.stream, entry.n, "changed")
    return None
