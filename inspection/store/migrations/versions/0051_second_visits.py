"""Second visits to doors that stayed shut: what the lot said of each."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "second_visit",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("id", "service", "plan_id", "week", "district", "workplace")
        ),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.Column("owed_until", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_second_visit_service")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_second_visit_plan_id")),
        sa.ForeignKeyConstraint(["drawn_by"], ["app_user.id"], name=op.f("fk_second_visit_drawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_visit")),
        sa.UniqueConstraint("plan_id", "workplace", name=op.f("uq_second_visit_plan_id_workplace")),
    )
    op.create_index("ix_second_visit_workplace", "second_visit", ["workplace"])
    op.create_index("ix_second_visit_owed_until", "second_visit", ["owed_until"])


def downgrade() -> None:
    """Take it away: intervals are bounds again."""
    op.drop_table("second_visit")
