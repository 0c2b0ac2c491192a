"""The store: a database that is open, its keys, and the two ways to use it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel

from inspection.errors import StoreFault
from inspection.failpoints import failpoint
from inspection.keyring import Keyring
from inspection.keys import Keys
from inspection.sealing import case_of, key_of, seal_bytes, seal_of_case, unseal_bytes, unseal_of_case
from inspection.store.core.engine import WRITES
from inspection.store.core.looks import Look
from inspection.store.core.sealed_now import sealing_by
from inspection.store.core.turns import LOCK_SECONDS, gate, turn
from inspection.store.core.vacuuming import vacuum

_MOMENT_MS = 500  # for readers to end, while every writer waits
_WRITERS = 0x56494749  # one number for the whole house: PostgreSQL's writers take turns as SQLite's do
_inside = threading.local()
_laid_out: ContextVar[tuple[Engine, Session] | None] = ContextVar("laid_out", default=None)
_look: ContextVar[Look | None] = ContextVar("look", default=None)


@dataclass(frozen=True)
class Store:
    """An open database. Everything that changes it does so inside one `write()`.

    knows_keys
        Its tables are of this version and its keys were compared, so that each write asks which one is in use.
    """

    engine: Engine
    keys: Keys
    gate_file: Path | None
    keyring: Keyring
    knows_keys: bool = False

    @property
    def is_embedded(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def lock_seconds(self) -> float:
        """How long one waits for another writer."""
        return float(self.engine.get_execution_options()[LOCK_SECONDS])

    @contextmanager
    def write(self, name: str = "") -> Iterator[Session]:
        """Open the one transaction of an act: all of it is kept, or none.

        Writers take turns on both databases, so that what an act reads stays true until it has written. No network and
        no file work inside: everybody else waits.

        Arguments: `name` of the failpoints before and after the commit, where the act has some.
        Errors: `StoreFault` 020 when the same thread is already inside one; 036, or ROLE-121 on PostgreSQL, when
            somebody else held it longer than one waits; KEYS-101 when the field key was rotated and the new one is
            not here.
        """
        with (
            _looking_anew(),
            _alone(),
            gate(self.gate_file, self.lock_seconds) if self.is_embedded else turn(self.engine),
            Session(self._writing, expire_on_commit=False) as session,
        ):
            with session.begin():
                if not self.is_embedded:
                    session.connection().execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _WRITERS})
                with sealing_by(session, self.keys) if self.knows_keys else nullcontext():
                    yield session
                    session.flush()
                failpoint(f"{name}.before_commit")
            failpoint(f"{name}.after_commit")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a consistent look at the store; nothing that happens inside is kept."""
        laid = _laid_out.get()
        if laid is not None and laid[0] is self.engine:
            yield laid[1]
            return
        look = _look.get()
        if look is not None and look.engine is self.engine and look.may_be_shared:
            with look.shared(self._reading) as session:
                yield session
            return
        with self._reading() as session:
            yield session
            session.expunge_all()  # a rollback would empty what was read
            session.rollback()

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Let every `read()` of this caller inside look at the same moment, by one session: a page reads twenty times.

        A write of this caller ends that look, so that what is read after it is read anew.
        """
        before = _look.get()
        if before is not None and before.engine is self.engine:
            yield
            return
        look = Look(self.engine)
        inside = _look.set(look)
        try:
            yield
        finally:
            _look.reset(inside)
            look.end()

    @contextmanager
    def laid_out(self, rows: Sequence[SQLModel]) -> Iterator[Session]:
        """Open a look in which `rows` stand beside what is kept: for what this caller reads inside, for nobody else.

        They are written into a transaction that is never committed. So no list, figure or copy of the store can hold
        them, and a reader inside finds them by the same queries as all others.
        """
        with (
            _alone(),
            gate(self.gate_file, self.lock_seconds),
            Session(self._writing, expire_on_commit=False, autoflush=False) as session,
        ):
            session.add_all(rows)
            session.flush()
            inside = _laid_out.set((self.engine, session))
            try:
                yield session
            finally:
                _laid_out.reset(inside)
                session.expunge_all()
                session.rollback()

    def forget(self, since: datetime | None = None) -> bool:
        """Leave nothing behind of what was deleted, after the transaction that did it; returns whether nothing is left.

        The embedded database overwrites pages when rows go, but its journal keeps the old ones until it is emptied. It
        cannot be while somebody reads what was before, such as a backup. Whoever writes waits meanwhile; so that is
        asked for a moment only, and the answer is then no: ask again later.

        PostgreSQL frees them by VACUUM, which before version 17 only the owner of the tables may begin: where who works
        is another, the server does it by itself, and the answer is no until it did. Backups of before keep what they
        hold.

        Arguments: `since` when the last of it was deleted, for such a server.
        """
        if not self.is_embedded:
            return vacuum(self.engine, since)
        looks = _looking_anew()  # what this caller itself has looked at would keep the journal
        with looks, gate(self.gate_file, self.lock_seconds):
            raw = self.engine.raw_connection()  # by hand: no journal is emptied inside a transaction
            try:
                cursor = raw.cursor()
                cursor.execute(f"PRAGMA busy_timeout = {_MOMENT_MS}")
                busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                return busy == 0
            finally:
                raw.invalidate()  # the next one to borrow it waits as long as it should
                raw.close()

    def seal(self, place: str, row: str, plain: str, *, case: str | None = None) -> bytes:
        """Seal a text for one column (`table.column`) of one row.

        Arguments: `case` the id of the control that it belongs to: it is sealed by the key of that case, which the
        first text of it makes. None for what is of no case, by the key of the house.
        """
        return self.seal_bytes(place, row, plain.encode(), case=case)

    def unseal(self, place: str, row: str, sealed: bytes) -> str:
        """Open a sealed text of one column and row."""
        return self.unseal_bytes(place, row, sealed).decode()

    def seal_bytes(self, place: str, row: str, plain: bytes, *, case: str | None = None) -> bytes:
        """Seal the content of a file that belongs to one row, and to a case as `seal` says."""
        if case is None:
            return seal_bytes(plain, place=place, row=row, keys=self.keys)
        return seal_of_case(plain, place=place, row=row, case=case, keyring=self.keyring)

    def unseal_bytes(self, place: str, row: str, sealed: bytes) -> bytes:
        """Open the sealed content of a file."""
        if case_of(sealed) is None:
            return unseal_bytes(sealed, place=place, row=row, keys=self.keys)
        return unseal_of_case(sealed, place=place, row=row, keyring=self.keyring)

    def was_destroyed(self, sealed: bytes) -> bool:
        """Tell whether a value is sealed by the key of a case that was destroyed: it opens for nobody any more."""
        case = case_of(sealed)
        return case is not None and self.keyring.was_destroyed(case, key_of(sealed))

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def _reading(self) -> Session:
        engine = self.engine if self.is_embedded else self.engine.execution_options(isolation_level="REPEATABLE READ")
        return Session(engine, expire_on_commit=False, autoflush=False)

    @cached_property
    def _writing(self) -> Engine:
        return self.engine.execution_options(**WRITES)


@contextmanager
def _looking_anew() -> Iterator[None]:
    """End the look of this caller before a write and after it: what is read inside shows the store as it was before."""
    look = _look.get()
    if look is not None:
        look.end()
    try:
        yield
    finally:
        if look is not None:
            look.end()


@contextmanager
def _alone() -> Iterator[None]:
    if getattr(_inside, "write", False):
        raise StoreFault("STORE-020")
    _inside.write = True
    try:
        yield
    finally:
        _inside.write = False
