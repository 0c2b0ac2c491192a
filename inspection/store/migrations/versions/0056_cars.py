"""Cars of a district, and the days on which one is not there."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables; where no car is known every team goes out as before."""
    op.create_table(
        "car",
        *_texts("id", "service", "district", "name", "made_by"),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String()),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _service("car"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_car_team_id")),
        _user("car", "made_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_car")),
    )
    op.create_index("ix_car_district", "car", ["district"])
    op.create_table(
        "car_absence",
        *_texts("id", "service", "car_id", "kind", "made_by"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_by", sa.String()),
        sa.Column("ended_at", sa.DateTime()),
        _service("car_absence"),
        sa.CheckConstraint("kind IN ('garage', 'lent', 'other')", name=op.f("ck_car_absence_kind")),
        sa.ForeignKeyConstraint(["car_id"], ["car.id"], name=op.f("fk_car_absence_car_id")),
        _user("car_absence", "made_by"),
        _user("car_absence", "ended_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_car_absence")),
    )
    op.create_index("ix_car_absence_car_id", "car_absence", ["car_id"])


def downgrade() -> None:
    """Take them away: which cars there are is forgotten."""
    op.drop_table("car_absence")
    op.drop_table("car")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _service(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f(f"ck_{table}_service"))


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["app_user.id"], name=op.f(f"fk_{table}_{column}"))
