"""Decoys, the register of breaches, and what tells copies of one tip from tips of several people."""

import sqlalchemy as sa
from alembic import op

from inspection.store.core.append_only import guards

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("data_breach", "data_breach_step")
_TIP_KEYS = ("source_key", "device_key")
_STEPS = "'assessed', 'notified', 'told_people', 'closed'"


def upgrade() -> None:
    """Make three tables, and four columns of complaints."""
    _decoys()
    _breaches()
    for name in _TIP_KEYS:
        op.add_column("complaint", sa.Column(name, sa.String()))
    op.add_column("complaint", sa.Column("sketch", sa.Text()))
    op.add_column("complaint", sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in _TIP_KEYS:
        op.create_index(f"ix_complaint_{name}", "complaint", [name])
    for statement in guards(op.get_bind().dialect.name):
        if any(statement.startswith(f"CREATE TRIGGER {table}_no_") for table in _APPEND_ONLY):
            op.execute(statement)


def downgrade() -> None:
    """Take them away: the trail keeps that there were breaches and looks at decoys."""
    for name in reversed(_TIP_KEYS):
        op.drop_index(f"ix_complaint_{name}", "complaint")
    for name in ("is_urgent", "sketch", *_TIP_KEYS):
        op.drop_column("complaint", name)
    for table in ("data_breach_step", "data_breach", "decoy"):
        op.drop_table(table)


def _decoys() -> None:
    op.create_table(
        "decoy",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "service", "name_key", "made_by")),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_by", sa.String()),
        sa.Column("ended_at", sa.DateTime()),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_decoy_service")),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_decoy_made_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["app_user.id"], name=op.f("fk_decoy_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decoy")),
        sa.UniqueConstraint("name_key", name=op.f("uq_decoy_name_key")),
    )


def _breaches() -> None:
    op.create_table(
        "data_breach",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "reference", "service", "opened_by")),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime()),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("aware_at", "opened_at")),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_data_breach_service")),
        sa.ForeignKeyConstraint(["opened_by"], ["app_user.id"], name=op.f("fk_data_breach_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_breach")),
        sa.UniqueConstraint("reference", name=op.f("uq_data_breach_reference")),
    )
    op.create_table(
        "data_breach_step",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "breach_id", "step", "done_by")),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(f"step IN ({_STEPS})", name=op.f("ck_data_breach_step_step")),
        sa.ForeignKeyConstraint(["breach_id"], ["data_breach.id"], name=op.f("fk_data_breach_step_breach_id")),
        sa.ForeignKeyConstraint(["done_by"], ["app_user.id"], name=op.f("fk_data_breach_step_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_breach_step")),
        sa.UniqueConstraint("breach_id", "n", name=op.f("uq_data_breach_step_breach_id_n")),
    )
