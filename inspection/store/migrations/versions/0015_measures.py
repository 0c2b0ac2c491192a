"""Measures of the coordination cell, and initiatives of departments"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Canonical
from inspection.store.core import guards_more

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

APPEND_ONLY = ('measure', 'measure_change', 'initiative')
TEXT, MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table('measure',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('service', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('meeting', TEXT(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('title', Canonical(), nullable=False),
    sa.Column('added_by', TEXT(), nullable=False),
    sa.Column('added_at', MOMENT(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_measure_service')),
    sa.CheckConstraint("kind IN ('decision', 'recommendation', 'action_plan')", name=op.f('ck_measure_kind')),
    sa.CheckConstraint("meeting IN ('cell', 'bureau')", name=op.f('ck_measure_meeting')),
    sa.ForeignKeyConstraint(['added_by'], ['app_user.id'], name=op.f('fk_measure_added_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure')),
    sa.UniqueConstraint('reference', name=op.f('uq_measure_reference'))
    )
    op.create_table('measure_change',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('measure_id', TEXT(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('state', TEXT(), nullable=False),
    sa.Column('owner', TEXT(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('evidence', TEXT(), nullable=False),
    sa.Column('changed_by', TEXT(), nullable=False),
    sa.Column('changed_at', MOMENT(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'in_progress', 'done', 'dropped')", name=op.f('ck_measure_change_state')),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name=op.f('fk_measure_change_measure_id')),
    sa.ForeignKeyConstraint(['changed_by'], ['app_user.id'], name=op.f('fk_measure_change_changed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure_change')),
    sa.UniqueConstraint('measure_id', 'n', name=op.f('uq_measure_change_measure_id_n'))
    )
    op.create_index(op.f('ix_measure_change_measure_id'), 'measure_change', ['measure_id'], unique=False)
    op.create_table('initiative',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('reference', TEXT(), nullable=False),
    sa.Column('service', TEXT(), nullable=False),
    sa.Column('department', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('what', Canonical(), nullable=False),
    sa.Column('figures', Canonical(), nullable=False),
    sa.Column('source', TEXT(), nullable=False),
    sa.Column('replaces', TEXT(), nullable=True),
    sa.Column('added_by', TEXT(), nullable=False),
    sa.Column('added_at', MOMENT(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_initiative_service')),
    sa.CheckConstraint("kind IN ('training', 'campaign', 'circular', 'staff', 'joint_day', 'cooperation', 'other')", name=op.f('ck_initiative_kind')),
    sa.ForeignKeyConstraint(['replaces'], ['initiative.id'], name=op.f('fk_initiative_replaces')),
    sa.ForeignKeyConstraint(['added_by'], ['app_user.id'], name=op.f('fk_initiative_added_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative')),
    sa.UniqueConstraint('reference', name=op.f('uq_initiative_reference')),
    sa.UniqueConstraint('replaces', name=op.f('uq_initiative_replaces'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('initiative')
    op.drop_index(op.f('ix_measure_change_measure_id'), 'measure_change')
    op.drop_table('measure_change')
    op.drop_table('measure')
