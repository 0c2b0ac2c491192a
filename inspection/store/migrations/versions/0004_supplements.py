"""Supplements to a delivery, and telephone calls to an office that gets no bundle"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (Canonical, Sealed)
from inspection.store.core import guards_again

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

BEFORE = (
    'id', 'referral_id', 'recipient', 'reason', 'language', 'transports', 'bundle_key', 'bundle', 'state', 'queued_at',
    'next_at', 'attempts', 'lease_until', 'lease_by', 'sent_at', 'delivered_at', 'answered_at', 'answer_due_at',
    'reminder_at', 'refused_reason', 'replaces',
)


def upgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild(supplements=True)
    else:
        op.drop_constraint('uq_delivery_referral_id_recipient', 'delivery', type_='unique')
        op.add_column('delivery', sa.Column('supplements', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        op.create_unique_constraint('uq_delivery_supplements', 'delivery', ['supplements'])
    first = sa.text('supplements IS NULL')
    op.create_index('uq_delivery_first', 'delivery', ['referral_id', 'recipient'], unique=True, sqlite_where=first, postgresql_where=first)
    with op.batch_alter_table('telephone_call', schema=None) as batch_op:
        batch_op.alter_column('delivery_id', existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=True)
        batch_op.add_column(sa.Column('referral_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.add_column(sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_telephone_call_referral_id'), 'referral', ['referral_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_telephone_call_about'), ABOUT)
    for statement in guards_again(op.get_bind().dialect.name, 'telephone_call'):
        op.execute(statement)


def downgrade() -> None:
    op.execute('DELETE FROM telephone_call WHERE delivery_id IS NULL')
    with op.batch_alter_table('telephone_call', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_telephone_call_about'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_telephone_call_referral_id'), type_='foreignkey')
        batch_op.drop_column('recipient')
        batch_op.drop_column('referral_id')
        batch_op.alter_column('delivery_id', existing_type=sqlmodel.sql.sqltypes.AutoString(), nullable=False)
    for child in ('attempt', 'receipt', 'telephone_call'):
        op.execute(f'DELETE FROM {child} WHERE delivery_id IN (SELECT id FROM delivery WHERE supplements IS NOT NULL)')
    op.execute('DELETE FROM delivery WHERE supplements IS NOT NULL')
    op.drop_index('uq_delivery_first', 'delivery')
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild(supplements=False)
    else:
        op.drop_constraint('uq_delivery_supplements', 'delivery', type_='unique')
        op.drop_column('delivery', 'supplements')
        op.create_unique_constraint('uq_delivery_referral_id_recipient', 'delivery', ['referral_id', 'recipient'])


ABOUT = '(delivery_id IS NULL) <> (referral_id IS NULL) AND (referral_id IS NULL) = (recipient IS NULL)'


def _rebuild(*, supplements: bool) -> None:
    """Make the table anew under its own name: SQLite cannot drop a constraint, and others refer to the table.

    With the foreign keys deferred, each row that goes is counted as missing and each that comes back is not.
    """
    columns = ', '.join(BEFORE)
    op.execute('PRAGMA defer_foreign_keys = ON')
    op.execute('CREATE TABLE delivery_before AS SELECT * FROM delivery')
    op.execute('DROP TABLE delivery')
    last = (
        (sa.Column('supplements', sqlmodel.sql.sqltypes.AutoString(), nullable=True), sa.UniqueConstraint('supplements', name=op.f('uq_delivery_supplements')))
        if supplements
        else (sa.UniqueConstraint('referral_id', 'recipient', name=op.f('uq_delivery_referral_id_recipient')),)
    )
    op.create_table('delivery',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('referral_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('transports', Canonical(), nullable=False),
    sa.Column('bundle_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('bundle', Sealed(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('queued_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('next_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('lease_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('sent_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('delivered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answer_due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reminder_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('refused_reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('replaces', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    *last,
    sa.CheckConstraint("state IN ('queued', 'sent', 'delivered', 'acknowledged', 'refused')", name=op.f('ck_delivery_state')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_delivery_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('bundle_key', name=op.f('uq_delivery_bundle_key'))
    )
    op.execute(f'INSERT INTO delivery ({columns}) SELECT {columns} FROM delivery_before')
    op.execute('DROP TABLE delivery_before')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_recipient'), ['recipient'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_state'), ['state'], unique=False)
