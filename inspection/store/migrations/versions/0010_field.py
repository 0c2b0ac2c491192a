"""What the field form sends and who may send it: attachments, devices and their invitations"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Sealed

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('attachment',
    sa.Column('id', text(), nullable=False),
    sa.Column('control_id', text(), nullable=False),
    sa.Column('sha256', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('media_type', text(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('received_by', text(), nullable=False),
    sa.Column('received_at', moment(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_attachment_service')),
    sa.CheckConstraint("media_type IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')", name=op.f('ck_attachment_media_type')),
    sa.ForeignKeyConstraint(['received_by'], ['app_user.id'], name=op.f('fk_attachment_received_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment')),
    sa.UniqueConstraint('control_id', 'sha256', name=op.f('uq_attachment_control_id_sha256'))
    )
    op.create_index(op.f('ix_attachment_control_id'), 'attachment', ['control_id'], unique=False)
    op.create_table('device',
    sa.Column('id', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('user_id', text(), nullable=False),
    sa.Column('kind', text(), nullable=False),
    sa.Column('secret_key', text(), nullable=False),
    sa.Column('label', Sealed(), nullable=True),
    sa.Column('enrolled_at', moment(), nullable=False),
    sa.Column('expires_at', moment(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=True),
    sa.Column('revoked_at', moment(), nullable=True),
    sa.Column('revoked_by', text(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_device_service')),
    sa.CheckConstraint("kind IN ('field', 'openrosa')", name=op.f('ck_device_kind')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_device_user_id')),
    sa.ForeignKeyConstraint(['revoked_by'], ['app_user.id'], name=op.f('fk_device_revoked_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device'))
    )
    op.create_index(op.f('ix_device_user_id'), 'device', ['user_id'], unique=False)
    op.create_table('device_invitation',
    sa.Column('id', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('user_id', text(), nullable=False),
    sa.Column('kind', text(), nullable=False),
    sa.Column('code_key', text(), nullable=False),
    sa.Column('made_by', text(), nullable=False),
    sa.Column('made_at', moment(), nullable=False),
    sa.Column('expires_at', moment(), nullable=False),
    sa.Column('device_id', text(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_device_invitation_service')),
    sa.CheckConstraint("kind IN ('field', 'openrosa')", name=op.f('ck_device_invitation_kind')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_device_invitation_user_id')),
    sa.ForeignKeyConstraint(['made_by'], ['app_user.id'], name=op.f('fk_device_invitation_made_by')),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_device_invitation_device_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device_invitation')),
    sa.UniqueConstraint('code_key', name=op.f('uq_device_invitation_code_key'))
    )
    op.create_index(op.f('ix_device_invitation_user_id'), 'device_invitation', ['user_id'], unique=False)


def downgrade() -> None:
    op.drop_table('device_invitation')
    op.drop_table('device')
    op.drop_table('attachment')
