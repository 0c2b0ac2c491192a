"""Signed acknowledgements that were taken: each nonce is good once"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import guards_more

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

APPEND_ONLY = ('used_nonce',)


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('used_nonce',
    sa.Column('id', text(), nullable=False),
    sa.Column('nonce_key', text(), nullable=False),
    sa.Column('delivery_id', text(), nullable=False),
    sa.Column('answer', text(), nullable=False),
    sa.Column('message_sha256', text(), nullable=False),
    sa.Column('signed_at', moment(), nullable=False),
    sa.Column('received_at', moment(), nullable=False),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_used_nonce_delivery_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_used_nonce')),
    sa.UniqueConstraint('nonce_key', name=op.f('uq_used_nonce_nonce_key'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('used_nonce')
