"""Looks that are judged by a second person, and requests of persons about what is kept of them."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "look_review",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "service", "week", "seed", "stream")),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("looker", sa.String(), nullable=False),
        sa.Column("is_outside", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("drawn_at", "due_at")),
        sa.Column("verdict", sa.String()),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("judged_by", sa.String()),
        sa.Column("judged_at", sa.DateTime()),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_look_review_service")),
        sa.CheckConstraint(
            "verdict IN ('fitting', 'unexplained', 'to_ask') OR verdict IS NULL", name=op.f("ck_look_review_verdict")
        ),
        sa.ForeignKeyConstraint(["looker"], ["app_user.id"], name=op.f("fk_look_review_looker")),
        sa.ForeignKeyConstraint(["judged_by"], ["app_user.id"], name=op.f("fk_look_review_judged_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_review")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_look_review_stream_n")),
    )
    op.create_index("ix_look_review_week", "look_review", ["week"])
    texts = ("id", "reference", "service", "kind", "subject_kind", "subject_key", "registered_by")
    op.create_table(
        "person_request",
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime()),
        sa.Column("closed_by", sa.String()),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_person_request_service")),
        sa.CheckConstraint("kind IN ('access', 'correction', 'complaint')", name=op.f("ck_person_request_kind")),
        sa.CheckConstraint(
            "subject_kind IN ('person', 'control', 'workplace')", name=op.f("ck_person_request_subject_kind")
        ),
        sa.ForeignKeyConstraint(["registered_by"], ["app_user.id"], name=op.f("fk_person_request_registered_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["app_user.id"], name=op.f("fk_person_request_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_person_request_reference")),
    )


def downgrade() -> None:
    """Take the tables away: the trail keeps the looks, and what was judged of them."""
    for table in ("person_request", "look_review"):
        op.drop_table(table)
