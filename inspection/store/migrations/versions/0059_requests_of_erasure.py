"""A person may ask to be erased: that, too, is a request that is registered."""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_BEFORE = ("access", "correction", "complaint")


def upgrade() -> None:
    """Let the kind stand in the table."""
    _allow((*_BEFORE, "erasure"))


def downgrade() -> None:
    """Take it away; the right to ask what is kept comes nearest to it."""
    op.execute("UPDATE person_request SET kind = 'access' WHERE kind = 'erasure'")
    _allow(_BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("person_request") as changed:
        changed.drop_constraint(op.f("ck_person_request_kind"), type_="check")
        changed.create_check_constraint(op.f("ck_person_request_kind"), f"kind IN ({listed})")
