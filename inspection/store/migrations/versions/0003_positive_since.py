"""First positive save, unmatched visits, who asked for a plan, and every checklist that was filled in"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import Canonical

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('checklist_definition',
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('version', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', Canonical(), nullable=False),
    sa.Column('first_used_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_checklist_definition'))
    )
    with op.batch_alter_table('checklist_definition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checklist_definition_sector'), ['sector'], unique=False)
    op.add_column('control', sa.Column('positive_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.add_column('control', sa.Column('unmatched_visit', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.execute('UPDATE control SET positive_since = saved_at WHERE positive')
    op.add_column('plan', sa.Column('seed_by_hand', sa.Boolean(), server_default=sa.false(), nullable=False))
    if op.get_bind().dialect.name == 'sqlite':
        # Written into the column: a table that others refer to is never copied and dropped here.
        op.execute('ALTER TABLE plan ADD COLUMN asked_by VARCHAR CONSTRAINT fk_plan_asked_by REFERENCES app_user (id)')
    else:
        op.add_column('plan', sa.Column('asked_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        op.create_foreign_key(op.f('fk_plan_asked_by'), 'plan', 'app_user', ['asked_by'], ['id'])


def downgrade() -> None:
    for table, column in (
        ('plan', 'asked_by'), ('plan', 'seed_by_hand'), ('control', 'unmatched_visit'), ('control', 'positive_since')
    ):
        op.execute(f'ALTER TABLE {table} DROP COLUMN {column}')
    op.drop_table('checklist_definition')
