"""What is left to remove of an erased case, who was found at a control, and rows that go with their case."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from inspection.store.core.append_only import UNTIL_ERASED, guards

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

def upgrade() -> None:
    """Make the new tables, let the register of breaches outlive its recalls, and guard what goes with its case."""
    _make()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("breach") as changed:
        changed.drop_constraint(op.f("fk_breach_recall_id"), type_="foreignkey")
    _unguard(UNTIL_ERASED)
    _guard((*UNTIL_ERASED, *(("breach",) if is_sqlite else ())))


def downgrade() -> None:
    """Take them away; a breach whose recall was erased has to be gone before. The guards stay as they are now."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("breach") as changed:
        changed.create_foreign_key(op.f("fk_breach_recall_id"), "recall", ["recall_id"], ["id"])
    if is_sqlite:
        _guard(("breach",))
    op.drop_table("erasure_step")
    op.drop_table("control_person")


def _make() -> None:
    op.create_table(
        "control_person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("control_id", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["control_id"], ["control.id"], name=op.f("fk_control_person_control_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_person")),
        sa.UniqueConstraint("control_id", "subject_key", name=op.f("uq_control_person_control_id_subject_key")),
    )
    op.create_index("ix_control_person_subject_key", "control_person", ["subject_key"])
    op.create_table(
        "erasure_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime()),
        sa.CheckConstraint("what IN ('files', 'outbox', 'portal', 'unfinished', 'key')", name=op.f("ck_erasure_step_what")),
        sa.ForeignKeyConstraint(["item_id"], ["erasure_item.id"], name=op.f("fk_erasure_step_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_step")),
        sa.UniqueConstraint("item_id", "what", "name", name=op.f("uq_erasure_step_item_id_what_name")),
    )
    op.create_index("ix_erasure_step_item_id", "erasure_step", ["item_id"])
    left = sa.text("done_at IS NULL")
    op.create_index("ix_erasure_step_left", "erasure_step", ["id"], sqlite_where=left, postgresql_where=left)


def _unguard(tables: Iterable[str]) -> None:
    for table in tables:
        if op.get_bind().dialect.name == "sqlite":
            for name in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}")
        else:
            for name in ("change", "truncate"):
                op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name} ON {table}")


def _guard(tables: Iterable[str]) -> None:
    for statement in guards(op.get_bind().dialect.name):
        is_function = statement.startswith("CREATE OR REPLACE FUNCTION vigie_until_erased")
        if is_function or any(statement.startswith(f"CREATE TRIGGER {table}_no_") for table in tables):
            op.execute(statement)
