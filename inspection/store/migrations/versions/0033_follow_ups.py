"""What is owed after a decision; who reads a no against a gravest fact; the control that went on from an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_ONE_OF = {
    "service": ("ONSS", "TSW"),
    "kind": ("no_review", "person_check", "call_back", "entry_confirm"),
    "state": ("open", "closed"),
    "outcome": (
        "left_as_is", "referred", "reached_safe", "reached_worried", "not_reached", "moved", "called", "filled",
        "confirmed", "corrected", "overtaken",
    ),
    "now_at": ("with_police", "with_centre", "stayed", "left", "unknown"),
}  # fmt: skip
_EMPTY_TOO = ("outcome", "now_at")


def upgrade() -> None:
    """Make the table of follow-ups, with its indexes, and add the two columns."""
    op.create_table(
        "follow_up",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "kind", "control_id", "subject")),
        sa.Column("n", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("service", "district")),
        sa.Column("for_user", sa.String()),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("opened_at", "starts_at", "due_at")),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lacks", sa.Text(), nullable=False),
        *(sa.Column(name, sa.String()) for name in ("outcome", "now_at")),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("entered_by", sa.String()),
        sa.Column("told_at", sa.DateTime()),
        sa.Column("closed_by", sa.String()),
        sa.Column("closed_at", sa.DateTime()),
        *(_one_of(name, values) for name, values in _ONE_OF.items()),
        *(
            sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_follow_up_{name}"))
            for name, target in (
                ("control_id", "control.id"),
                ("for_user", "app_user.id"),
                ("entered_by", "app_user.id"),
                ("closed_by", "app_user.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("kind", "control_id", "subject", "n", name=op.f("uq_follow_up_kind_control_id_subject_n")),
    )
    op.create_index("ix_follow_up_district", "follow_up", ["district"])
    op.create_index("ix_follow_up_control_id", "follow_up", ["control_id"])
    op.create_index("ix_follow_up_open", "follow_up", ["state", "kind"])
    op.add_column("control", sa.Column("continued_as", sa.String()))
    op.add_column("app_user", sa.Column("thb_contact", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take the table and the columns away with all that they hold."""
    op.drop_column("app_user", "thb_contact")
    op.drop_column("control", "continued_as")
    op.drop_table("follow_up")


def _one_of(name: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    allowed = f"{name} IN ({', '.join(repr(value) for value in values)})"
    empty = f" OR {name} IS NULL" if name in _EMPTY_TOO else ""
    return sa.CheckConstraint(allowed + empty, name=op.f(f"ck_follow_up_{name}"))
