"""Rows that may go once an erasure names them go only where a second person confirmed it."""

from alembic import op

from inspection.store.core.append_only import CONFIRMED, UNTIL_ERASED, guards
from inspection.store.core.resealing import reseal_guards

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Have the guards ask for the confirmation too."""
    _guard(CONFIRMED, CONFIRMED)


def downgrade() -> None:
    """Let the outcome alone be asked for again."""
    _guard(CONFIRMED, "")


def _guard(now: str, becomes: str) -> None:
    """Make anew what refuses a deletion: a trigger a table on SQLite, one function on PostgreSQL."""
    if op.get_bind().dialect.name != "sqlite":
        for statement in reseal_guards("postgresql"):
            op.execute(statement.replace(now.replace("'", "''"), becomes.replace("'", "''")))
        return
    for table in UNTIL_ERASED:
        op.execute(f"DROP TRIGGER {table}_no_delete")
    for statement in guards("sqlite"):
        if statement.split()[2] in {f"{table}_no_delete" for table in UNTIL_ERASED}:
            op.execute(statement.replace(now, becomes))
