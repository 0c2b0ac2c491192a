"""What is destroyed because its time is over, and what a legal hold keeps"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (guards_for_ever, guards_more, guards_until_erased)

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

APPEND_ONLY = ('erasure', 'erasure_item', 'erasure_confirmation', 'erasure_outcome')
UNTIL_ERASED = {
    'used_nonce': 'id',
    'control_version': 'control_id',
    'control_extract': 'control_id',
    'control_review': 'control_id',
    'suspicion_decision': 'control_id',
}


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('erasure',
    sa.Column('id', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('scope', text(), nullable=False),
    sa.Column('sha256', text(), nullable=False),
    sa.Column('proposed_by', text(), nullable=False),
    sa.Column('proposed_at', moment(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_erasure_service')),
    sa.ForeignKeyConstraint(['proposed_by'], ['app_user.id'], name=op.f('fk_erasure_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
    sa.UniqueConstraint('reference', name=op.f('uq_erasure_reference'))
    )
    op.create_table('erasure_item',
    sa.Column('id', text(), nullable=False),
    sa.Column('erasure_id', text(), nullable=False),
    sa.Column('class_key', text(), nullable=False),
    sa.Column('subject', text(), nullable=False),
    sa.ForeignKeyConstraint(['erasure_id'], ['erasure.id'], name=op.f('fk_erasure_item_erasure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure_item')),
    sa.UniqueConstraint('erasure_id', 'class_key', 'subject', name=op.f('uq_erasure_item_erasure_id_class_key_subject'))
    )
    op.create_index(op.f('ix_erasure_item_erasure_id'), 'erasure_item', ['erasure_id'], unique=False)
    op.create_index(op.f('ix_erasure_item_subject'), 'erasure_item', ['subject'], unique=False)
    op.create_table('erasure_confirmation',
    sa.Column('id', text(), nullable=False),
    sa.Column('erasure_id', text(), nullable=False),
    sa.Column('confirmed_by', text(), nullable=False),
    sa.Column('confirmed_at', moment(), nullable=False),
    sa.ForeignKeyConstraint(['erasure_id'], ['erasure.id'], name=op.f('fk_erasure_confirmation_erasure_id')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['app_user.id'], name=op.f('fk_erasure_confirmation_confirmed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure_confirmation')),
    sa.UniqueConstraint('erasure_id', name=op.f('uq_erasure_confirmation_erasure_id'))
    )
    op.create_table('erasure_outcome',
    sa.Column('id', text(), nullable=False),
    sa.Column('outcome', text(), nullable=False),
    sa.CheckConstraint("outcome IN ('erased', 'held', 'gone')", name=op.f('ck_erasure_outcome_outcome')),
    sa.ForeignKeyConstraint(['id'], ['erasure_item.id'], name=op.f('fk_erasure_outcome_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure_outcome'))
    )
    op.create_table('legal_hold',
    sa.Column('id', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('subject', text(), nullable=False),
    sa.Column('reason', text(), nullable=False),
    sa.Column('placed_by', text(), nullable=False),
    sa.Column('placed_at', moment(), nullable=False),
    sa.Column('lifted_by', text(), nullable=True),
    sa.Column('lifted_at', moment(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_legal_hold_service')),
    sa.ForeignKeyConstraint(['placed_by'], ['app_user.id'], name=op.f('fk_legal_hold_placed_by')),
    sa.ForeignKeyConstraint(['lifted_by'], ['app_user.id'], name=op.f('fk_legal_hold_lifted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_hold'))
    )
    op.create_index(op.f('ix_legal_hold_subject'), 'legal_hold', ['subject'], unique=False)
    op.add_column('clock', sa.Column('visited_by', text(), nullable=True))
    dialect = op.get_bind().dialect.name
    for statement in (*guards_more(dialect, APPEND_ONLY), *guards_until_erased(dialect, UNTIL_ERASED)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in guards_for_ever(dialect, tuple(UNTIL_ERASED)):
        op.execute(statement)
    for table in ('legal_hold', 'erasure_outcome', 'erasure_confirmation', 'erasure_item', 'erasure'):
        op.drop_table(table)
    op.drop_column('clock', 'visited_by')
