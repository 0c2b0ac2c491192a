"""Local accounts, codes that enrol, sessions, and wrong passwords that were counted."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("password", sa.LargeBinary(), nullable=False),
        sa.Column("password_since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["app_user.id"], name=op.f("fk_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_table(
        "enrolment",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "service", "user_id", "code_key", "made_by")),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("made_at", "expires_at")),
        sa.Column("used_at", sa.DateTime()),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_enrolment_service")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_enrolment_user_id")),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_enrolment_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("code_key", name=op.f("uq_enrolment_code_key")),
    )
    op.create_index("ix_enrolment_user_id", "enrolment", ["user_id"])
    texts = ("id", "service", "user_id", "kind", "token_key", "method")
    op.create_table(
        "proven_session",
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("proven_at", "begun_at", "seen_at", "ends_at")),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("ended_by", sa.String()),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_proven_session_service")),
        sa.CheckConstraint("kind IN ('browser', 'command')", name=op.f("ck_proven_session_kind")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_proven_session_user_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["app_user.id"], name=op.f("fk_proven_session_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proven_session")),
        sa.UniqueConstraint("token_key", name=op.f("uq_proven_session_token_key")),
    )
    op.create_index("ix_proven_session_user_id", "proven_session", ["user_id"])
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("since", "last_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )


def downgrade() -> None:
    """Take the tables away: nobody has an account then."""
    for table in ("sign_in_failure", "proven_session", "enrolment", "account"):
        op.drop_table(table)
