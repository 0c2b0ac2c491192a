"""Holds, and work that a magistrate ordered"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Sealed
from inspection.store.core import guards_more

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

APPEND_ONLY = ('judicial_permission',)


def _text() -> sa.types.TypeEngine:
    return sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table('hold',
    sa.Column('id', _text(), nullable=False),
    sa.Column('service', _text(), nullable=False),
    sa.Column('kind', _text(), nullable=False),
    sa.Column('subject_key', _text(), nullable=False),
    sa.Column('subject', Sealed(), nullable=False),
    sa.Column('authority', Sealed(), nullable=True),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('placed_by', _text(), nullable=False),
    sa.Column('placed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('lifted_on', sa.Date(), nullable=True),
    sa.Column('lifted_by', _text(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_hold_service')),
    sa.CheckConstraint("kind IN ('workplace', 'enterprise', 'address')", name=op.f('ck_hold_kind')),
    sa.ForeignKeyConstraint(['placed_by'], ['app_user.id'], name=op.f('fk_hold_placed_by')),
    sa.ForeignKeyConstraint(['lifted_by'], ['app_user.id'], name=op.f('fk_hold_lifted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hold'))
    )
    op.create_index(op.f('ix_hold_subject_key'), 'hold', ['subject_key'], unique=False)
    op.create_table('judicial_order',
    sa.Column('id', _text(), nullable=False),
    sa.Column('reference', _text(), nullable=False),
    sa.Column('service', _text(), nullable=False),
    sa.Column('district', _text(), nullable=False),
    sa.Column('workplace_key', _text(), nullable=False),
    sa.Column('workplace', Sealed(), nullable=False),
    sa.Column('authority', Sealed(), nullable=False),
    sa.Column('authority_reference', Sealed(), nullable=False),
    sa.Column('not_after', sa.Date(), nullable=True),
    sa.Column('ordered_by', _text(), nullable=False),
    sa.Column('ordered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('state', _text(), nullable=False),
    sa.Column('visited_by', _text(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_judicial_order_service')),
    sa.CheckConstraint("state IN ('open', 'visited')", name=op.f('ck_judicial_order_state')),
    sa.ForeignKeyConstraint(['ordered_by'], ['app_user.id'], name=op.f('fk_judicial_order_ordered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judicial_order')),
    sa.UniqueConstraint('reference', name=op.f('uq_judicial_order_reference'))
    )
    op.create_index(op.f('ix_judicial_order_workplace_key'), 'judicial_order', ['workplace_key'], unique=False)
    op.create_table('judicial_permission',
    sa.Column('id', _text(), nullable=False),
    sa.Column('order_id', _text(), nullable=False),
    sa.Column('reader_kind', _text(), nullable=False),
    sa.Column('reader', _text(), nullable=False),
    sa.Column('permitted_by', _text(), nullable=False),
    sa.Column('permitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("reader_kind IN ('user', 'team', 'list')", name=op.f('ck_judicial_permission_reader_kind')),
    sa.ForeignKeyConstraint(['order_id'], ['judicial_order.id'], name=op.f('fk_judicial_permission_order_id')),
    sa.ForeignKeyConstraint(['permitted_by'], ['app_user.id'], name=op.f('fk_judicial_permission_permitted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judicial_permission')),
    sa.UniqueConstraint('order_id', 'reader_kind', 'reader', name=op.f('uq_judicial_permission_order_id_reader_kind_reader'))
    )
    op.create_table('judicial_stop',
    sa.Column('id', _text(), nullable=False),
    sa.Column('order_id', _text(), nullable=False),
    sa.Column('plan_id', _text(), nullable=False),
    sa.Column('code_key', _text(), nullable=False),
    sa.Column('body', Sealed(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['judicial_order.id'], name=op.f('fk_judicial_stop_order_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_judicial_stop_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judicial_stop')),
    sa.UniqueConstraint('plan_id', 'order_id', name=op.f('uq_judicial_stop_plan_id_order_id'))
    )
    op.create_index(op.f('ix_judicial_stop_code_key'), 'judicial_stop', ['code_key'], unique=False)
    op.create_table('judicial_control',
    sa.Column('control_id', _text(), nullable=False),
    sa.Column('order_id', _text(), nullable=False),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_judicial_control_control_id')),
    sa.ForeignKeyConstraint(['order_id'], ['judicial_order.id'], name=op.f('fk_judicial_control_order_id')),
    sa.PrimaryKeyConstraint('control_id', name=op.f('pk_judicial_control'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    for table in ('judicial_control', 'judicial_stop', 'judicial_permission', 'judicial_order', 'hold'):
        op.drop_table(table)
