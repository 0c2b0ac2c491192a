"""Published reports, and chapters of departments"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Canonical
from inspection.store.core import guards_more

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

APPEND_ONLY = ('published_report', 'report_chapter')
TEXT, MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table('published_report',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('service', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('key', TEXT(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sha256', TEXT(), nullable=False),
    sa.Column('body', Canonical(), nullable=False),
    sa.Column('published_by', TEXT(), nullable=False),
    sa.Column('published_at', MOMENT(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_published_report_service')),
    sa.CheckConstraint("kind IN ('bureau', 'cell', 'biennial', 'college', 'rapporteur', 'prevention')", name=op.f('ck_published_report_kind')),
    sa.ForeignKeyConstraint(['published_by'], ['app_user.id'], name=op.f('fk_published_report_published_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_published_report')),
    sa.UniqueConstraint('service', 'kind', 'key', 'version', name=op.f('uq_published_report_service_kind_key_version'))
    )
    op.create_table('report_chapter',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('service', TEXT(), nullable=False),
    sa.Column('department', TEXT(), nullable=False),
    sa.Column('period', TEXT(), nullable=False),
    sa.Column('sha256', TEXT(), nullable=False),
    sa.Column('body', Canonical(), nullable=False),
    sa.Column('imported_by', TEXT(), nullable=False),
    sa.Column('imported_at', MOMENT(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_report_chapter_service')),
    sa.ForeignKeyConstraint(['imported_by'], ['app_user.id'], name=op.f('fk_report_chapter_imported_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_chapter'))
    )
    op.create_index(op.f('ix_report_chapter_period'), 'report_chapter', ['period'], unique=False)
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f('ix_report_chapter_period'), 'report_chapter')
    op.drop_table('report_chapter')
    op.drop_table('published_report')
