"""Withdrawn orders and revoked permissions; a permission may be given again"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (guards_again, guards_more)

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

APPEND_ONLY = ('judicial_revocation', 'judicial_withdrawal')
PERMISSION, ONCE = 'judicial_permission', ('order_id', 'reader_kind', 'reader')


def upgrade() -> None:
    _end('judicial_revocation', 'permission_id', 'judicial_permission', 'revoked')
    _end('judicial_withdrawal', 'order_id', 'judicial_order', 'withdrawn')
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild(once=False)
    else:
        op.drop_constraint(op.f(f'uq_{PERMISSION}_order_id_reader_kind_reader'), PERMISSION, type_='unique')
    op.create_index(op.f(f'ix_{PERMISSION}_order_id'), PERMISSION, ['order_id'], unique=False)
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    """Keep what is revoked or withdrawn ended: the permission goes, the order counts as answered."""
    op.execute("UPDATE judicial_order SET state = 'visited' WHERE id IN (SELECT order_id FROM judicial_withdrawal)")
    op.execute(f'CREATE TABLE {PERMISSION}_ended AS SELECT permission_id FROM judicial_revocation')
    op.drop_table('judicial_revocation')
    op.drop_table('judicial_withdrawal')
    op.drop_index(op.f(f'ix_{PERMISSION}_order_id'), PERMISSION)
    if op.get_bind().dialect.name == 'sqlite':
        _rebuild(once=True)
    else:
        op.execute(f'ALTER TABLE {PERMISSION} DISABLE TRIGGER USER')
        op.execute(f'DELETE FROM {PERMISSION} WHERE NOT ({STANDING})')
        op.execute(f'ALTER TABLE {PERMISSION} ENABLE TRIGGER USER')
        op.create_unique_constraint(op.f(f'uq_{PERMISSION}_order_id_reader_kind_reader'), PERMISSION, list(ONCE))
    op.drop_table(f'{PERMISSION}_ended')


STANDING = (
    f'id NOT IN (SELECT permission_id FROM {PERMISSION}_ended) AND id IN (SELECT min(id) FROM {PERMISSION} WHERE id '
    f'NOT IN (SELECT permission_id FROM {PERMISSION}_ended) GROUP BY order_id, reader_kind, reader)'
)


def _end(table: str, of: str, refers_to: str, verb: str) -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(table,
    sa.Column('id', text(), nullable=False),
    sa.Column(of, text(), nullable=False),
    sa.Column('reason', text(), nullable=False),
    sa.Column(f'{verb}_by', text(), nullable=False),
    sa.Column(f'{verb}_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint([of], [f'{refers_to}.id'], name=op.f(f'fk_{table}_{of}')),
    sa.ForeignKeyConstraint([f'{verb}_by'], ['app_user.id'], name=op.f(f'fk_{table}_{verb}_by')),
    sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    sa.UniqueConstraint(of, name=op.f(f'uq_{table}_{of}'))
    )


def _rebuild(*, once: bool) -> None:
    """Make the table anew under its own name: SQLite cannot drop a constraint, and drops the guards with the table."""
    text = sqlmodel.sql.sqltypes.AutoString
    op.execute('PRAGMA defer_foreign_keys = ON')
    op.execute(f'CREATE TABLE {PERMISSION}_before AS SELECT * FROM {PERMISSION}')
    kept = STANDING.replace(f'FROM {PERMISSION} ', f'FROM {PERMISSION}_before ') if once else '1 = 1'
    op.execute(f'DROP TABLE {PERMISSION}')
    last = (sa.UniqueConstraint(*ONCE, name=op.f(f'uq_{PERMISSION}_order_id_reader_kind_reader')),) if once else ()
    op.create_table(PERMISSION,
    sa.Column('id', text(), nullable=False),
    sa.Column('order_id', text(), nullable=False),
    sa.Column('reader_kind', text(), nullable=False),
    sa.Column('reader', text(), nullable=False),
    sa.Column('permitted_by', text(), nullable=False),
    sa.Column('permitted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("reader_kind IN ('user', 'team', 'list')", name=op.f(f'ck_{PERMISSION}_reader_kind')),
    sa.ForeignKeyConstraint(['order_id'], ['judicial_order.id'], name=op.f(f'fk_{PERMISSION}_order_id')),
    sa.ForeignKeyConstraint(['permitted_by'], ['app_user.id'], name=op.f(f'fk_{PERMISSION}_permitted_by')),
    sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{PERMISSION}')),
    *last,
    )
    columns = 'id, order_id, reader_kind, reader, permitted_by, permitted_at'
    op.execute(f'INSERT INTO {PERMISSION} ({columns}) SELECT {columns} FROM {PERMISSION}_before WHERE {kept}')
    op.execute(f'DROP TABLE {PERMISSION}_before')
    for statement in guards_again('sqlite', PERMISSION):
        op.execute(statement)
