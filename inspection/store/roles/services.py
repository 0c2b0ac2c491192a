"""Row-level security: on PostgreSQL a row of another service is no row at all, whatever a statement forgets to ask.

A table with a column `service` is kept by it. Any other follows what its rows hang on: the first column that must name
a row of a kept table. The owner of the tables sees everything: nobody works as the owner.
"""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Table

from inspection.store.core import metadata
from inspection.store.roles.app_role import APP_ROLE
from inspection.store.roles.portal_role import MINE, PORTAL_ROLE, PORTAL_TABLES

_PEOPLE = "app_user"
_OURS = "service = (SELECT vigie_service())"
# Tables that every service reads whole, and why no row of them is anybody's.
SHARED = {
    "audit_entry": "one trail for the database: a stream has no gaps, and an entry says nothing about a person",
    "checklist_definition": "what the rules ask",
    "house_key": "fingerprints of keys",
    "key_rotation": "which key followed which",
    "key_rotation_end": "which key followed which",
    "portal_cursor": "how far the trail was published",
    "sign_in_failure": "counts by keyed hash",
    "spent_proof": "proofs that are good once, by keyed hash",
    "witness": "public keys of whoever signs the history of the database",
    "word_taken": "ids of words of the portal",
    "workplace": "places, which any service may visit",
}


def guarded_tables() -> dict[str, str]:
    """Return by table the condition under which a row is one's own; the tables of the portal have their own."""
    kept: dict[str, str] = {}
    for table in metadata.sorted_tables:
        if table.name in SHARED or table.name in PORTAL_TABLES:
            continue
        condition = _OURS if "service" in table.columns else _by_parent(table, kept)
        if condition:
            # Schedules act as one user, whose row every service reads.
            kept[table.name] = f"{condition} OR id = 'system'" if table.name == _PEOPLE else condition
    return kept


def _by_parent(table: Table, kept: dict[str, str]) -> str:
    """Return the condition that what a row hangs on is one's own, of people only where there is nothing else."""
    found = [
        (key.column.table.name, column.name, key.column.name)
        for column in table.columns
        if not column.nullable
        for key in column.foreign_keys
        if key.column.table.name in kept
    ]
    found.sort(key=lambda one: one[0] == _PEOPLE)
    if not found:
        return ""
    parent, column, key = found[0]
    return f"EXISTS (SELECT 1 FROM {parent} parent WHERE parent.{key} = {table.name}.{column})"  # noqa: S608  our names


def policies() -> Iterator[tuple[str, str, str, str]]:
    """Give each policy as it should stand: its table, its name, whom it holds, and its condition."""
    for table, condition in guarded_tables().items():
        yield table, _named("of_the_service", condition), "PUBLIC", condition
    for table in PORTAL_TABLES:
        yield table, _named("of_the_office", MINE), PORTAL_ROLE, MINE
        yield table, _named("of_the_publisher", "true"), APP_ROLE, "true"


def _named(name: str, condition: str) -> str:
    """Return a name that changes with the condition: one that stands already is left alone, and nobody waits."""
    return f"{name}_{sha256(condition.encode()).hexdigest()[:8]}"
