"""First tables"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from inspection.store.core import (Canonical, Sealed)
from inspection.store.core import guards

APPEND_ONLY = ('suspicion_decision', 'attempt', 'telephone_call', 'receipt', 'published_list', 'control_version')

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('alert',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('for_role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('for_user', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('raised_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seen_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('seen_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("for_role IN ('inspector', 'team_head', 'supervisor', 'direction', 'system', 'auditor_dpo')", name=op.f('ck_alert_for_role')),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_alert_service')),
    sa.CheckConstraint("state IN ('open', 'seen')", name=op.f('ck_alert_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert')),
    sa.UniqueConstraint('kind', 'subject', 'step', name=op.f('uq_alert_kind_subject_step'))
    )
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alert_district'), ['district'], unique=False)

    op.create_table('audit_entry',
    sa.Column('stream', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('who', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('act', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('purpose', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('basis', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('facts', Canonical(), nullable=False),
    sa.Column('previous', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('hash', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.PrimaryKeyConstraint('stream', 'n', name=op.f('pk_audit_entry'))
    )
    op.create_table('team',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('office_lon', sa.Float(), nullable=False),
    sa.Column('office_lat', sa.Float(), nullable=False),
    sa.Column('end_lon', sa.Float(), nullable=True),
    sa.Column('end_lat', sa.Float(), nullable=True),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('languages', Canonical(), nullable=False),
    sa.Column('skills', Canonical(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('shifts', Canonical(), nullable=False),
    sa.Column('breaks', Canonical(), nullable=False),
    sa.Column('longest', sa.Float(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.CheckConstraint("language IN ('fr', 'nl', 'de', 'en')", name=op.f('ck_team_language')),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_team_service')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team'))
    )
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_team_district'), ['district'], unique=False)

    op.create_table('workplace',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('enterprise', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('name', Sealed(), nullable=True),
    sa.Column('address', Sealed(), nullable=True),
    sa.Column('refnis', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('canton', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workplace'))
    )
    with op.batch_alter_table('workplace', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_workplace_district'), ['district'], unique=False)

    op.create_table('app_user',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('name', Sealed(), nullable=True),
    sa.Column('telephone', Sealed(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.CheckConstraint("language IN ('fr', 'nl', 'de', 'en')", name=op.f('ck_app_user_language')),
    sa.CheckConstraint("role IN ('inspector', 'team_head', 'supervisor', 'direction', 'system', 'auditor_dpo')", name=op.f('ck_app_user_role')),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_app_user_service')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_app_user_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_app_user'))
    )
    with op.batch_alter_table('app_user', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_app_user_district'), ['district'], unique=False)

    op.create_table('roster_day',
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('starts', sa.Float(), nullable=True),
    sa.Column('ends', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_roster_day_team_id')),
    sa.PrimaryKeyConstraint('team_id', 'day', name=op.f('pk_roster_day'))
    )
    op.create_table('complaint',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('workplace', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sector', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('category', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('channel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('received_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('not_after', sa.Date(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('content_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('text', Sealed(), nullable=False),
    sa.Column('source', Sealed(), nullable=True),
    sa.Column('visited_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_complaint_service')),
    sa.CheckConstraint("state IN ('received', 'kept', 'dropped')", name=op.f('ck_complaint_state')),
    sa.ForeignKeyConstraint(['decided_by'], ['app_user.id'], name=op.f('fk_complaint_decided_by')),
    sa.ForeignKeyConstraint(['registered_by'], ['app_user.id'], name=op.f('fk_complaint_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint')),
    sa.UniqueConstraint('reference', name=op.f('uq_complaint_reference'))
    )
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_district'), ['district'], unique=False)
        batch_op.create_index(batch_op.f('ix_complaint_workplace'), ['workplace'], unique=False)

    op.create_table('plan',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('week', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', Sealed(), nullable=False),
    sa.Column('rules_sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('proposed_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('proposed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('approved_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('approved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('replaced_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_plan_service')),
    sa.CheckConstraint("state IN ('proposed', 'approved', 'replaced')", name=op.f('ck_plan_state')),
    sa.ForeignKeyConstraint(['approved_by'], ['app_user.id'], name=op.f('fk_plan_approved_by')),
    sa.ForeignKeyConstraint(['proposed_by'], ['app_user.id'], name=op.f('fk_plan_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan'))
    )
    with op.batch_alter_table('plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_week'), ['week'], unique=False)

    op.create_table('published_list',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('week', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', Canonical(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('published_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('published_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_published_list_service')),
    sa.ForeignKeyConstraint(['published_by'], ['app_user.id'], name=op.f('fk_published_list_published_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_published_list')),
    sa.UniqueConstraint('service', 'week', 'recipient', name=op.f('uq_published_list_service_week_recipient'))
    )
    op.create_table('plan_district',
    sa.Column('plan_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('value', sa.Float(), nullable=False),
    sa.Column('stopped_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('travel', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_plan_district_plan_id')),
    sa.PrimaryKeyConstraint('plan_id', 'district', name=op.f('pk_plan_district'))
    )
    op.create_table('selection',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('plan_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('week', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('seed', sa.BigInteger(), nullable=False),
    sa.Column('frame_sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('frame_size', sa.Integer(), nullable=False),
    sa.Column('strata', Canonical(), nullable=False),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_selection_service')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_selection_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selection')),
    sa.UniqueConstraint('plan_id', 'district', name=op.f('uq_selection_plan_id_district'))
    )
    op.create_table('unplaced',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('plan_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('workplace', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('arm', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('detail', Canonical(), nullable=False),
    sa.CheckConstraint("arm IN ('random', 'mandated', 'risk') OR arm IS NULL", name=op.f('ck_unplaced_arm')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_unplaced_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unplaced'))
    )
    with op.batch_alter_table('unplaced', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unplaced_plan_id'), ['plan_id'], unique=False)

    op.create_table('chosen',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('selection_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('workplace', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('arm', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('points', sa.Integer(), nullable=False),
    sa.Column('probability', sa.Float(), nullable=False),
    sa.Column('stratum', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('drawn', sa.Integer(), nullable=True),
    sa.Column('frame_size', sa.Integer(), nullable=True),
    sa.Column('inclusion_probability', sa.Float(), nullable=True),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('origin', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('origin_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('reasons', Canonical(), nullable=False),
    sa.Column('rows_sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rows', Sealed(), nullable=True),
    sa.CheckConstraint("arm IN ('random', 'mandated', 'risk')", name=op.f('ck_chosen_arm')),
    sa.ForeignKeyConstraint(['selection_id'], ['selection.id'], name=op.f('fk_chosen_selection_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chosen')),
    sa.UniqueConstraint('selection_id', 'workplace', name=op.f('uq_chosen_selection_id_workplace'))
    )
    with op.batch_alter_table('chosen', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_chosen_workplace'), ['workplace'], unique=False)

    op.create_table('planned_visit',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('plan_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('code', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('workplace', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('arm', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('chosen_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("arm IN ('random', 'mandated', 'risk')", name=op.f('ck_planned_visit_arm')),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_planned_visit_service')),
    sa.CheckConstraint("state IN ('planned', 'carried_out', 'not_carried_out')", name=op.f('ck_planned_visit_state')),
    sa.ForeignKeyConstraint(['chosen_id'], ['chosen.id'], name=op.f('fk_planned_visit_chosen_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_planned_visit_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_visit')),
    sa.UniqueConstraint('plan_id', 'code', name=op.f('uq_planned_visit_plan_id_code')),
    sa.UniqueConstraint('plan_id', 'workplace', name=op.f('uq_planned_visit_plan_id_workplace'))
    )
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_visit_code'), ['code'], unique=False)
        batch_op.create_index(batch_op.f('ix_planned_visit_workplace'), ['workplace'], unique=False)

    op.create_table('control',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('area', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('refnis', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('canton', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('workplace', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sector', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('visit_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('entered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('left_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('facts_on', sa.Date(), nullable=False),
    sa.Column('report_language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('checklist_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('checklist_version', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('checklist_sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('rules_sha256', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('content_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', Sealed(), nullable=False),
    sa.Column('conclusion', Sealed(), nullable=False),
    sa.Column('positive', sa.Boolean(), nullable=False),
    sa.Column('minors', sa.Boolean(), nullable=False),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('saved_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('saved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("decision IN ('yes', 'no', 'undecided') OR decision IS NULL", name=op.f('ck_control_decision')),
    sa.CheckConstraint("outcome IN ('done', 'closed', 'refused_access', 'moved', 'called_off', 'unsafe')", name=op.f('ck_control_outcome')),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_control_service')),
    sa.ForeignKeyConstraint(['saved_by'], ['app_user.id'], name=op.f('fk_control_saved_by')),
    sa.ForeignKeyConstraint(['visit_id'], ['planned_visit.id'], name=op.f('fk_control_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control'))
    )
    with op.batch_alter_table('control', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_control_district'), ['district'], unique=False)
        batch_op.create_index(batch_op.f('ix_control_facts_on'), ['facts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_control_workplace'), ['workplace'], unique=False)

    op.create_table('planned_stop',
    sa.Column('visit_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('team_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('arrive', sa.Float(), nullable=False),
    sa.Column('start', sa.Float(), nullable=False),
    sa.Column('leave', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['planned_visit.id'], name=op.f('fk_planned_stop_visit_id')),
    sa.PrimaryKeyConstraint('visit_id', 'team_id', name=op.f('pk_planned_stop'))
    )
    op.create_table('clock',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('asks', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('stopped_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('stopped_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("asks IN ('alert', 'visit')", name=op.f('ck_clock_asks')),
    sa.CheckConstraint("state IN ('running', 'stopped')", name=op.f('ck_clock_state')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_clock_control_id')),
    sa.ForeignKeyConstraint(['stopped_by'], ['app_user.id'], name=op.f('fk_clock_stopped_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock')),
    sa.UniqueConstraint('control_id', 'key', 'starts_on', name=op.f('uq_clock_control_id_key_starts_on'))
    )
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clock_due_on'), ['due_on'], unique=False)

    op.create_table('control_version',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('content_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('body', Sealed(), nullable=False),
    sa.Column('saved_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('saved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_control_version_control_id')),
    sa.ForeignKeyConstraint(['saved_by'], ['app_user.id'], name=op.f('fk_control_version_saved_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control_version')),
    sa.UniqueConstraint('control_id', 'n', name=op.f('uq_control_version_control_id_n'))
    )
    op.create_table('finding',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('offence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('article', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('competence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('workers', sa.Integer(), nullable=False),
    sa.Column('multiplier', sa.Integer(), nullable=False),
    sa.Column('period', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('prison_months_min', sa.Integer(), nullable=True),
    sa.Column('prison_months_max', sa.Integer(), nullable=True),
    sa.Column('criminal_cents_min', sa.BigInteger(), nullable=True),
    sa.Column('criminal_cents_max', sa.BigInteger(), nullable=True),
    sa.Column('administrative_cents_min', sa.BigInteger(), nullable=True),
    sa.Column('administrative_cents_max', sa.BigInteger(), nullable=True),
    sa.Column('confidence', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('to_verify', sa.Boolean(), nullable=False),
    sa.Column('persons', Canonical(), nullable=False),
    sa.Column('questions', Canonical(), nullable=False),
    sa.CheckConstraint("competence IN ('federal', 'regional')", name=op.f('ck_finding_competence')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_finding_control_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding')),
    sa.UniqueConstraint('control_id', 'n', name=op.f('uq_finding_control_id_n'))
    )
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_offence'), ['offence'], unique=False)

    op.create_table('indicator_seen',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('indicator', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('dimension', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('strength', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('ordinary', sa.Boolean(), nullable=False),
    sa.Column('how', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('persons', Canonical(), nullable=False),
    sa.Column('questions', Canonical(), nullable=False),
    sa.CheckConstraint("how IN ('observed', 'told', 'checked')", name=op.f('ck_indicator_seen_how')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_indicator_seen_control_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_seen')),
    sa.UniqueConstraint('control_id', 'n', name=op.f('uq_indicator_seen_control_id_n'))
    )
    op.create_table('suspicion_decision',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('decision', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('forms', Canonical(), nullable=False),
    sa.Column('grounds', Sealed(), nullable=False),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('decided_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recorded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint("decision IN ('yes', 'no', 'undecided')", name=op.f('ck_suspicion_decision_decision')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_suspicion_decision_control_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['app_user.id'], name=op.f('fk_suspicion_decision_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suspicion_decision')),
    sa.UniqueConstraint('control_id', 'n', name=op.f('uq_suspicion_decision_control_id_n'))
    )
    op.create_table('referral',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('serial', sa.Integer(), nullable=False),
    sa.Column('control_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('decision_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('service', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('district', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('area', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('forms', Canonical(), nullable=False),
    sa.Column('minors', sa.Boolean(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('opened_by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('opened_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f('ck_referral_service')),
    sa.CheckConstraint("state IN ('open', 'closed')", name=op.f('ck_referral_state')),
    sa.ForeignKeyConstraint(['control_id'], ['control.id'], name=op.f('fk_referral_control_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['suspicion_decision.id'], name=op.f('fk_referral_decision_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['app_user.id'], name=op.f('fk_referral_opened_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral')),
    sa.UniqueConstraint('control_id', name=op.f('uq_referral_control_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_referral_reference')),
    sa.UniqueConstraint('year', 'serial', name=op.f('uq_referral_year_serial'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_district'), ['district'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('referral_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('recipient', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('transports', Canonical(), nullable=False),
    sa.Column('bundle_key', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('bundle', Sealed(), nullable=False),
    sa.Column('state', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('queued_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('next_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('lease_by', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('sent_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('delivered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answer_due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('reminder_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('refused_reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('replaces', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("state IN ('queued', 'sent', 'delivered', 'acknowledged', 'refused')", name=op.f('ck_delivery_state')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_delivery_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery')),
    sa.UniqueConstraint('bundle_key', name=op.f('uq_delivery_bundle_key')),
    sa.UniqueConstraint('referral_id', 'recipient', name=op.f('uq_delivery_referral_id_recipient'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_recipient'), ['recipient'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_state'), ['state'], unique=False)

    op.create_table('attempt',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('delivery_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('transport', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('outcome', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('fault', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('receipt', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.CheckConstraint("outcome IN ('sent', 'delivered', 'failed')", name=op.f('ck_attempt_outcome')),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_attempt_delivery_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('delivery_id', 'n', name=op.f('uq_attempt_delivery_id_n'))
    )
    op.create_table('receipt',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('delivery_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('answer', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('how', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.CheckConstraint("answer IN ('acknowledged', 'refused')", name=op.f('ck_receipt_answer')),
    sa.ForeignKeyConstraint(['by'], ['app_user.id'], name=op.f('fk_receipt_by')),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_receipt_delivery_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('delivery_id', 'answer', name=op.f('uq_receipt_delivery_id_answer'))
    )
    op.create_table('telephone_call',
    sa.Column('id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('delivery_id', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('by', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('who_role', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('number', sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column('acknowledged', sa.Boolean(), nullable=False),
    sa.Column('instruction', Sealed(), nullable=True),
    sa.ForeignKeyConstraint(['by'], ['app_user.id'], name=op.f('fk_telephone_call_by')),
    sa.ForeignKeyConstraint(['delivery_id'], ['delivery.id'], name=op.f('fk_telephone_call_delivery_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_telephone_call'))
    )

    op.execute("INSERT INTO app_user (id, service, role, language, active) VALUES ('system', 'ONSS', 'system', 'en', true)")
    for statement in guards(op.get_bind().dialect.name, APPEND_ONLY):
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    op.drop_table('telephone_call')
    op.drop_table('receipt')
    op.drop_table('attempt')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_state'))
        batch_op.drop_index(batch_op.f('ix_delivery_recipient'))

    op.drop_table('delivery')
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referral_district'))

    op.drop_table('referral')
    op.drop_table('suspicion_decision')
    op.drop_table('indicator_seen')
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_offence'))

    op.drop_table('finding')
    op.drop_table('control_version')
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clock_due_on'))

    op.drop_table('clock')
    op.drop_table('planned_stop')
    with op.batch_alter_table('control', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_control_workplace'))
        batch_op.drop_index(batch_op.f('ix_control_facts_on'))
        batch_op.drop_index(batch_op.f('ix_control_district'))

    op.drop_table('control')
    with op.batch_alter_table('planned_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_planned_visit_workplace'))
        batch_op.drop_index(batch_op.f('ix_planned_visit_code'))

    op.drop_table('planned_visit')
    with op.batch_alter_table('chosen', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_chosen_workplace'))

    op.drop_table('chosen')
    with op.batch_alter_table('unplaced', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unplaced_plan_id'))

    op.drop_table('unplaced')
    op.drop_table('selection')
    op.drop_table('plan_district')
    op.drop_table('published_list')
    with op.batch_alter_table('plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_week'))

    op.drop_table('plan')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_workplace'))
        batch_op.drop_index(batch_op.f('ix_complaint_district'))

    op.drop_table('complaint')
    op.drop_table('roster_day')
    with op.batch_alter_table('app_user', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_app_user_district'))

    op.drop_table('app_user')
    with op.batch_alter_table('workplace', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_workplace_district'))

    op.drop_table('workplace')
    with op.batch_alter_table('team', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_team_district'))

    op.drop_table('team')
    op.drop_table('audit_entry')
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alert_district'))

    op.drop_table('alert')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION vigie_append_only()')
        op.execute('DROP FUNCTION vigie_no_gap()')
