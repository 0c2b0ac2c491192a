"""What was said about a control after it was saved"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Sealed
from inspection.store.core import guards_more

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

APPEND_ONLY = ('control_review',)


def upgrade() -> None:
    op.create_table('control_review',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('words', Sealed(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("kind IN ('returned', 'corrected', 'reviewed')", name=op.f('ck_control_review_kind')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_control_review_control_id')),
    sa.ForeignKeyConstraint(['by'], ['app_user.id'], name=op.f('fk_control_review_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control_review')),
    sa.UniqueConstraint('control_id', 'n', name=op.f('uq_control_review_control_id_n'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('control_review')
