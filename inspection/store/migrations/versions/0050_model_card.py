"""Model cards of targeting are reports: proposed, approved as a whole, published."""

from alembic import op

from inspection.store.core.append_only import guards

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_TABLES = ("report_proposal", "published_report")
_BEFORE = ("bureau", "cell", "biennial", "college", "rapporteur", "prevention")


def upgrade() -> None:
    """Let the kind stand in both tables."""
    _allow((*_BEFORE, "model_card"))


def downgrade() -> None:
    """Take it away; model cards have to be gone before."""
    _allow(_BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for table in _TABLES:
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_kind"), type_="check")
            changed.create_check_constraint(op.f(f"ck_{table}_kind"), f"kind IN ({listed})")
    if op.get_bind().dialect.name == "sqlite":
        _guard()


def _guard() -> None:
    """Make the tables append-only again: on SQLite a table that was altered has lost its guards."""
    for statement in guards("sqlite"):
        if any(statement.startswith(f"CREATE TRIGGER {table}_no_") for table in _TABLES):
            op.execute(statement)
