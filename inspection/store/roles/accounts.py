"""Which account works in a PostgreSQL database, and what it may do that it should not."""

from dataclasses import dataclass

from sqlalchemy import text

from inspection.store.core import FOR_EVER, UNTIL_ERASED, Store, metadata, sealed_columns
from inspection.store.roles.services import policies
from inspection.store.roles.standing import SECURED, policies_amiss

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
    deletable, sealed = list(UNTIL_ERASED), [f"{table}.{column}" for table in _LASTING for column in _sealed(table)]
    with store.engine.connect() as connection:
        rights = connection.execute(_RIGHTS, {"tables": list(_LASTING), "deletable": deletable})
        found = [f"{right.lower()} on {table}" for table, right in rights]
        columns = connection.execute(_COLUMNS, {"tables": list(_LASTING), "sealed": sealed})
        found += [
            f"update on {column}" for column in columns.scalars() if f"update on {_table_of(column)}" not in found
        ]
        if connection.execute(_MAY_MAKE).scalar():
            found.append("making tables")
        if connection.execute(_BECOMES).scalar():
            found.append("becoming the owner of the tables")
    return sorted(found)


def _sealed(table: str) -> list[str]:
    return sealed_columns(metadata.tables[table])


def _table_of(column: str) -> str:
    return column.partition(".")[0]


def lacking(store: Store) -> list[str]:
    """Return the tables whose rows PostgreSQL does not keep apart as this version wants it.

    One more policy opens what another keeps shut, and a policy may have its name and another condition.
    """
    with store.engine.connect() as connection:
        unwanted, missing = policies_amiss(connection)
        secured = set(connection.execute(SECURED).scalars())
    open_tables = {table for table, *_ in policies()} - secured
    return sorted(open_tables | {table for table, *_ in (*unwanted, *missing)})


_WHO = text("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
_OWNS = text(
    "SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c "
    "WHERE c.relname = 'alembic_version' AND c.relnamespace = CAST('public' AS regnamespace)"
)
_MAY_MAKE = text("SELECT has_schema_privilege('public', 'CREATE')")
_RIGHTS = text(
    "SELECT t, r FROM unnest(CAST(:tables AS text[])) AS t, "
    "unnest(ARRAY['TRUNCATE', 'TRIGGER', 'UPDATE', 'DELETE']) AS r "
    "WHERE to_regclass('public.' || t) IS NOT NULL AND has_table_privilege('public.' || t, r) "
    "AND NOT (r = 'DELETE' AND t = ANY (CAST(:deletable AS text[])))"
)
_COLUMNS = text(
    "SELECT t || '.' || a.attname FROM unnest(CAST(:tables AS text[])) AS t "
    "JOIN pg_attribute a ON a.attrelid = to_regclass('public.' || t) AND a.attnum > 0 AND NOT a.attisdropped "
    "WHERE has_column_privilege(a.attrelid, a.attnum, 'UPDATE') "
    "AND t || '.' || a.attname <> ALL (CAST(:sealed AS text[]))"
)
_BECOMES = text(
    "SELECT pg_has_role(c.relowner, 'MEMBER') FROM pg_class c "
    "WHERE c.relname = 'alembic_version' AND c.relnamespace = CAST('public' AS regnamespace)"
)
