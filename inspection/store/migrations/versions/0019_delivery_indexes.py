"""What is to be sent or answered is found without reading every bundle that ever left"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

PARTIAL = {
    'ix_delivery_unsent': (['queued_at', 'id'], 'sent_at IS NULL'),
    'ix_delivery_unanswered': (['id'], 'answered_at IS NULL'),
}


def upgrade() -> None:
    for name, (columns, where) in PARTIAL.items():
        only = {'sqlite_where': sa.text(where), 'postgresql_where': sa.text(where)}
        op.create_index(name, 'delivery', columns, unique=False, **only)
    op.create_index(op.f('ix_delivery_referral_id'), 'delivery', ['referral_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_delivery_referral_id'), table_name='delivery')
    for name in PARTIAL:
        op.drop_index(name, table_name='delivery')
