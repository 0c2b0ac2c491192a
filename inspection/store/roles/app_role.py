"""The account that works in the office's database on PostgreSQL: rows, and nothing of the tables themselves.

It owns nothing, so it cannot alter a table, disable a trigger or empty a table at once. What is append-only it may add
to, and delete from only where a confirmed erasure names the row: the trigger asks that. Of such a row it may write the
sealed columns alone, which a rotation of keys seals anew once the trigger lets it.
"""

from collections.abc import Iterator

from inspection.store.core import FOR_EVER, SIGNATURES, UNTIL_ERASED, Sealed, metadata

APP_ROLE = "vigie_app"


def app_account(service: str) -> str:
    """Return the account of one service: a member of the role, which sees that service whatever it says."""
    return f"{APP_ROLE}_{service.lower()}"


def app_grants() -> list[str]:
    """Return the statements that give the application's role what its acts need, and take everything else."""
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP_ROLE}",
        f"GRANT SELECT ON alembic_version TO {APP_ROLE}",
        *(f"GRANT EXECUTE ON FUNCTION {one} TO {APP_ROLE}" for one in SIGNATURES),
        *(f"GRANT {rights} ON {table} TO {APP_ROLE}" for table in metadata.tables for rights in rights_on(table)),
    ]


def rights_on(table: str) -> Iterator[str]:
    """Give what the application may do with the rows of a table."""
    if table not in ("audit_entry", *FOR_EVER, *UNTIL_ERASED):
        yield "SELECT, INSERT, UPDATE, DELETE"
        return
    yield "SELECT, INSERT, DELETE" if table in UNTIL_ERASED else "SELECT, INSERT"
    sealed = [column.name for column in metadata.tables[table].columns if isinstance(column.type, Sealed)]
    if sealed:
        yield f"UPDATE ({', '.join(sealed)})"
