"""People of offices outside, deputies, and records that were opened by a broken glass."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_SERVICES = ("ONSS", "TSW")
_LANGUAGES = ("fr", "nl", "de", "en")
_BEFORE = ("inspector", "team_head", "supervisor", "direction", "system", "auditor_dpo")
_OUTSIDE = (
    "police_cell", "auditorate", "reference_magistrate", "central_cell", "reception_centre", "regional_service",
)  # fmt: skip


def upgrade() -> None:
    """Let a user be of an office outside, and make the three tables."""
    with op.batch_alter_table("app_user") as user:
        user.add_column(sa.Column("office", sa.String()))
        user.add_column(sa.Column("first_day", sa.Date()))
        user.add_column(sa.Column("last_day", sa.Date()))
        user.drop_constraint(op.f("ck_app_user_role"), type_="check")
        user.create_check_constraint(op.f("ck_app_user_role"), _in("role", (*_BEFORE, "administrator", *_OUTSIDE)))
    _make(
        "deputy",
        texts=("service", "absent_id", "deputy_id", "made_by"),
        days=("first_day", "last_day"),
        moments=("made_at",),
        empty={"ended_at": sa.DateTime(), "ended_by": sa.String()},
        users=("absent_id", "deputy_id", "made_by", "ended_by"),
        indexed=("absent_id", "deputy_id"),
        closed={"service": _SERVICES},
    )
    _make(
        "broken_glass",
        texts=("service", "user_id", "kind", "subject"),
        moments=("begun_at", "ends_at"),
        sealed=("words",),
        empty={"judged_by": sa.String(), "judged_at": sa.DateTime(), "was_right": sa.Boolean()},
        users=("user_id", "judged_by"),
        indexed=("user_id",),
        closed={"service": _SERVICES},
    )
    _make(
        "outside_person",
        texts=("service", "role", "office", "language", "proposed_by"),
        days=("first_day", "last_day"),
        moments=("proposed_at",),
        sealed=("name",),
        empty={
            "telephone": sa.LargeBinary(),
            "decided_by": sa.String(),
            "decided_at": sa.DateTime(),
            "user_id": sa.String(),
        },
        users=("proposed_by", "decided_by", "user_id"),
        closed={"service": _SERVICES, "role": _OUTSIDE, "language": _LANGUAGES},
    )


def downgrade() -> None:
    """Take it back; whoever is of an office outside has to be gone before."""
    for table in ("outside_person", "broken_glass", "deputy"):
        op.drop_table(table)
    with op.batch_alter_table("app_user") as user:
        user.drop_constraint(op.f("ck_app_user_role"), type_="check")
        user.create_check_constraint(op.f("ck_app_user_role"), _in("role", _BEFORE))
        for column in ("office", "first_day", "last_day"):
            user.drop_column(column)


def _make(
    table: str,
    *,
    texts: tuple[str, ...],
    days: tuple[str, ...] = (),
    moments: tuple[str, ...],
    sealed: tuple[str, ...] = (),
    empty: dict[str, sa.types.TypeEngine[object]],
    users: tuple[str, ...],
    indexed: tuple[str, ...] = (),
    closed: dict[str, tuple[str, ...]],
) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts),
        *(sa.Column(name, sa.Date(), nullable=False) for name in days),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in moments),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in sealed),
        *(sa.Column(name, kind) for name, kind in empty.items()),
        *(sa.CheckConstraint(_in(name, values), name=op.f(f"ck_{table}_{name}")) for name, values in closed.items()),
        *(sa.ForeignKeyConstraint([name], ["app_user.id"], name=op.f(f"fk_{table}_{name}")) for name in users),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for name in indexed:
        op.create_index(f"ix_{table}_{name}", table, [name])


def _in(name: str, values: tuple[str, ...]) -> str:
    return f"{name} IN ({', '.join(repr(value) for value in values)})"
