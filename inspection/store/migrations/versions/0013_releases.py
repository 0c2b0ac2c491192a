"""The ledger of released figures"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (Canonical, Sealed)
from inspection.store.core import guards_more

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

APPEND_ONLY = ('figure_release', 'figure_release_approval')


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('figure_release',
    sa.Column('id', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('figure', text(), nullable=False),
    sa.Column('audience', text(), nullable=False),
    sa.Column('sha256', text(), nullable=False),
    sa.Column('body', Canonical(), nullable=False),
    sa.Column('counts', Sealed(), nullable=False),
    sa.Column('rules_sha256', text(), nullable=False),
    sa.Column('proposed_by', text(), nullable=False),
    sa.Column('proposed_at', moment(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_figure_release_service')),
    sa.CheckConstraint("audience IN ('partners', 'public')", name=op.f('ck_figure_release_audience')),
    sa.ForeignKeyConstraint(['proposed_by'], ['app_user.id'], name=op.f('fk_figure_release_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_release')),
    sa.UniqueConstraint('reference', name=op.f('uq_figure_release_reference'))
    )
    op.create_index(op.f('ix_figure_release_figure'), 'figure_release', ['figure'], unique=False)
    op.create_table('figure_release_approval',
    sa.Column('id', text(), nullable=False),
    sa.Column('release_id', text(), nullable=False),
    sa.Column('sha256', text(), nullable=False),
    sa.Column('approved_by', text(), nullable=False),
    sa.Column('approved_at', moment(), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['figure_release.id'], name=op.f('fk_figure_release_approval_release_id')),
    sa.ForeignKeyConstraint(['approved_by'], ['app_user.id'], name=op.f('fk_figure_release_approval_approved_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_release_approval')),
    sa.UniqueConstraint('release_id', name=op.f('uq_figure_release_approval_release_id'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('figure_release_approval')
    op.drop_index(op.f('ix_figure_release_figure'), 'figure_release')
    op.drop_table('figure_release')
