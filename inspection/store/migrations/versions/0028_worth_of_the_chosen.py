"""What a visit is worth and where it stands in its sector; a probability only where a card was calibrated"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('chosen', sa.Column('worth', sa.Float(), nullable=False, server_default='0'))
    op.execute('UPDATE chosen SET worth = probability')  # what the planner went by; nothing shows it
    op.add_column('chosen', sa.Column('calibrated_probability', sa.Float(), nullable=True))
    op.add_column('chosen', sa.Column('place', sa.Integer(), nullable=True))
    op.add_column('chosen', sa.Column('place_of', sa.Integer(), nullable=True))
    op.drop_column('chosen', 'probability')


def downgrade() -> None:
    op.add_column('chosen', sa.Column('probability', sa.Float(), nullable=False, server_default='0'))
    op.execute('UPDATE chosen SET probability = COALESCE(calibrated_probability, worth)')
    for name in ('place_of', 'place', 'calibrated_probability', 'worth'):
        op.drop_column('chosen', name)
