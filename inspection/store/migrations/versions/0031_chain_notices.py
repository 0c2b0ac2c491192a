"""Notices to parties of a chain of contracts, and a magistrate's agreement to give them."""

import sqlalchemy as sa
from alembic import op

from inspection.store.core.append_only import guards

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_APPEND_ONLY = "chain_agreement"


def upgrade() -> None:
    """Make the two tables, with their indexes and guards."""
    op.create_table(
        "chain_notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("district", sa.String(), nullable=False),
        sa.Column("control_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "regime", "addressee", "employer")),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("signed_by", sa.String()),
        sa.Column("signed_at", sa.DateTime()),
        *(sa.Column(name, sa.Date()) for name in ("notified_on", "covers_from", "covers_until")),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_chain_notice_service")),
        sa.CheckConstraint("state IN ('proposed', 'signed')", name=op.f("ck_chain_notice_state")),
        sa.ForeignKeyConstraint(["control_id"], ["control.id"], name=op.f("fk_chain_notice_control_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["app_user.id"], name=op.f("fk_chain_notice_proposed_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["app_user.id"], name=op.f("fk_chain_notice_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_notice")),
        sa.UniqueConstraint(
            "control_id", "kind", "addressee", "employer", name="uq_chain_notice_control_id_kind_addressee_employer"
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_chain_notice_reference")),
    )
    op.create_index("ix_chain_notice_district", "chain_notice", ["district"])
    op.create_index("ix_chain_notice_control_id", "chain_notice", ["control_id"])
    op.create_table(
        "chain_agreement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("control_id", sa.String(), nullable=False),
        sa.Column("authority", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["control_id"], ["control.id"], name=op.f("fk_chain_agreement_control_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["app_user.id"], name=op.f("fk_chain_agreement_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_agreement")),
    )
    op.create_index("ix_chain_agreement_control_id", "chain_agreement", ["control_id"])
    for statement in guards(op.get_bind().dialect.name):
        if statement.startswith(f"CREATE TRIGGER {_APPEND_ONLY}_"):
            op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    """Take the two tables away with all that they hold."""
    op.drop_table("chain_agreement")
    op.drop_table("chain_notice")
