"""A week replanned: the approved plan that it supersedes, and what happened and changed"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Canonical

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('plan', sa.Column('supersedes', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column('plan', sa.Column('changes', Canonical(), nullable=True))


def downgrade() -> None:
    op.drop_column('plan', 'changes')
    op.drop_column('plan', 'supersedes')
