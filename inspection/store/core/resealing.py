"""What append-only tables let through while a key is rotated: the same row, sealed anew, and nothing else.

A sealed value of an append-only table has to be sealed by the new key too, or the old one could never go. So while the
database knows of a rotation of the field key that is not finished, its guards let a change pass in which every column
that is not sealed stays as it is, and each sealed one either stays or goes from the old key to the new one without
getting longer or shorter. Whether it says the same, the database cannot see: whoever could write another text here
holds the new key itself.
"""

from sqlalchemy import Table

from inspection.store.core.append_only import FOR_EVER, POSTGRESQL_UNTIL_ERASED, UNTIL_ERASED
from inspection.store.core.base import Sealed, metadata

_OPEN = "FROM key_rotation r WHERE r.name = 'field' AND NOT EXISTS (SELECT 1 FROM key_rotation_end e WHERE e.id = r.id)"


def sealed_columns(table: Table) -> list[str]:
    """Return the names of the sealed columns of a table, in their order."""
    return [column.name for column in table.columns if isinstance(column.type, Sealed)]


def reseal_guards(dialect: str) -> list[str]:
    """Return the statements that let a rotation through the guards of append-only tables, for those of this version.

    A migration that gives such a table another column runs them again.
    """
    known = [metadata.tables[name] for name in (*FOR_EVER, *UNTIL_ERASED) if name in metadata.tables]
    sealed = [table for table in known if sealed_columns(table)]
    return [part for table in sealed for part in _sqlite(table)] if dialect == "sqlite" else _postgresql(sealed)


def _sqlite(table: Table) -> list[str]:
    columns = sealed_columns(table)
    kept = [f"OLD.{column.name} IS NEW.{column.name}" for column in table.columns if column.name not in columns]
    passes = " AND ".join([*kept, *map(_sqlite_resealed, columns)])
    refuses = f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
    unless = f"NOT ({passes} AND EXISTS (SELECT 1 {_OPEN}))"
    return [
        f"DROP TRIGGER IF EXISTS {table.name}_no_update",
        f"CREATE TRIGGER {table.name}_no_update BEFORE UPDATE ON {table.name} WHEN {unless} {refuses}",
    ]


def _sqlite_resealed(column: str) -> str:
    """Return the condition that a sealed column stays, or goes from one key to the other; never unknown."""
    old, new = f"OLD.{column}", f"NEW.{column}"
    return (
        f"({old} IS {new} OR (length({old}) IS length({new}) AND EXISTS (SELECT 1 {_OPEN} "
        f"AND hex(substr({old}, 1, 6)) = '5631' || upper(r.old_id) "
        f"AND hex(substr({new}, 1, 6)) = '5631' || upper(r.new_id))))"
    )


def _postgresql(tables: list[Table]) -> list[str]:
    cases = " ".join(
        f"WHEN '{table.name}' THEN ARRAY[{', '.join(map(repr, sealed_columns(table)))}]" for table in tables
    )
    return [_POSTGRESQL_IS_RESEALED.replace("{cases}", cases), _POSTGRESQL_REFUSE, _POSTGRESQL_UNTIL_ERASED]


_POSTGRESQL_IS_RESEALED = f"""
CREATE OR REPLACE FUNCTION vigie_is_resealed(whose text, was jsonb, becomes jsonb) RETURNS boolean LANGUAGE plpgsql AS
$$ DECLARE sealed text[]; one text;
BEGIN
  sealed := CASE whose {{cases}} END;
  IF sealed IS NULL OR NOT EXISTS (SELECT 1 {_OPEN}) OR (was - sealed) IS DISTINCT FROM (becomes - sealed) THEN
    RETURN false;
  END IF;
  FOREACH one IN ARRAY sealed LOOP
    IF (was ->> one) IS DISTINCT FROM (becomes ->> one) AND NOT (
      coalesce(length(was ->> one) = length(becomes ->> one), false) AND EXISTS (SELECT 1 {_OPEN}
        AND starts_with(was ->> one, '\\x5631' || r.old_id) AND starts_with(becomes ->> one, '\\x5631' || r.new_id))
    ) THEN RETURN false; END IF;
  END LOOP;
  RETURN true;
END $$
"""  # noqa: S608  our own table names
_PASSES = (
    "IF TG_OP = 'UPDATE' AND vigie_is_resealed(TG_TABLE_NAME, to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;"
)
_POSTGRESQL_REFUSE = (
    "CREATE OR REPLACE FUNCTION vigie_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF TG_LEVEL = 'ROW' THEN {_PASSES} END IF; RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
)
_POSTGRESQL_UNTIL_ERASED = POSTGRESQL_UNTIL_ERASED.replace(" BEGIN ", f" BEGIN {_PASSES} ", 1)
