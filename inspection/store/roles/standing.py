"""Which policies of row-level security stand in a database, held against those that this version makes.

PostgreSQL tells a condition in words of its own, with casts and brackets: both are told here without them.
"""

import re

from sqlalchemy import Connection, text

from inspection.store.roles.services import policies

Named = tuple[str, str]
SECURED = text("SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = CAST('public' AS regnamespace)")


def policies_amiss(connection: Connection) -> tuple[list[Named], list[tuple[str, str, str, str]]]:
    """Return which policies open rows and are not ours, or no longer say what they should, and which are to be made.

    The first by table and name, the others as `policies` gives them. One that shuts more is left alone.
    """
    wanted = {(table, name): (role, condition) for table, name, role, condition in policies()}
    tables, unwanted, whole = {table for table, _ in wanted}, [], set()
    for table, name, opens, command, roles, qual, check in connection.execute(_STANDING):
        role, condition = wanted.get((table, name), ("", ""))
        says = (command, list(roles), _plain(qual), _plain(check))
        if opens and says == ("ALL", [role.lower()], _plain(condition), _plain(condition)):
            whole.add((table, name))
        elif (opens and table in tables) or (table, name) in wanted:
            unwanted.append((table, name))
    missing = [(*key, *says) for key, says in wanted.items() if key not in whole]
    return sorted(unwanted), missing


_STANDING = text(
    "SELECT tablename, policyname, permissive = 'PERMISSIVE', cmd, CAST(roles AS text[]), qual, with_check "
    "FROM pg_policies WHERE schemaname = 'public'"
)
_CASTS = re.compile(r"::[a-z]+( varying)?| AS [a-z_]+|public\.|[()]")


def _plain(condition: str | None) -> str:
    return " ".join(_CASTS.sub(" ", condition or "").replace(",", " , ").split())
