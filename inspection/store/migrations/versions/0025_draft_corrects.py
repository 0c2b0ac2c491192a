"""A draft says itself whether it corrects a finished control; what a crash left behind is no correction"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('draft', sa.Column('corrects', sa.Boolean(), nullable=False, server_default=sa.false()))
    finished = 'SELECT 1 FROM control WHERE control.id = draft.id AND control.left_at IS NOT NULL'
    op.execute(f'UPDATE draft SET corrects = {sa.true().compile(op.get_bind())} WHERE EXISTS ({finished})')


def downgrade() -> None:
    op.drop_column('draft', 'corrects')
