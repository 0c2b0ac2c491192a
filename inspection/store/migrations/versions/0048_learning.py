"""Frames of eligible workplaces, papers signed before learning, proposed cards with decisions, evaluations."""

import sqlalchemy as sa
from alembic import op

from inspection.store.core.append_only import guards

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("card_decision", "card_proposal", "learning_paper", "targeting_evaluation")
_SERVICES = "service IN ('ONSS', 'TSW')"


def upgrade() -> None:
    """Make five tables and guard those that nothing changes."""
    _frames()
    _papers()
    _proposals()
    for statement in guards(op.get_bind().dialect.name):
        if any(statement.startswith(f"CREATE TRIGGER {table}_no_") for table in _APPEND_ONLY):
            op.execute(statement)


def downgrade() -> None:
    """Take them away: the trail keeps who decided on which card."""
    for table in ("targeting_evaluation", "card_decision", "card_proposal", "learning_paper"):
        op.drop_table(table)
    op.drop_table("eligible_frame")


def _frames() -> None:
    op.create_table(
        "eligible_frame",
        *_texts("id", "service", "plan_id", "district", "week"),
        sa.Column("taken_on", sa.Date(), nullable=False),
        *_texts("read_from", "rules_sha256", "sha256"),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_SERVICES, name=op.f("ck_eligible_frame_service")),
        sa.CheckConstraint("read_from IN ('selection', 'lake')", name=op.f("ck_eligible_frame_read_from")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligible_frame")),
        sa.UniqueConstraint("plan_id", "district", name=op.f("uq_eligible_frame_plan_id_district")),
    )
    op.create_index("ix_eligible_frame_week", "eligible_frame", ["week"])


def _papers() -> None:
    op.create_table(
        "learning_paper",
        *_texts("id", "service", "kind", "sha256", "signed_by"),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_SERVICES, name=op.f("ck_learning_paper_service")),
        sa.CheckConstraint("kind IN ('impact_assessment', 'fundamental_rights')", name=op.f("ck_learning_paper_kind")),
        sa.ForeignKeyConstraint(["signed_by"], ["app_user.id"], name=op.f("fk_learning_paper_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_paper")),
    )
    op.create_index("ix_learning_paper_kind", "learning_paper", ["kind"])


def _proposals() -> None:
    op.create_table(
        "card_proposal",
        *_texts("id", "reference", "service", "sector", "objective"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *_texts("sha256"),
        sa.Column("body", sa.Text(), nullable=False),
        *_texts("rules_sha256", "proposed_by"),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.String()),
        sa.CheckConstraint(_SERVICES, name=op.f("ck_card_proposal_service")),
        sa.CheckConstraint("objective IN ('any', 'serious')", name=op.f("ck_card_proposal_objective")),
        *(
            sa.ForeignKeyConstraint([name], ["app_user.id"], name=op.f(f"fk_card_proposal_{name}"))
            for name in ("proposed_by", "asked_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_proposal")),
        sa.UniqueConstraint("reference", name=op.f("uq_card_proposal_reference")),
    )
    op.create_index("ix_card_proposal_sector", "card_proposal", ["sector"])
    op.create_table(
        "card_decision",
        *_texts("id", "proposal_id", "decision", "sha256", "reason"),
        sa.Column("valid_from", sa.Date()),
        sa.Column("rule_sha256", sa.String()),
        *_texts("decided_by"),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("decision IN ('approved', 'rejected')", name=op.f("ck_card_decision_decision")),
        sa.ForeignKeyConstraint(["proposal_id"], ["card_proposal.id"], name=op.f("fk_card_decision_proposal_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"], name=op.f("fk_card_decision_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_decision")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_card_decision_proposal_id")),
    )
    op.create_table(
        "targeting_evaluation",
        *_texts("id", "service"),
        sa.Column("evaluated_on", sa.Date(), nullable=False),
        *_texts("sha256"),
        sa.Column("body", sa.Text(), nullable=False),
        *_texts("rules_sha256", "made_by"),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(_SERVICES, name=op.f("ck_targeting_evaluation_service")),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_targeting_evaluation_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targeting_evaluation")),
    )
    op.create_index("ix_targeting_evaluation_evaluated_on", "targeting_evaluation", ["evaluated_on"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]
