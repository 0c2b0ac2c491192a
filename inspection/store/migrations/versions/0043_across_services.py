"""Functions of the tables' owner, by which one service learns a number of another where row-level security stands."""

from alembic import op

from inspection.store.core.across_services import functions

revision = "0043"
down_revision = "0040"
branch_labels = None
depends_on = None

_MADE = (
    *("vigie_last_serial(integer)", "vigie_count(text)"),
    *("vigie_taken(text, text[], text)", "vigie_service()"),
)


def upgrade() -> None:
    """Make them on PostgreSQL; `vigie migrate` sets up accounts and policies, which a migration may not be able to."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in functions():
            op.execute(statement)


def downgrade() -> None:
    """Take them away, with the policies that ask for them."""
    if op.get_bind().dialect.name == "postgresql":
        for one in _MADE:
            op.execute(f"DROP FUNCTION IF EXISTS {one} CASCADE")
