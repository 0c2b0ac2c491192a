"""Changes of people and teams from a day on, and days on which somebody is away."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_ENDS = ("ended_by", "ended_at")


def upgrade() -> None:
    """Make the two tables; nothing is known of either yet."""
    op.create_table(
        "staff_change",
        *_texts("id", "service", "kind", "subject", "made_by"),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String()),
        sa.Column("decided_at", sa.DateTime()),
        sa.Column("ended_by", sa.String()),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("applied_at", sa.DateTime()),
        *_checks("staff_change", kind="'person', 'team'"),
        *_users("staff_change", "made_by", "decided_by", "ended_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_change")),
    )
    op.create_index("ix_staff_change_subject", "staff_change", ["subject"])
    op.create_table(
        "staff_absence",
        *_texts("id", "service", "user_id", "kind", "made_by"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_by", sa.String()),
        sa.Column("ended_at", sa.DateTime()),
        *_checks("staff_absence", kind="'leave', 'court', 'training', 'other'"),
        *_users("staff_absence", "user_id", "made_by", "ended_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_absence")),
    )
    op.create_index("ix_staff_absence_user_id", "staff_absence", ["user_id"])


def downgrade() -> None:
    """Take them away: what was planned is forgotten."""
    op.drop_table("staff_absence")
    op.drop_table("staff_change")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _checks(table: str, *, kind: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f(f"ck_{table}_service")),
        sa.CheckConstraint(f"kind IN ({kind})", name=op.f(f"ck_{table}_kind")),
    ]


def _users(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([one], ["app_user.id"], name=op.f(f"fk_{table}_{one}")) for one in columns]
