"""From which event of a calendar days of absence were taken, so that they move and end with it."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; days that are known were noted by hand."""
    op.add_column("staff_absence", sa.Column("source_key", sa.String()))


def downgrade() -> None:
    """Take it away: the days stay, and are known as noted by hand."""
    with op.batch_alter_table("staff_absence") as table:
        table.drop_column("source_key")
