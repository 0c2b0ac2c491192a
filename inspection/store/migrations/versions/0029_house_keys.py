"""The database knows the keys that it was written with"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import guards_more

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('house_key',
    sa.Column('id', text(), nullable=False),
    sa.Column('name', text(), nullable=False),
    sa.Column('fingerprint', text(), nullable=False),
    sa.Column('known_since', moment(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_house_key'))
    )
    for statement in guards_more(op.get_bind().dialect.name, ['house_key']):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('house_key')
