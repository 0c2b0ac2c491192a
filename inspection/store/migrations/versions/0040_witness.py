"""The witnesses of the history: the public half of whoever signs where the trail stands."""

import sqlalchemy as sa
from alembic import op

from inspection.store.core.append_only import guards

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table with its guards."""
    op.create_table(
        "witness",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "public_key", "pinned_by")),
        sa.Column("pinned_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_witness")),
    )
    for statement in guards(op.get_bind().dialect.name):
        if statement.startswith("CREATE TRIGGER witness_no_"):
            op.execute(statement)


def downgrade() -> None:
    """Take the table away: the trail keeps who pinned which witness."""
    op.drop_table("witness")
