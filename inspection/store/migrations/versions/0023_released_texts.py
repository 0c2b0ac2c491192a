"""Texts that leave the house, and who approved them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Sealed
from inspection.store.core import guards_more

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

APPEND_ONLY = ('released_text', 'released_text_approval')


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('released_text',
    sa.Column('id', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('recipient', text(), nullable=False),
    sa.Column('sha256', text(), nullable=False),
    sa.Column('body', Sealed(), nullable=False),
    sa.Column('proposed_by', text(), nullable=False),
    sa.Column('proposed_at', moment(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_released_text_service')),
    sa.ForeignKeyConstraint(['proposed_by'], ['app_user.id'], name=op.f('fk_released_text_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_text')),
    sa.UniqueConstraint('reference', name=op.f('uq_released_text_reference'))
    )
    op.create_index(op.f('ix_released_text_recipient'), 'released_text', ['recipient'], unique=False)
    op.create_table('released_text_approval',
    sa.Column('id', text(), nullable=False),
    sa.Column('text_id', text(), nullable=False),
    sa.Column('sha256', text(), nullable=False),
    sa.Column('approved_by', text(), nullable=False),
    sa.Column('approved_at', moment(), nullable=False),
    sa.ForeignKeyConstraint(['text_id'], ['released_text.id'], name=op.f('fk_released_text_approval_text_id')),
    sa.ForeignKeyConstraint(['approved_by'], ['app_user.id'], name=op.f('fk_released_text_approval_approved_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_released_text_approval')),
    sa.UniqueConstraint('text_id', name=op.f('uq_released_text_approval_text_id'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('released_text_approval')
    op.drop_index(op.f('ix_released_text_recipient'), 'released_text')
    op.drop_table('released_text')
