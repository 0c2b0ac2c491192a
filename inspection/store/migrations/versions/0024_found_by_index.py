"""What the house asks every hour is found by an index, and no answer is read through a sealed bundle"""

import sqlalchemy as sa
from alembic import op

from inspection.store.core import Sealed

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

PARTIAL = {
    'ix_delivery_replaces': ('delivery', 'replaces'),
    'ix_clock_visited_by': ('clock', 'visited_by'),
    'ix_complaint_visited_by': ('complaint', 'visited_by'),
    'ix_planned_visit_control_id': ('planned_visit', 'control_id'),
}


def upgrade() -> None:
    _bundle_last()
    for name, (table, column) in PARTIAL.items():
        only = sa.text(f'{column} IS NOT NULL')
        op.create_index(name, table, [column], unique=False, sqlite_where=only, postgresql_where=only)
    op.create_index('ix_control_undecided', 'control', ['positive', 'decision', 'positive_since'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_control_undecided', table_name='control')
    for name, (table, _) in PARTIAL.items():
        op.drop_index(name, table_name=table)


def _bundle_last() -> None:
    """Put the bundle behind every other column: SQLite reaches what stands behind a large value only through it.

    PostgreSQL keeps such a value apart. The other order does no harm, so that going back leaves it.
    """
    if op.get_bind().dialect.name != 'sqlite':
        return
    op.add_column('delivery', sa.Column('bundle_last', Sealed(), nullable=False, server_default=sa.text("x''")))
    op.execute('UPDATE delivery SET bundle_last = bundle')
    op.execute('ALTER TABLE delivery DROP COLUMN bundle')
    op.execute('ALTER TABLE delivery RENAME COLUMN bundle_last TO bundle')
