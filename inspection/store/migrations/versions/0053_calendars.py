"""A device may be a calendar: it reads hours and codes, and can be revoked by itself."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_TABLES = ("device", "device_invitation")
_BEFORE = ("field", "openrosa")


def upgrade() -> None:
    """Let the kind stand in both tables."""
    _allow((*_BEFORE, "calendar"))


def downgrade() -> None:
    """Take it away, and with it the calendars: they have to be made anew."""
    op.execute("DELETE FROM device WHERE kind = 'calendar'")
    _allow(_BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for table in _TABLES:
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_kind"), type_="check")
            changed.create_check_constraint(op.f(f"ck_{table}_kind"), f"kind IN ({listed})")
