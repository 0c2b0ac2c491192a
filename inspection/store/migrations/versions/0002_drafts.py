"""Drafts of controls"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Sealed

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('workplace', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('visit', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('body', Sealed(), nullable=False),
    sa.Column('begun_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('begun_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('kept_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_draft_service')),
    sa.ForeignKeyConstraint(['begun_by'], ['app_user.id'], name=op.f('fk_draft_begun_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_begun_by'), ['begun_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_district'), ['district'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_district'))
        batch_op.drop_index(batch_op.f('ix_draft_begun_by'))

    op.drop_table('draft')
