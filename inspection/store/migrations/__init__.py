"""The history of the tables, read by Alembic; a change of a model is a new file in `versions`."""
