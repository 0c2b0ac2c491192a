"""Triggers that make tables append-only, on both databases; migrations put them in place."""

from collections.abc import Mapping, Sequence


def guards(dialect: str, tables: Sequence[str]) -> list[str]:
    """Return the statements that guard `tables` and the trail, for one database by its SQLAlchemy name.

    The tables are the migration's own list: a guard that is added later comes with a later migration.
    """
    return _sqlite(tables) if dialect == "sqlite" else _postgresql(tables)


def guards_more(dialect: str, tables: Sequence[str]) -> list[str]:
    """Return what makes further tables append-only, in a migration after the one that guards the trail."""
    if dialect == "sqlite":
        return [trigger for table in tables for trigger in (*_sqlite_no_change(table), _sqlite_no_replace(table))]
    return [trigger for table in tables for trigger in _postgresql_no_change(table)]


def guards_again(dialect: str, table: str) -> list[str]:
    """Return what guards a table that a migration rebuilt: SQLite drops the triggers with the old table."""
    return [*_sqlite_no_change(table), _sqlite_no_replace(table)] if dialect == "sqlite" else []


def guards_until_erased(dialect: str, columns: Mapping[str, str]) -> list[str]:
    """Return what lets rows of append-only tables be deleted once a confirmed erasure names them, and not before.

    columns
        Table to the column that holds the id which the erasure names.
    """
    if dialect == "sqlite":
        return [statement for table, column in columns.items() for statement in _sqlite_until_erased(table, column)]
    swapped = [statement for table, column in columns.items() for statement in _postgresql_until_erased(table, column)]
    return [_POSTGRESQL_UNTIL_ERASED, *swapped]


def guards_for_ever(dialect: str, tables: Sequence[str]) -> list[str]:
    """Return what makes tables append-only again that `guards_until_erased` opened."""
    if dialect == "sqlite":
        return [s for table in tables for s in (_drop(table), _sqlite_no_change(table)[1])]
    return [
        s for table in tables for s in (f"DROP TRIGGER {table}_no_change ON {table}", _postgresql_no_change(table)[0])
    ]


def _drop(table: str) -> str:
    return f"DROP TRIGGER {table}_no_delete"


def _sqlite_until_erased(table: str, column: str) -> tuple[str, str]:
    kept = f"NOT EXISTS ({_ERASED.format(subject=f'OLD.{column}')})"
    return _drop(table), f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {kept} {_abort(table)}"


def _postgresql_until_erased(table: str, column: str) -> tuple[str, str]:
    made = f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    return f"DROP TRIGGER {table}_no_change ON {table}", f"{made} EXECUTE FUNCTION vigie_until_erased('{column}')"


def _sqlite(tables: Sequence[str]) -> list[str]:
    """Guard also against `INSERT OR REPLACE`, which deletes without firing a trigger of DELETE."""
    changes = [trigger for table in ("audit_entry", *tables) for trigger in _sqlite_no_change(table)]
    return [*changes, *map(_sqlite_no_replace, tables), _SQLITE_NO_GAP]


def _sqlite_no_change(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {_abort(table)}"
        for verb in ("UPDATE", "DELETE")
    ]


def _postgresql(tables: Sequence[str]) -> list[str]:
    triggers = [trigger for table in ("audit_entry", *tables) for trigger in _postgresql_no_change(table)]
    return [_POSTGRESQL_REFUSE, _POSTGRESQL_NO_GAP, *triggers, _POSTGRESQL_GAP_TRIGGER]


def _postgresql_no_change(table: str) -> tuple[str, str]:
    rows = f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    whole = f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return f"{rows} EXECUTE FUNCTION vigie_append_only()", f"{whole} EXECUTE FUNCTION vigie_append_only()"


def _sqlite_no_replace(table: str) -> str:
    known = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608  our own table names
    return f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {known} {_abort(table)}"


def _abort(table: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


_SQLITE_NO_GAP = (
    "CREATE TRIGGER audit_entry_no_gap BEFORE INSERT ON audit_entry "
    "WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM audit_entry WHERE stream = NEW.stream) "
    "BEGIN SELECT RAISE(ABORT, 'audit_entry has no gaps'); END"
)
_POSTGRESQL_REFUSE = (
    "CREATE OR REPLACE FUNCTION vigie_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
_POSTGRESQL_NO_GAP = (
    "CREATE OR REPLACE FUNCTION vigie_no_gap() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM audit_entry WHERE stream = NEW.stream) "
    "THEN RAISE EXCEPTION 'audit_entry has no gaps'; END IF; RETURN NEW; END $$"
)
_POSTGRESQL_GAP_TRIGGER = (
    "CREATE TRIGGER audit_entry_no_gap BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION vigie_no_gap()"
)
_ERASED = (
    "SELECT 1 FROM erasure_item i JOIN erasure_outcome o ON o.id = i.id "
    "WHERE i.subject = {subject} AND o.outcome = 'erased'"
)
_POSTGRESQL_UNTIL_ERASED = (
    "CREATE OR REPLACE FUNCTION vigie_until_erased() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF TG_OP = 'DELETE' AND EXISTS ({_ERASED.format(subject='to_jsonb(OLD) ->> TG_ARGV[0]')}) "
    "THEN RETURN OLD; END IF; RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
