"""Alembic's entry: it uses the connection that `migrate` opened, with the key and the gate already in place."""

from alembic import context

import inspection.store.tables  # noqa: F401  every table must be known to the metadata
from inspection.store.core import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
