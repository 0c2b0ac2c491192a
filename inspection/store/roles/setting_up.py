"""Sets up accounts, rights and row-level security, as the owner of the tables: the same again changes nothing."""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from inspection.errors import RoleFault, StoreFault
from inspection.store.core import MIGRATORS, SERVICES, UNTIL_ERASED, Store, functions
from inspection.store.roles.accounts import owns_tables
from inspection.store.roles.app_role import APP_ROLE, app_account, app_grants
from inspection.store.roles.portal_role import PORTAL_ROLE, portal_grants
from inspection.store.roles.services import policies
from inspection.store.roles.standing import SECURED, policies_amiss


def set_up_roles(store: Store) -> None:
    """Let PostgreSQL itself keep the services and the offices apart, and give each account what its work needs.

    Accounts are made without a password and cannot sign in: whoever keeps the server gives them one. The embedded
    database has one account, so there nothing is set up.

    Errors: `RoleFault` ROLE-102 for an account that does not own the tables, ROLE-103 for one that may not make the
    accounts that are not there yet.
    """
    if store.is_embedded:
        return
    if not owns_tables(store):
        raise RoleFault("ROLE-102")
    with store.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": MIGRATORS})
        _make_accounts(connection)
        for statement in (
            *functions(),
            *_closed(connection),
            *app_grants(),
            *portal_grants(),
            *_cleaned_soon(connection),
        ):
            _run(connection, statement)
        _secure_rows(connection)


def _make_accounts(connection: Connection) -> None:
    """Make the two roles, and one account a service; a right that is not needed is not asked for."""
    there = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    accounts = [app_account(service) for service in SERVICES]
    missing = [one for one in (APP_ROLE, PORTAL_ROLE, *accounts) if one not in there]
    members = set(connection.execute(_MEMBERS, {"role": APP_ROLE}).scalars())
    statements = [f"CREATE ROLE {one} NOLOGIN" for one in missing]
    statements += [f"GRANT {APP_ROLE} TO {one}" for one in accounts if one not in members]
    try:
        for statement in statements:
            _run(connection, statement)
    except (DBAPIError, StoreFault):
        raise RoleFault("ROLE-103", roles=", ".join(missing or accounts)) from None


_MEMBERS = text(
    "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid "
    "WHERE r.rolname = :role"
)


def _closed(connection: Connection) -> list[str]:
    """Return what takes from everybody what nobody but the owner needs: tables of their own, for a time or for good."""
    schema = [f"GRANT USAGE ON SCHEMA public TO {role}" for role in (APP_ROLE, PORTAL_ROLE)]
    if _one(connection, "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'public'"):
        schema.append("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    if _one(connection, "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"):
        name = connection.dialect.identifier_preparer.quote(str(_one(connection, "SELECT current_database()")))
        schema.append(f"REVOKE TEMPORARY, CREATE ON DATABASE {name} FROM PUBLIC")
    return schema


def _cleaned_soon(connection: Connection) -> Iterator[str]:
    """Give what frees the pages of destroyed rows: from PostgreSQL 17 on who works may, before the server does it."""
    if (connection.dialect.server_version_info or (0,)) >= (17,):
        yield f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    for table in UNTIL_ERASED:
        yield f"ALTER TABLE {table} SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)"


def _secure_rows(connection: Connection) -> None:
    """Make what is lacking and drop what opens more: one that says what it should is left alone, and nobody waits."""
    unwanted, missing = policies_amiss(connection)
    quote = connection.dialect.identifier_preparer.quote
    for table, name in unwanted:
        _run(connection, f"DROP POLICY {quote(name)} ON {table}")
    for table, name, role, condition in missing:
        _run(connection, f"CREATE POLICY {name} ON {table} TO {role} USING ({condition}) WITH CHECK ({condition})")
    secured = set(connection.execute(SECURED).scalars())
    for table in sorted({table for table, *_ in policies()} - secured):
        _run(connection, f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def _run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement.replace(":", r"\:")))


def _one(connection: Connection, query: str) -> object:
    return connection.execute(text(query)).scalar()
