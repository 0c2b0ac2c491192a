"""Whether the guards stand in a database as this version makes them: by what each says and does, never by its name.

Whoever owns the tables can leave a guard its name and take its teeth: another function behind it, a trigger that fires
for replicas only, one more that swallows what is written. So all of it is read and held against what is made here.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from inspection.store.core.across_services import functions
from inspection.store.core.append_only import guards
from inspection.store.core.base import metadata
from inspection.store.core.resealing import reseal_guards
from inspection.store.core.transactions import Store

_TRIGGER, _FUNCTION = "CREATE TRIGGER ", "CREATE OR REPLACE FUNCTION "


def changed_guards(store: Store) -> list[str]:
    """Return by name what guards history here and is gone, changed or switched off, and what was added beside it.

    Tables that are not ours are nobody's concern; a function in our schema that is not ours could take the place of one
    that a guard calls.
    """
    with store.engine.connect() as connection:
        return changed_here(connection)


def changed_here(connection: Connection) -> list[str]:
    """Return the same, as a transaction sees it."""
    dialect = connection.dialect.name
    is_embedded = dialect == "sqlite"
    made = [*guards(dialect), *reseal_guards(dialect), *([] if is_embedded else functions())]
    wanted = dict(map(_of_sqlite if is_embedded else _of_postgresql, filter(_is_guard, made)))
    there = set(_in_sqlite(connection) if is_embedded else _in_postgresql(connection))
    return sorted({name for name, _ in wanted.items() ^ there})


def _is_guard(statement: str) -> bool:
    return statement.strip().startswith((_TRIGGER, _FUNCTION))


def _of_sqlite(statement: str) -> tuple[str, str]:
    return statement.split()[2], _flat(statement)


def _in_sqlite(connection: Connection) -> Iterator[tuple[str, str]]:
    for name, sql in connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")):
        yield name, _flat(sql)


def _of_postgresql(statement: str) -> tuple[str, str]:
    """Return the name of what a statement makes, and the words in which PostgreSQL tells of it."""
    flat = _flat(statement)
    if flat.startswith(_TRIGGER):
        head, called = flat.split(" EXECUTE FUNCTION ")
        before, after = head.replace("UPDATE OR DELETE", "DELETE OR UPDATE").split(" ON ", 1)
        return flat.split()[2], f"O {before} ON public.{after} EXECUTE FUNCTION public.{called}"
    head, body = flat.removeprefix(_FUNCTION).split(" AS $$ ", 1)
    head = head.replace("SET search_path = public, pg_temp", "SET search_path TO 'public', 'pg_temp'")
    signature = head.split(" RETURNS ")[0]
    return signature, f"{_FUNCTION}public.{head} AS $function$ {body.removesuffix('$$')}$function$"


def _in_postgresql(connection: Connection) -> Iterator[tuple[str, str]]:
    """Give what stands; names are looked up in PostgreSQL's own schema, so that nothing of the owner's answers."""
    if connection.execute(text("SELECT pg_catalog.current_schema()")).scalar() != "public":
        yield "search_path", "tables of another schema come before ours"
    connection.execute(text("SET LOCAL search_path TO pg_catalog"))
    for name, enabled, table, told in connection.execute(_TRIGGERS):
        if table in metadata.tables:
            yield name, f"{'O' if enabled == 'A' else enabled} {_flat(told)}"
    for schema, signature, told in connection.execute(_FUNCTIONS):
        yield signature if schema == "public" else f"{schema}.{signature}", _flat(told)
    for name, table in connection.execute(_RULES):
        if table in metadata.tables:
            yield name, "a rule"
    for (told,) in connection.execute(_SETTINGS):
        yield told, "a setting"


_TRIGGERS = text(
    "SELECT t.tgname, t.tgenabled, c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE NOT t.tgisinternal AND n.nspname = 'public'"
)
_FUNCTIONS = text(
    "SELECT n.nspname, p.proname || '(' || pg_get_function_arguments(p.oid) || ')', pg_get_functiondef(p.oid) "
    "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE p.prokind IN ('f', 'p') AND (n.nspname = 'public' OR starts_with(p.proname, 'vigie_')) AND NOT EXISTS "
    "(SELECT 1 FROM pg_depend d WHERE d.classid = CAST('pg_proc' AS regclass) AND d.objid = p.oid AND d.deptype = 'e')"
)
_RULES = text(
    "SELECT r.rulename, c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND n.nspname = 'public'"
)
# Which triggers fire for whom is set for a session; set for an account or a database, all of its sessions have it.
_SETTINGS = text(
    "SELECT DISTINCT told FROM pg_db_role_setting s, unnest(s.setconfig) AS told "
    "WHERE starts_with(told, 'session_replication_role=') AND told <> 'session_replication_role=origin' "
    "AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


def _flat(sql: str) -> str:
    return " ".join(sql.split())
