"""Register rows that are frozen with a control"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Sealed
from inspection.store.core import guards_more

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

APPEND_ONLY = ('control_extract',)


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table('control_extract',
    sa.Column('id', text(), nullable=False),
    sa.Column('control_id', text(), nullable=False),
    sa.Column('register_key', text(), nullable=False),
    sa.Column('table_name', text(), nullable=False),
    sa.Column('subject', text(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('content_key', text(), nullable=False),
    sa.Column('rows', Sealed(), nullable=False),
    sa.Column('frozen_by', text(), nullable=False),
    sa.Column('frozen_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_control_extract_control_id')),
    sa.ForeignKeyConstraint(['frozen_by'], ['app_user.id'], name=op.f('fk_control_extract_frozen_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control_extract')),
    sa.UniqueConstraint('control_id', 'content_key', name=op.f('uq_control_extract_control_id_content_key'))
    )
    op.create_index(op.f('ix_control_extract_control_id'), 'control_extract', ['control_id'], unique=False)
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('control_extract')
