"""Duty rosters, and what becomes of a referral: changes, recalls, breaches, embargoes, what was told later"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (Canonical, Sealed)
from inspection.store.core import guards_more

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

APPEND_ONLY = (
    'duty_roster', 'duty_turn', 'duty_test', 'duty_absence', 'judicial_recipient', 'referral_change',
    'referral_change_end', 'recall', 'recall_deletion', 'breach', 'embargo', 'embargo_end', 'outcome_told',
)
CHANNELS = "channel IN ('telephone', 'letter', 'mail', 'in_person', 'signed_message')"
SERVICES = "service IN ('ONSS', 'TSW')"


def upgrade() -> None:
    _duty()
    _changes()
    _recalls()
    _secrecy()
    op.add_column('delivery', sa.Column('message', _text(), nullable=False, server_default='report'))
    op.add_column('delivery', sa.Column('ended_at', _moment(), nullable=True))
    op.add_column('alert', sa.Column('rings', _text(), nullable=True))
    op.add_column('alert', sa.Column('duty_turn', _text(), nullable=True))
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    """Keep what was withdrawn or recalled before it left where it is: an older version would send it."""
    op.execute(
        "UPDATE delivery SET state = 'refused', refused_reason = 'other', answered_at = ended_at "
        "WHERE ended_at IS NOT NULL AND sent_at IS NULL AND answered_at IS NULL"
    )
    for table, column in (('delivery', 'message'), ('delivery', 'ended_at'), ('alert', 'rings'), ('alert', 'duty_turn')):
        op.drop_column(table, column)
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)


def _duty() -> None:
    _table('duty_roster', _given('service', _text()), _given('recipient', _text()), _given('source', _text()),
           *_by('imported'), _check('duty_roster', 'service', SERVICES))
    op.create_index(op.f('ix_duty_roster_recipient'), 'duty_roster', ['recipient'], unique=False)
    _table('duty_turn', _given('roster_id', _text()), _given('role', _text()), _given('rank', sa.Integer()),
           _given('areas', Canonical()), _given('number', _text()), _given('valid_from', sa.Date()),
           _maybe('valid_until', sa.Date()), _maybe('hours', _text()), _maybe('days', Canonical()),
           _maybe('starts', sa.Integer()), _maybe('ends', sa.Integer()), _refers('duty_turn', 'roster_id', 'duty_roster'))
    op.create_index(op.f('ix_duty_turn_roster_id'), 'duty_turn', ['roster_id'], unique=False)
    _table('duty_test', _given('service', _text()), _given('recipient', _text()), _given('number', _text()),
           _given('outcome', _text()), *_by('tested'), _check('duty_test', 'service', SERVICES),
           _check('duty_test', 'outcome', "outcome IN ('reached', 'no_answer')"))
    op.create_index(op.f('ix_duty_test_recipient'), 'duty_test', ['recipient'], unique=False)
    _table('duty_absence', _given('turn_id', _text()), _given('starts_at', _moment()), _given('ends_at', _moment()),
           *_by('recorded'), _refers('duty_absence', 'turn_id', 'duty_turn'))
    op.create_index(op.f('ix_duty_absence_turn_id'), 'duty_absence', ['turn_id'], unique=False)


def _changes() -> None:
    _table('referral_change', _given('referral_id', _text()), _given('kind', _text()), _given('recipients', Canonical()),
           _given('reason', Sealed()), *_by('proposed'), _refers('referral_change', 'referral_id', 'referral'),
           _check('referral_change', 'kind', "kind IN ('correction', 'withdrawal', 'addition')"))
    op.create_index(op.f('ix_referral_change_referral_id'), 'referral_change', ['referral_id'], unique=False)
    _table('referral_change_end', _given('change_id', _text()), _given('outcome', _text()), *_by('ended'),
           _refers('referral_change_end', 'change_id', 'referral_change'), _once('referral_change_end', 'change_id'),
           _check('referral_change_end', 'outcome', "outcome IN ('confirmed', 'dropped')"))


def _recalls() -> None:
    _table('recall', _given('delivery_id', _text()), _maybe('instead', _text()), *_by('recalled'),
           _refers('recall', 'delivery_id', 'delivery'), _once('recall', 'delivery_id'))
    _table('recall_deletion', _given('recall_id', _text()), _given('channel', _text()), *_by('confirmed'),
           _refers('recall_deletion', 'recall_id', 'recall'), _once('recall_deletion', 'recall_id'),
           _check('recall_deletion', 'channel', CHANNELS))
    _table('breach', _given('service', _text()), _given('recall_id', _text()), _given('recipient', _text()),
           _given('categories', Canonical()), _given('persons', sa.Integer()), _given('minors', sa.Integer()),
           _given('told', Canonical()), _given('found_at', _moment()), _given('recorded_by', _text()),
           _refers('breach', 'recall_id', 'recall'), _once('breach', 'recall_id'),
           _refers('breach', 'recorded_by', 'app_user'), _check('breach', 'service', SERVICES))


def _secrecy() -> None:
    _table('judicial_recipient', _given('order_id', _text()), _given('recipient', _text()), *_by('permitted'),
           _refers('judicial_recipient', 'order_id', 'judicial_order'), _once('judicial_recipient', 'order_id', 'recipient'))
    _table('embargo', _given('referral_id', _text()), _given('asked_by', _text()), _given('channel', _text()),
           _maybe('until', sa.Date()), *_by('recorded'), _refers('embargo', 'referral_id', 'referral'),
           _check('embargo', 'channel', CHANNELS))
    op.create_index(op.f('ix_embargo_referral_id'), 'embargo', ['referral_id'], unique=False)
    _table('embargo_end', _given('embargo_id', _text()), _given('asked_by', _text()), _given('channel', _text()),
           *_by('ended'), _refers('embargo_end', 'embargo_id', 'embargo'), _once('embargo_end', 'embargo_id'),
           _check('embargo_end', 'channel', CHANNELS))
    _table('outcome_told', _given('referral_id', _text()), _given('recipient', _text()), _given('outcome', _text()),
           _given('told_on', sa.Date()), *_by('recorded'), _refers('outcome_told', 'referral_id', 'referral'),
           _check('outcome_told', 'outcome', "outcome IN ('dismissed', 'investigation', 'prosecuted', 'joined_elsewhere', 'other')"))
    op.create_index(op.f('ix_outcome_told_referral_id'), 'outcome_told', ['referral_id'], unique=False)


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    """Make a table with its id; who did what is a person of ours."""
    verbs = [part.name[:-3] for part in parts if isinstance(part, sa.Column) and part.name.endswith('_at')]
    people = [_refers(name, f'{verb}_by', 'app_user') for verb in verbs if verb in PEOPLE]
    op.create_table(name, _given('id', _text()), *parts, *people, sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')))


PEOPLE = frozenset({'imported', 'tested', 'recorded', 'proposed', 'ended', 'recalled', 'confirmed', 'permitted'})


def _text() -> sa.types.TypeEngine:
    return sqlmodel.sql.sqltypes.AutoString()


def _moment() -> sa.types.TypeEngine:
    return sqlmodel.sql.sqltypes.UTCDateTime()


def _given(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, nullable=False)


def _maybe(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, nullable=True)


def _by(verb: str) -> tuple[sa.Column, sa.Column]:
    return _given(f'{verb}_by', _text()), _given(f'{verb}_at', _moment())


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{to}.id'], name=op.f(f'fk_{table}_{column}'))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f'uq_{table}_{"_".join(columns)}'))


def _check(table: str, column: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f'ck_{table}_{column}'))
