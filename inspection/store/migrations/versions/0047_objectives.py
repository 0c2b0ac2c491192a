"""What a selection served, and how the visits by risk were divided between sectors; nothing is known of older ones."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns to selections."""
    op.add_column("selection", sa.Column("objective", sa.String()))
    op.add_column("selection", sa.Column("rooms", sa.Text()))


def downgrade() -> None:
    """Take them away: what each sector was owed is then not known any more."""
    op.drop_column("selection", "rooms")
    op.drop_column("selection", "objective")
