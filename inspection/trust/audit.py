"""The trail: every act and every look leaves an entry, chained by hash, inside the act's own transaction.

An entry says who did what to which id, when, for what purpose and on which legal basis. It never says anything about a
person: ids, codes, counts and hashes only.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Unpack

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, select

from inspection.errors import StoreFault
from inspection.history import START, link
from inspection.store.core import Store, Stored
from inspection.store.people import UserRow
from inspection.store.records import AuditEntryRow
from inspection.trust.access import AskedOf, Places, places_of, require_permission
from inspection.trust.context import AppContext, Context

_PERSON_NUMBER = re.compile(r"\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}")
_LONGEST = 200
_END = (  # of a stream, asked by every act
    select(AuditEntryRow.n, AuditEntryRow.hash)
    .where(col(AuditEntryRow.stream) == bindparam("stream"))
    .order_by(col(AuditEntryRow.n).desc())
    .limit(1)
)
_ENTRY = insert(Stored.metadata.tables[str(AuditEntryRow.__tablename__)])


@dataclass
class AuditedTransaction:
    """An open transaction together with its history; nothing is kept unless something was recorded."""

    session: Session
    context: Context
    entries: list[AuditEntryRow] = field(default_factory=list)
    is_unchanged: bool = False

    @property
    def app(self) -> AppContext:
        return self.context.app

    @property
    def store(self) -> Store:
        return self.context.store

    @property
    def by(self) -> str:
        return self.context.by

    @property
    def at(self) -> datetime:
        return self.context.at

    def require(self, act: str, **asked: Unpack[AskedOf]) -> UserRow:
        """Ask whether whoever acts may do `act` to a thing; return their row.

        Arguments and errors: those of `require_permission`.
        """
        return require_permission(self.session, self.context, act, **asked)

    def places(self, act: str) -> Places:
        """Return where whoever acts may do an act today, for a list of what lies there."""
        return places_of(self.session, self.context, act)

    def mark_unchanged(self) -> None:
        """Say that this act found everything done already: nothing is changed, and nothing needs to be recorded."""
        self.is_unchanged = True

    def add(self, row: Stored) -> None:
        """Write a row now, so that what this act writes next may name it."""
        self.session.add(row)
        self.session.flush()

    def record(
        self,
        act: str,
        subject: str,
        *,
        stream: str,
        purpose: str = "inspection",
        basis: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> AuditEntryRow:
        """Add an entry to the end of `stream`.

        Arguments: `subject` an id of ours; `basis` the key of a legal basis; `facts` codes, counts and hashes.
        Errors: `StoreFault` for a fact that could be about a person.
        """
        n, previous = self._last(stream)
        entry = AuditEntryRow(
            stream=stream,
            n=n + 1,
            at=self.at,
            who=self.by,
            act=act,
            subject=subject,
            purpose=purpose,
            basis=basis,
            facts=_harmless(facts or {}),
            previous=previous,
            hash="",
        )
        entry.hash = entry_hash(entry)
        self._write(entry)
        self.entries.append(entry)
        return entry

    def _write(self, entry: AuditEntryRow) -> None:
        """Write an entry behind what this act wrote before: as it stands, since nothing is ever changed of it."""
        self.session.flush()
        values = {column.name: getattr(entry, column.name) for column in _ENTRY.table.c}
        self.session.connection().execute(_ENTRY, values)

    def _last(self, stream: str) -> tuple[int, str]:
        """Return number and hash of the end of a stream, 0 and the start of all for an empty one.

        Nobody else writes during an act, so that its own last entry is the end.
        """
        mine = next((entry for entry in reversed(self.entries) if entry.stream == stream), None)
        if mine is not None:
            return mine.n, mine.hash
        found = self.session.exec(_END, params={"stream": stream}).first()
        return (found[0], found[1]) if found is not None else (0, START)


@contextmanager
def audited_transaction(context: Context, name: str = "") -> Iterator[AuditedTransaction]:
    """Open the one transaction of an act; it is kept only with at least one entry in the trail.

    Arguments: `name` of the failpoints round the commit.
    Errors: `StoreFault` when rows were changed and nothing was recorded.
    """
    with context.store.write(name) as session:
        tx = AuditedTransaction(session, context)
        yield tx
        if not tx.entries and not (tx.is_unchanged and _is_untouched(session)):
            raise StoreFault("STORE-050")


def entry_hash(entry: AuditEntryRow) -> str:
    """Return the hash that binds an entry to the one before it."""
    return link(entry.previous, body_of(entry))


def body_of(entry: AuditEntryRow) -> dict[str, object]:
    """Return everything of an entry that its hash binds, as plain values."""
    return {
        "stream": entry.stream,
        "n": entry.n,
        "at": entry.at.astimezone(UTC).isoformat(),  # as it is read back, whatever the offset it was told in
        "who": entry.who,
        "act": entry.act,
        "subject": entry.subject,
        "purpose": entry.purpose,
        "basis": entry.basis,
        "facts": entry.facts,
    }


def _is_untouched(session: Session) -> bool:
    return not (session.new or session.dirty or session.deleted)


def _harmless(facts: Mapping[str, object]) -> dict[str, object]:
    for name, value in facts.items():
        for part in value if isinstance(value, list | tuple) else [value]:
            if not _is_harmless(part):
                raise StoreFault("STORE-051", fact=name)
    return dict(facts)


def _is_harmless(part: object) -> bool:
    if isinstance(part, str):
        return len(part) <= _LONGEST and "\n" not in part and not _PERSON_NUMBER.fullmatch(part)
    return part is None or isinstance(part, int | float)
