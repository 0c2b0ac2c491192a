"""What is asked of every case that was ever taken on is answered by indexes: promises, calls, and outcomes that are due."""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_BEFORE = (("delivery", "referral_id"), ("taken_on", "delivery_id"), ("telephone_call", "delivery_id"))
_NOW = (
    ("ix_delivery_case", "delivery", ["referral_id", "recipient", "ended_at", "id"]),
    ("ix_delivery_answered_at", "delivery", ["answered_at"]),
    ("ix_taken_on_said", "taken_on", ["delivery_id", "noted_at", "id", "rings_back_at"]),
    ("ix_telephone_call_rung", "telephone_call", ["delivery_id", "at"]),
)


def upgrade() -> None:
    """Make the indexes, in the place of those that hold less."""
    for table, column in _BEFORE:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    for name, table, columns in _NOW:
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Put the earlier ones back."""
    for name, table, _ in _NOW:
        op.drop_index(name, table)
    for table, column in _BEFORE:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
