"""Keys of links, what people decided of links, and the files that leave with them"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (Canonical, Sealed)
from inspection.store.core import guards_more

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

APPEND_ONLY = ('link_decision', 'link_file', 'link_file_step')
GROUNDS = "('enterprise', 'mandate', 'workplace', 'housing', 'chain', 'person', 'person_name')"
FOREIGN = "('employer_abroad', 'posted_from_abroad', 'recruited_abroad', 'organised_from_abroad')"
WORDS = (
    "('in_person', 'registered_mail', 'secure_mail', 'secure_exchange', 'sent_to_central_cell', "
    "'sent_to_federal_prosecutor', 'joined_at_one_office', 'kept_in_district', 'not_followed')"
)


def upgrade() -> None:
    text, moment = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table('link_key',
    sa.Column('id', text(), nullable=False),
    sa.Column('referral_id', text(), nullable=False),
    sa.Column('ground', text(), nullable=False),
    sa.Column('key', text(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.CheckConstraint(f'ground IN {GROUNDS}', name=op.f('ck_link_key_ground')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_link_key_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_key')),
    sa.UniqueConstraint('referral_id', 'ground', 'key', name=op.f('uq_link_key_referral_id_ground_key'))
    )
    op.create_index(op.f('ix_link_key_key'), 'link_key', ['key'], unique=False)
    op.create_table('link_decision',
    sa.Column('id', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('one_id', text(), nullable=False),
    sa.Column('other_id', text(), nullable=False),
    sa.Column('ground', text(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('strength_percent', sa.Integer(), nullable=False),
    sa.Column('shared', sa.Integer(), nullable=False),
    sa.Column('decision', text(), nullable=False),
    sa.Column('foreign_link', text(), nullable=True),
    sa.Column('reason', Sealed(), nullable=False),
    sa.Column('decided_by', text(), nullable=False),
    sa.Column('decided_at', moment(), nullable=False),
    sa.CheckConstraint(f'ground IN {GROUNDS}', name=op.f('ck_link_decision_ground')),
    sa.CheckConstraint("decision IN ('confirmed', 'rejected')", name=op.f('ck_link_decision_decision')),
    sa.CheckConstraint(f'foreign_link IN {FOREIGN} OR foreign_link IS NULL',
                       name=op.f('ck_link_decision_foreign_link')),
    sa.ForeignKeyConstraint(['one_id'], ['referral.id'], name=op.f('fk_link_decision_one_id')),
    sa.ForeignKeyConstraint(['other_id'], ['referral.id'], name=op.f('fk_link_decision_other_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['app_user.id'], name=op.f('fk_link_decision_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_decision')),
    sa.UniqueConstraint('reference', 'n', name=op.f('uq_link_decision_reference_n'))
    )
    op.create_index(op.f('ix_link_decision_one_id'), 'link_decision', ['one_id'], unique=False)
    op.create_index(op.f('ix_link_decision_other_id'), 'link_decision', ['other_id'], unique=False)
    op.create_table('link_file',
    sa.Column('id', text(), nullable=False),
    sa.Column('reference', text(), nullable=False),
    sa.Column('service', text(), nullable=False),
    sa.Column('recipient', text(), nullable=False),
    sa.Column('language', text(), nullable=False),
    sa.Column('body', Canonical(), nullable=False),
    sa.Column('sha256', text(), nullable=False),
    sa.Column('prepared_by', text(), nullable=False),
    sa.Column('prepared_at', moment(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_link_file_service')),
    sa.ForeignKeyConstraint(['prepared_by'], ['app_user.id'], name=op.f('fk_link_file_prepared_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_file')),
    sa.UniqueConstraint('reference', name=op.f('uq_link_file_reference'))
    )
    op.create_table('link_file_step',
    sa.Column('id', text(), nullable=False),
    sa.Column('link_file_id', text(), nullable=False),
    sa.Column('step', text(), nullable=False),
    sa.Column('word', text(), nullable=False),
    sa.Column('at', moment(), nullable=False),
    sa.Column('by', text(), nullable=False),
    sa.CheckConstraint("step IN ('handed', 'told')", name=op.f('ck_link_file_step_step')),
    sa.CheckConstraint(f'word IN {WORDS}', name=op.f('ck_link_file_step_word')),
    sa.ForeignKeyConstraint(['link_file_id'], ['link_file.id'], name=op.f('fk_link_file_step_link_file_id')),
    sa.ForeignKeyConstraint(['by'], ['app_user.id'], name=op.f('fk_link_file_step_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_file_step')),
    sa.UniqueConstraint('link_file_id', 'step', name=op.f('uq_link_file_step_link_file_id_step'))
    )
    for statement in guards_more(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('link_file_step')
    op.drop_table('link_file')
    op.drop_index(op.f('ix_link_decision_other_id'), 'link_decision')
    op.drop_index(op.f('ix_link_decision_one_id'), 'link_decision')
    op.drop_table('link_decision')
    op.drop_index(op.f('ix_link_key_key'), 'link_key')
    op.drop_table('link_key')
