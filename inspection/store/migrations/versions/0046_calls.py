"""Calls are found by what they are about: each published copy and each promise to ring back asks for them."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_COLUMNS = ("delivery_id", "referral_id")


def upgrade() -> None:
    """Make the two indexes."""
    for column in _COLUMNS:
        op.create_index(op.f(f"ix_telephone_call_{column}"), "telephone_call", [column])


def downgrade() -> None:
    """Take them away."""
    for column in _COLUMNS:
        op.drop_index(op.f(f"ix_telephone_call_{column}"), "telephone_call")
