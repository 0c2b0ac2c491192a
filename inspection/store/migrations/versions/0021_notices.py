"""Consent to the centres, and notices beside a referral"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (Canonical, Sealed)
from inspection.store.core import guards_more

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

APPEND_ONLY = ('centre_consent', 'notice_try')


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('centre_consent',
    sa.Column('id', text(), nullable=False),
    sa.Column('control_id', text(), nullable=False),
    sa.Column('person', text(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('answer', text(), nullable=False),
    sa.Column('name_too', sa.Boolean(), nullable=False),
    sa.Column('language', text(), nullable=False),
    sa.Column('explained_by', text(), nullable=False),
    sa.Column('interpreter', text(), nullable=False),
    sa.Column('at', moment(), nullable=False),
    sa.Column('recorded_by', text(), nullable=False),
    sa.Column('recorded_at', moment(), nullable=False),
    sa.CheckConstraint("answer IN ('informed', 'given', 'refused', 'not_asked', 'withdrawn')",
        name=op.f('ck_centre_consent_answer')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_centre_consent_control_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['app_user.id'], name=op.f('fk_centre_consent_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_centre_consent')),
    sa.UniqueConstraint('control_id', 'person', 'n', name=op.f('uq_centre_consent_control_id_person_n'))
    )
    op.create_table('notice',
    sa.Column('id', text(), nullable=False),
    sa.Column('kind', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('district', text(), nullable=False),
    sa.Column('control_id', text(), nullable=False),
    sa.Column('persons', Canonical(), nullable=False),
    sa.Column('consent_id', text(), nullable=True),
    sa.Column('offences', Canonical(), nullable=False),
    sa.Column('basis', text(), nullable=False),
    sa.Column('permission', Sealed(), nullable=True),
    sa.Column('office', Sealed(), nullable=True),
    sa.Column('body', Sealed(), nullable=True),
    sa.Column('state', text(), nullable=False),
    sa.Column('queued_at', moment(), nullable=False),
    sa.Column('queued_by', text(), nullable=False),
    sa.Column('due_at', moment(), nullable=True),
    sa.Column('next_at', moment(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', moment(), nullable=True),
    sa.Column('lease_by', text(), nullable=True),
    sa.Column('sent_at', moment(), nullable=True),
    sa.Column('answered_at', moment(), nullable=True),
    sa.Column('reason', text(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_notice_service')),
    sa.CheckConstraint("kind IN ('centre', 'guardian', 'exchange')", name=op.f('ck_notice_kind')),
    sa.CheckConstraint("state IN ('queued', 'sent', 'taken', 'refused', 'stopped')", name=op.f('ck_notice_state')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_notice_control_id')),
    sa.ForeignKeyConstraint(['consent_id'], ['centre_consent.id'], name=op.f('fk_notice_consent_id')),
    sa.ForeignKeyConstraint(['queued_by'], ['app_user.id'], name=op.f('fk_notice_queued_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('reference', name=op.f('uq_notice_reference'))
    )
    for column in ('kind', 'district', 'control_id'):
        op.create_index(op.f(f'ix_notice_{column}'), 'notice', [column], unique=False)
    op.create_table('notice_try',
    sa.Column('id', text(), nullable=False),
    sa.Column('notice_id', text(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('way', text(), nullable=False),
    sa.Column('outcome', text(), nullable=False),
    sa.Column('office', Sealed(), nullable=True),
    sa.Column('at', moment(), nullable=False),
    sa.Column('by', text(), nullable=False),
    sa.Column('fault', text(), nullable=True),
    sa.CheckConstraint("outcome IN ('sent', 'failed', 'reached', 'no_answer', 'full', 'refused', 'stopped')",
        name=op.f('ck_notice_try_outcome')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.id'], name=op.f('fk_notice_try_notice_id')),
    sa.ForeignKeyConstraint(['by'], ['app_user.id'], name=op.f('fk_notice_try_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_try')),
    sa.UniqueConstraint('notice_id', 'n', name=op.f('uq_notice_try_notice_id_n'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('notice_try')
    for column in ('control_id', 'district', 'kind'):
        op.drop_index(op.f(f'ix_notice_{column}'), 'notice')
    op.drop_table('notice')
    op.drop_table('centre_consent')
