"""Bringing a database up to date as the owner of its tables, who alone may: accounts, rights and policies too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from inspection.errors import InspectionError, RoleFault, StoreFault
from inspection.keys import Keys
from inspection.settings import Settings, settings
from inspection.store import opening
from inspection.store.core import HEAD, Store, migrate, revision
from inspection.store.roles import owns_tables, set_up_roles


@dataclass(frozen=True)
class Migrated:
    """What was brought up to date.

    was_at, is_at
        Revision of the tables before, and now.
    has_roles
        PostgreSQL keeps accounts and services apart; the embedded database has one account.
    """

    was_at: str
    is_at: str
    has_roles: bool


def migrate_house(chosen: Settings | None = None, *, keys: Keys | None = None) -> Migrated:
    """Bring the tables of an installation up to date, and set up who may do what; harmless where it is done.

    Errors: those of `open_store` for an empty database, a restore that has not ended and other keys; ROLE-102 for an
    account that does not own the tables, ROLE-103 for one that may not make the accounts that are not there.
    """
    chosen = chosen or settings()
    store = opening.reach_store(as_owner(chosen), keys=keys)
    try:
        was_at = revision(store)
        if was_at is None:
            raise StoreFault("STORE-035")
        opening.refuse_unfinished(was_at)
        if opening.knows_keys(store):
            opening.refuse_other_keys(store)  # before a migration writes anything
        bring_up_to_date(store)
        return Migrated(was_at, HEAD, not store.is_embedded)
    finally:
        store.close()


def bring_up_to_date(store: Store) -> None:
    """Bring the tables of a store up to date, and on PostgreSQL its accounts and policies.

    Errors: those of `migrate` and `set_up_roles`.
    """
    if not store.is_embedded and not owns_tables(store):
        raise RoleFault("ROLE-102")
    migrate(store)
    set_up_roles(store)


@contextmanager
def store_of_owner(chosen: Settings, store: Store) -> Iterator[Store]:
    """Open the same store as the owner of its tables, where the settings name one; else give the one that is open."""
    if chosen.database.owner_url is None:
        yield store
        return
    owner = replace(opening.reach_store(as_owner(chosen), keys=store.keys), knows_keys=store.knows_keys)
    try:
        yield owner
    finally:
        owner.close()


@contextmanager
def seeing_all(chosen: Settings, store: Store, refusal: InspectionError) -> Iterator[Store]:
    """Give the store as an account that sees every row: row-level security would leave out other services unsaid.

    Errors: `refusal` where neither the store nor the settings name such an account.
    """
    with store_of_owner(chosen, store) as found:
        if not found.is_embedded and not owns_tables(found):
            raise refusal
        yield found


def as_owner(chosen: Settings) -> Settings:
    """Return the settings by which the owner of the tables reaches the database; a migration may take hours."""
    limits = replace(chosen.database, statement_seconds=86_400)
    return replace(chosen, database_url=chosen.database.owner_url or chosen.database_url, database=limits)
