"""Both databases for every test here."""

from databases import database, postgresql_server, postgresql_url, store

__all__ = ["database", "postgresql_server", "postgresql_url", "store"]
