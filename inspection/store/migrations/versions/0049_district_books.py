"""A plan's districts have a book each, and the plan is the list of their hashes."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the books with the districts; a week planned before has none.

    One that is not over stands no longer, and is planned again. An approved one that is over stays approved: its visits
    by lot, its targeting and its frames are what figures and cards are made from.
    """
    _take_out()
    op.drop_table("plan_district")
    op.create_table("plan_district", sa.Column("id", sa.String(), nullable=False), *_columns(), *_books(), *_keys())
    op.drop_column("plan", "body")


def downgrade() -> None:
    """Take the books away: weeks that are not over stand no longer."""
    _take_out()
    op.drop_table("plan_district")
    op.create_table(
        "plan_district",
        *_columns(),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_district_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "district", name=op.f("pk_plan_district")),
    )
    op.add_column("plan", sa.Column("body", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))


def _take_out() -> None:
    """Take plans out that nobody can carry out any more, by the day of the database."""
    today = date.fromisoformat(str(op.get_bind().execute(sa.text("SELECT CURRENT_DATE")).scalar()))
    year, week, _ = today.isocalendar()
    standing = sa.text("UPDATE plan SET state = 'replaced' WHERE state <> 'approved' OR week >= :now")
    op.execute(standing.bindparams(now=f"{year}-W{week:02d}"))
    op.execute("DELETE FROM judicial_stop")


def _columns() -> tuple[sa.Column[object], ...]:
    texts = ("plan_id", "district", "stopped_by", "travel")
    columns: list[sa.Column[object]] = [sa.Column(name, sa.String(), nullable=False) for name in texts]
    return (*columns, sa.Column("value", sa.Float(), nullable=False))


def _books() -> tuple[sa.Column[object], ...]:
    return sa.Column("sha256", sa.String(), nullable=False), sa.Column("book", sa.LargeBinary(), nullable=False)


def _keys() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_district_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_district")),
        sa.UniqueConstraint("plan_id", "district", name=op.f("uq_plan_district_plan_id_district")),
    )
