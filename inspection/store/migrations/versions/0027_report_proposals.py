"""Reports are proposed, approved as a whole, then published"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Canonical
from inspection.store.core import guards_more

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

TEXT, MOMENT = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table('report_proposal',
    sa.Column('id', TEXT(), nullable=False),
    sa.Column('service', TEXT(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('key', TEXT(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sha256', TEXT(), nullable=False),
    sa.Column('body', Canonical(), nullable=False),
    sa.Column('proposed_by', TEXT(), nullable=False),
    sa.Column('proposed_at', MOMENT(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_report_proposal_service')),
    sa.CheckConstraint("kind IN ('bureau', 'cell', 'biennial', 'college', 'rapporteur', 'prevention')", name=op.f('ck_report_proposal_kind')),
    sa.ForeignKeyConstraint(['proposed_by'], ['app_user.id'], name=op.f('fk_report_proposal_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_proposal'))
    )
    for statement in guards_more(op.get_bind().dialect.name, ('report_proposal',)):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('report_proposal')
