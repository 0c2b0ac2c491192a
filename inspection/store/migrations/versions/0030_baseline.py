"""Where the history of the tables begins: a new store is made from the models, and later changes follow one by one."""

from alembic.util import CommandError

revision = "0030"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Refuse: only a store of before this line would come here, and nothing leads from it to this one."""
    raise CommandError("no path leads here")


def downgrade() -> None:
    """Leave the tables: nothing stood before them."""
