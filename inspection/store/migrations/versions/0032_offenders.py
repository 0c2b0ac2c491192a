"""Findings and deadlines name their offender; a finding has its own days."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what stood before is the employer's, of the control's day, as it was understood then."""
    with op.batch_alter_table("finding") as finding:
        finding.add_column(sa.Column("offender", sa.String(), nullable=False, server_default="employer"))
        for name in ("from_on", "to_on", "found_on"):
            finding.add_column(sa.Column(name, sa.Date(), nullable=False, server_default="2017-01-01"))
    for name, day in (("from_on", "facts_on"), ("to_on", "facts_on"), ("found_on", "DATE(entered_at)")):
        op.execute(f"UPDATE finding SET {name} = (SELECT {day} FROM control WHERE control.id = finding.control_id)")
    with op.batch_alter_table("clock") as clock:
        clock.add_column(sa.Column("offender", sa.String(), nullable=False, server_default=""))
        clock.drop_constraint("uq_clock_control_id_key_starts_on", type_="unique")
        clock.create_unique_constraint(
            "uq_clock_control_id_key_offender_starts_on", ["control_id", "key", "offender", "starts_on"]
        )
    # a finding or its facts started these, so that they are an offender's; the others are the whole control's
    op.execute("UPDATE clock SET offender = 'employer' WHERE key IN ('pv_copy', 'administrative_limitation')")


def downgrade() -> None:
    """Take the columns away again."""
    with op.batch_alter_table("clock") as clock:
        clock.drop_constraint("uq_clock_control_id_key_offender_starts_on", type_="unique")
        clock.create_unique_constraint("uq_clock_control_id_key_starts_on", ["control_id", "key", "starts_on"])
        clock.drop_column("offender")
    with op.batch_alter_table("finding") as finding:
        for name in ("found_on", "to_on", "from_on", "offender"):
            finding.drop_column(name)
