"""The few things that one service must know of another in the same database: a number, a count, whether an id is taken.

On PostgreSQL row-level security hides the rows of other services from whoever works. What is asked on purpose goes by
functions of the tables' owner, which answer with a number or a yes, and never with a row. The embedded database keeps
no service apart, so there the same is asked plainly.
"""

from collections.abc import Sequence

from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Session

# Rows that are counted in a checkpoint, and tables whose ids people choose; nothing else may be asked about.
COUNTED = ("control", "delivery", "referral")
NAMED = ("app_user", "team")


def last_serial(session: Session, year: int) -> int:
    """Return the last serial of a year's referrals, of every service: their references are one row of numbers."""
    session.flush()  # one that this act has just opened counts
    plain = text("SELECT coalesce(max(serial), 0) FROM referral WHERE year = :year")
    wanted = text("SELECT vigie_last_serial(:year)") if _is_postgresql(session) else plain
    return int(session.connection().execute(wanted, {"year": year}).scalar_one())


def count_of(session: Session, table: str) -> int:
    """Return how many rows a table has, of every service: a checkpoint is of the database, not of a service.

    Errors: ValueError for a table that is not counted.
    """
    if table not in COUNTED:
        raise ValueError(f"{table} is not counted across services")
    plain = text(f"SELECT count(*) FROM {table}")  # noqa: S608  one of the three above
    wanted = text("SELECT vigie_count(:what)").bindparams(what=table) if _is_postgresql(session) else plain
    return int(session.connection().execute(wanted).scalar_one())


def taken_elsewhere(session: Session, table: str, ids: Sequence[str], service: str) -> bool:
    """Tell whether another service has one of these ids in a table of people or teams: ids are of the whole database.

    Errors: ValueError for a table that has no such ids.
    """
    if table not in NAMED:
        raise ValueError(f"{table} has no ids that people choose")
    if not ids:
        return False
    wanted = _TAKEN.bindparams(what=table) if _is_postgresql(session) else _plainly_taken(table)
    given = {"ids": list(ids), "service": service}
    return bool(session.connection().execute(wanted, given).scalar_one())


_TAKEN = text("SELECT vigie_taken(:what, CAST(:ids AS text[]), :service)")


def _plainly_taken(table: str) -> TextClause:
    wanted = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE id IN :ids AND service <> :service)"  # noqa: S608  our names
    return text(wanted).bindparams(bindparam("ids", expanding=True))


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def functions() -> list[str]:
    """Return the statements that make the owner's functions on PostgreSQL; the same again changes nothing."""
    made = [
        _function("vigie_last_serial(asked integer)", "integer", _SERIAL),
        _function("vigie_count(what text)", "bigint", _cases(COUNTED, "(SELECT count(*) FROM {})")),
        _function("vigie_taken(what text, ids text[], asker text)", "boolean", _cases(NAMED, _ANY)),
        _SERVICE,
    ]
    return [*made, *(f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC" for one in SIGNATURES)]


SIGNATURES = ("vigie_last_serial(integer)", "vigie_count(text)", "vigie_taken(text, text[], text)")
_SERIAL = "SELECT coalesce(max(serial), 0) FROM referral WHERE year = asked"
_ANY = "EXISTS (SELECT 1 FROM {} o WHERE o.id = ANY (ids) AND o.service <> asker)"
# The service whose rows are seen. An account of one service sees that one, whatever it says; every other account the
# one that it names in the transaction. `session_user` is who signed in: no SET changes it.
_SERVICE = """
CREATE OR REPLACE FUNCTION vigie_service() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN starts_with(session_user, 'vigie_app_') THEN upper(substr(session_user, 11))
ELSE current_setting('vigie.service', true) END $$
"""


def _cases(tables: Sequence[str], what: str) -> str:
    asked = " ".join(f"WHEN '{one}' THEN {what.format(one)}" for one in tables)
    return f"SELECT CASE what {asked} END"


def _function(signature: str, result: str, body: str) -> str:
    head = f"CREATE OR REPLACE FUNCTION {signature} RETURNS {result} LANGUAGE sql STABLE SECURITY DEFINER"
    return f"{head} SET search_path = public, pg_temp AS $$ {body} $$"
