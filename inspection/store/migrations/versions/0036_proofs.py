"""Accounts at a provider of identities, passkeys, and proofs that were ended once."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables, and say of sessions which one at the provider began them."""
    op.create_table(
        "identity_link",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "service", "user_id", "subject_key")),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_identity_link_service")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_identity_link_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_link")),
        sa.UniqueConstraint("user_id", name=op.f("uq_identity_link_user_id")),
        sa.UniqueConstraint("subject_key", name=op.f("uq_identity_link_subject_key")),
    )
    op.create_table(
        "passkey",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "service", "user_id", "credential_key")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("credential", "public_key", "label")),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("made_at", "used_at")),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_passkey_service")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_passkey_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_key", name=op.f("uq_passkey_credential_key")),
    )
    op.create_index("ix_passkey_user_id", "passkey", ["user_id"])
    op.create_table(
        "spent_proof",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_proof")),
    )
    op.create_index("ix_spent_proof_expires_at", "spent_proof", ["expires_at"])
    op.add_column("proven_session", sa.Column("provider_key", sa.String()))
    op.create_index("ix_proven_session_provider_key", "proven_session", ["provider_key"])


def downgrade() -> None:
    """Take them away: passwords alone are left."""
    op.drop_index("ix_proven_session_provider_key", "proven_session")
    op.drop_column("proven_session", "provider_key")
    for table in ("spent_proof", "passkey", "identity_link"):
        op.drop_table(table)
