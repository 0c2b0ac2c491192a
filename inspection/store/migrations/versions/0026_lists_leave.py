"""A weekly list leaves by its addressee's own way; one that was published before has left as a file"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('list_sending',
    sa.Column('list_id', text(), nullable=False),
    sa.Column('queued_at', moment(), nullable=False),
    sa.Column('next_at', moment(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', moment(), nullable=True),
    sa.Column('lease_by', text(), nullable=True),
    sa.Column('sent_at', moment(), nullable=True),
    sa.Column('way', text(), nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['published_list.id'], name=op.f('fk_list_sending_list_id')),
    sa.PrimaryKeyConstraint('list_id', name=op.f('pk_list_sending'))
    )
    waiting = sa.text('sent_at IS NULL')
    op.create_index('ix_list_sending_unsent', 'list_sending', ['queued_at', 'list_id'], unique=False,
        sqlite_where=waiting, postgresql_where=waiting)


def downgrade() -> None:
    op.drop_index('ix_list_sending_unsent', table_name='list_sending')
    op.drop_table('list_sending')
