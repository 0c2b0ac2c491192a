"""Which account works in a PostgreSQL database, and what it may do that it should not."""

from dataclasses import dataclass

from sqlalchemy import text

from inspection.store.core import FOR_EVER, UNTIL_ERASED, Store
from inspection.store.roles.services import policies

_LASTING = ("audit_entry", *FOR_EVER, *UNTIL_ERASED)


@dataclass(frozen=True)
class Account:
    """The account that signed in.

    is_superuser
        No right and no policy holds it.
    passes_policies
        It sees the rows of every service, by an attribute of its own.
    is_owner
        It owns the tables: it may alter them and disable their triggers.
    """

    name: str
    is_superuser: bool
    passes_policies: bool
    is_owner: bool


def account_of(store: Store) -> Account:
    """Return the account with which a PostgreSQL database is used."""
    with store.engine.connect() as connection:
        name, is_superuser, passes = connection.execute(_WHO).one()
    return Account(name, bool(is_superuser), bool(passes), owns_tables(store))


def owns_tables(store: Store) -> bool:
    """Tell whether the account may alter the tables; in a database without tables whoever may make some does."""
    with store.engine.connect() as connection:
        found = connection.execute(_OWNS).scalar()
        return bool(connection.execute(_MAY_MAKE).scalar() if found is None else found)


def too_much(store: Store) -> list[str]:
    """Return rights that whoever works has and should not have, in plain words."""
    with store.engine.connect() as connection:
        rights = connection.execute(_RIGHTS, {"tables": list(_LASTING)})
        found = [f"{right.lower()} on {table}" for table, right in rights]
        if connection.execute(_MAY_MAKE).scalar():
            found.append("making tables")
    return sorted(found)


def lacking(store: Store) -> list[str]:
    """Return the tables whose rows PostgreSQL does not keep apart as this version wants it."""
    with store.engine.connect() as connection:
        standing = {(table, name) for table, name in connection.execute(_STANDING)}
    return sorted({table for table, name, _, _ in policies() if (table, name) not in standing})


_WHO = text("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
_OWNS = text(
    "SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c "
    "WHERE c.relname = 'alembic_version' AND c.relnamespace = CAST('public' AS regnamespace)"
)
_MAY_MAKE = text("SELECT has_schema_privilege('public', 'CREATE')")
_RIGHTS = text(
    "SELECT t, r FROM unnest(CAST(:tables AS text[])) AS t, unnest(ARRAY['TRUNCATE', 'TRIGGER', 'UPDATE']) AS r "
    "WHERE to_regclass('public.' || t) IS NOT NULL AND has_table_privilege('public.' || t, r)"
)
_STANDING = text(
    "SELECT p.tablename, p.policyname FROM pg_policies p JOIN pg_class c ON c.relname = p.tablename "
    "AND c.relnamespace = CAST('public' AS regnamespace) WHERE p.schemaname = 'public' AND c.relrowsecurity"
)
