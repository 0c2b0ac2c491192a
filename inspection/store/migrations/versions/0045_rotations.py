"""Rotations of keys, and what the guards of append-only tables let through while one is under way."""

import sqlalchemy as sa
from alembic import op

from inspection.store.core.append_only import guards
from inspection.store.core.resealing import reseal_guards

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("key_rotation", "key_rotation_end")


def upgrade() -> None:
    """Make the two tables and let a rotation through."""
    op.create_table(
        "key_rotation",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "name", "old_id", "new_id")),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["old_id"], ["house_key.id"], name=op.f("fk_key_rotation_old_id")),
        sa.ForeignKeyConstraint(["new_id"], ["house_key.id"], name=op.f("fk_key_rotation_new_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_rotation")),
        sa.UniqueConstraint("old_id", name=op.f("uq_key_rotation_old_id")),
        sa.UniqueConstraint("new_id", name=op.f("uq_key_rotation_new_id")),
    )
    op.create_table(
        "key_rotation_end",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("resealed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["key_rotation.id"], name=op.f("fk_key_rotation_end_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_rotation_end")),
    )
    dialect = op.get_bind().dialect.name
    for statement in guards(dialect):
        if any(statement.startswith(f"CREATE TRIGGER {table}_no_") for table in _APPEND_ONLY):
            op.execute(statement)
    for statement in reseal_guards(dialect):
        op.execute(statement)


def downgrade() -> None:
    """Take them away; which keys were retired is in the trail."""
    dialect = op.get_bind().dialect.name
    for statement in reseal_guards(dialect):
        if statement.startswith("DROP TRIGGER"):
            op.execute(statement)
    for statement in guards(dialect):
        is_plain = statement.startswith("CREATE OR REPLACE") or "_no_update BEFORE UPDATE" in statement
        if is_plain and not any(statement.startswith(f"CREATE TRIGGER {table}_no_") for table in _kept()):
            op.execute(statement)
    if dialect != "sqlite":
        op.execute("DROP FUNCTION vigie_is_resealed(text, jsonb, jsonb)")
    for table in reversed(_APPEND_ONLY):
        op.drop_table(table)


def _kept() -> set[str]:
    """Return the tables whose guards this migration left as they were."""
    from inspection.store.core.append_only import FOR_EVER, UNTIL_ERASED

    touched = {part.split()[-1].removesuffix("_no_update") for part in reseal_guards("sqlite") if part[:4] == "DROP"}
    return {"audit_entry", *FOR_EVER, *UNTIL_ERASED} - touched
