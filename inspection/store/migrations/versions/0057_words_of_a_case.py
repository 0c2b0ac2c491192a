"""By which key words are sealed that somebody of ours types about a case, and the journal as a step of an erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

_STEPS = ("files", "outbox", "portal", "unfinished", "key")
_OF_A_CASE = ("kept_text", "broken_glass", "look_review")
# Ids and references that stand in addresses and entries, with the control that each is of.
_NAMED = """
    SELECT id AS name, id AS control_id FROM control
    UNION SELECT id, id FROM draft
    UNION SELECT id, control_id FROM referral
    UNION SELECT reference, control_id FROM referral
    UNION SELECT d.id, r.control_id FROM delivery d JOIN referral r ON r.id = d.referral_id
    UNION SELECT id, control_id FROM follow_up
"""


def upgrade() -> None:
    """Say of what is there which case it is about; what was sealed by the house stays so until it is written anew."""
    for table in _OF_A_CASE:
        op.add_column(table, sa.Column("case_id", sa.String()))
        op.create_index(f"ix_{table}_case_id", table, ["case_id"])
    op.create_table(
        "text_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("service IN ('ONSS', 'TSW')", name=op.f("ck_text_key_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_key")),
    )
    _fill("kept_text", "kept_text.page LIKE '%/' || named.name OR kept_text.page LIKE '%/' || named.name || '/%'")
    _fill("broken_glass", "broken_glass.kind <> 'complaint' AND named.name IN (subject, upper(subject))")
    looked = "SELECT e.subject FROM audit_entry e WHERE e.stream = look_review.stream AND e.n = look_review.n"
    _fill("look_review", f"look_review.verdict IS NOT NULL AND named.name = ({looked})")
    _allow((*_STEPS, "journal"))


def downgrade() -> None:
    """Take it away; whatever is typed and not sent goes, since nothing would open it."""
    op.execute("DELETE FROM kept_text WHERE case_id IS NOT NULL")
    op.execute("DELETE FROM erasure_step WHERE what = 'journal'")
    _allow(_STEPS)
    op.drop_table("text_key")
    for table in _OF_A_CASE:
        op.drop_index(f"ix_{table}_case_id", table)
        op.drop_column(table, "case_id")


def _fill(table: str, when: str) -> None:
    found = f"SELECT min(named.control_id) FROM ({_NAMED}) AS named WHERE {when}"  # noqa: S608  our own names
    op.execute(f"UPDATE {table} SET case_id = ({found})")  # noqa: S608


def _allow(steps: tuple[str, ...]) -> None:
    """Let an erasure have these steps; where the table is made anew, its index of what is left is too."""
    op.drop_index("ix_erasure_step_left", "erasure_step")
    with op.batch_alter_table("erasure_step") as changed:
        changed.drop_constraint(op.f("ck_erasure_step_what"), type_="check")
        listed = ", ".join(f"'{step}'" for step in steps)
        changed.create_check_constraint(op.f("ck_erasure_step_what"), f"what IN ({listed})")
    left = sa.text("done_at IS NULL")
    op.create_index("ix_erasure_step_left", "erasure_step", ["id"], sqlite_where=left, postgresql_where=left)
