"""What clients of others have sent, and parts of it that wait for the rest"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (Canonical, Sealed)

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('openrosa_submission',
    sa.Column('id', text(), nullable=False),
    sa.Column('instance', text(), nullable=False),
    sa.Column('control_id', text(), nullable=False),
    sa.Column('replaces', text(), nullable=True),
    sa.Column('form', text(), nullable=False),
    sa.Column('version', text(), nullable=False),
    sa.Column('content_key', text(), nullable=False),
    sa.Column('media', Canonical(), nullable=False),
    sa.Column('device_id', text(), nullable=False),
    sa.Column('user_id', text(), nullable=False),
    sa.Column('received_at', moment(), nullable=False),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_openrosa_submission_control_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_openrosa_submission_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_openrosa_submission')),
    sa.UniqueConstraint('instance', name=op.f('uq_openrosa_submission_instance')),
    sa.UniqueConstraint('replaces', name=op.f('uq_openrosa_submission_replaces'))
    )
    op.create_index(op.f('ix_openrosa_submission_control_id'), 'openrosa_submission', ['control_id'], unique=False)
    op.create_table('openrosa_part',
    sa.Column('id', text(), nullable=False),
    sa.Column('instance', text(), nullable=False),
    sa.Column('name_key', text(), nullable=False),
    sa.Column('data', Sealed(), nullable=False),
    sa.Column('user_id', text(), nullable=False),
    sa.Column('received_at', moment(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_openrosa_part_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_openrosa_part')),
    sa.UniqueConstraint('instance', 'user_id', 'name_key', name=op.f('uq_openrosa_part_instance_user_id_name_key'))
    )
    op.create_index(op.f('ix_openrosa_part_instance'), 'openrosa_part', ['instance'], unique=False)


def downgrade() -> None:
    for table in ('openrosa_part', 'openrosa_submission'):
        op.drop_table(table)
