"""Figures of others, with their source"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Canonical
from inspection.store.core import guards_more

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('imported_figure',
    sa.Column('id', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('file_sha256', text(), nullable=False),
    sa.Column('figure', text(), nullable=False),
    sa.Column('source', text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('cut', Canonical(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('imported_by', text(), nullable=False),
    sa.Column('imported_at', moment(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_imported_figure_service')),
    sa.ForeignKeyConstraint(['imported_by'], ['app_user.id'], name=op.f('fk_imported_figure_imported_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_figure'))
    )
    op.create_index(op.f('ix_imported_figure_file_sha256'), 'imported_figure', ['file_sha256'], unique=False)
    op.create_index(op.f('ix_imported_figure_figure'), 'imported_figure', ['figure'], unique=False)
    for statement in guards_more(op.get_bind().dialect.name, ('imported_figure',)):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f('ix_imported_figure_figure'), 'imported_figure')
    op.drop_index(op.f('ix_imported_figure_file_sha256'), 'imported_figure')
    op.drop_table('imported_figure')
