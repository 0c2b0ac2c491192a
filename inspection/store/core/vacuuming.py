"""What PostgreSQL keeps of deleted rows until it is vacuumed, and who may do that."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

_NAMED = re.compile(r'"(\w+)"')
# A server counts dead rows some seconds after they died, so that what was deleted a moment ago is not known yet.
_EMPTIED = text(
    "SELECT CAST(:since AS timestamptz) < now() - interval '1 minute' AND NOT EXISTS (SELECT FROM pg_stat_user_tables "
    "WHERE relname = ANY(:names) AND n_dead_tup > 0 AND coalesce(greatest(last_vacuum, last_autovacuum), '-infinity') "
    "< CAST(:since AS timestamptz))"
)


def vacuum(engine: Engine, since: datetime | None) -> bool:
    """Free the pages of deleted rows; returns whether none of them is left.

    Before version 17 a table of another owner is skipped with a warning, and nothing fails. The server then does it by
    itself sooner or later, and says when it did.

    Arguments: `since` when the last of the rows was deleted; None where nobody knows, and no such answer helps.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        skipped = _skipping(connection)
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM"))
        asked = {"since": since, "names": sorted(skipped)}
        is_left = bool(skipped) and not (since is not None and connection.execute(_EMPTIED, asked).scalar_one())
        connection.invalidate()  # the next one to borrow it waits no longer than it should, and hears no warning twice
    return not is_left


def _skipping(connection: Connection) -> set[str]:
    """Return a set into which the tables of this house come that the server skips; its catalogue is never ours."""
    skipped = set[str]()

    def heard(told: "Diagnostic") -> None:
        named = _NAMED.search(told.message_primary or "")
        if told.severity_nonlocalized == "WARNING" and named and named[1] in SQLModel.metadata.tables:
            skipped.add(named[1])

    connection.connection.driver_connection.add_notice_handler(heard)  # type: ignore[union-attr]
    return skipped
