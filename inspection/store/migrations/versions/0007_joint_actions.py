"""Joint actions, booked weeks ahead, and the offices that come with them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Canonical

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table('joint_action',
    sa.Column('id', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('district', text(), nullable=False),
    sa.Column('shares', Canonical(), nullable=False),
    sa.Column('workplace', text(), nullable=False),
    sa.Column('sector', text(), nullable=False),
    sa.Column('minutes', sa.Float(), nullable=False),
    sa.Column('week', text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('minute', sa.Float(), nullable=True),
    sa.Column('days', Canonical(), nullable=False),
    sa.Column('windows', Canonical(), nullable=False),
    sa.Column('languages', Canonical(), nullable=False),
    sa.Column('skills', Canonical(), nullable=False),
    sa.Column('team_size', sa.Integer(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('state', text(), nullable=False),
    sa.Column('planned_day', sa.Date(), nullable=True),
    sa.Column('planned_minute', sa.Float(), nullable=True),
    sa.Column('booked_by', text(), nullable=False),
    sa.Column('booked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('called_off_reason', text(), nullable=True),
    sa.Column('carried_out_by', text(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_joint_action_service')),
    sa.CheckConstraint("state IN ('proposed', 'confirmed', 'carried_out', 'called_off')", name=op.f('ck_joint_action_state')),
    sa.ForeignKeyConstraint(['booked_by'], ['app_user.id'], name=op.f('fk_joint_action_booked_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_action')),
    sa.UniqueConstraint('reference', name=op.f('uq_joint_action_reference'))
    )
    for column in ('district', 'week', 'workplace'):
        op.create_index(op.f(f'ix_joint_action_{column}'), 'joint_action', [column], unique=False)
    op.create_table('joint_partner',
    sa.Column('id', text(), nullable=False),
    sa.Column('action_id', text(), nullable=False),
    sa.Column('kind', text(), nullable=False),
    sa.Column('contact', text(), nullable=False),
    sa.Column('language', text(), nullable=True),
    sa.Column('state', text(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.CheckConstraint("kind IN ('police', 'interpreter', 'partner_service', 'other_inspectorate')", name=op.f('ck_joint_partner_kind')),
    sa.CheckConstraint("state IN ('asked', 'confirmed', 'declined')", name=op.f('ck_joint_partner_state')),
    sa.ForeignKeyConstraint(['action_id'], ['joint_action.id'], name=op.f('fk_joint_partner_action_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_partner'))
    )
    op.create_index(op.f('ix_joint_partner_action_id'), 'joint_partner', ['action_id'], unique=False)


def downgrade() -> None:
    op.drop_table('joint_partner')
    op.drop_table('joint_action')
