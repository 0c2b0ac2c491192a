"""The account of the portal's process on PostgreSQL: it reads what was addressed to the office that it names."""

from sqlalchemy import text

from inspection.store.core import Store
from inspection.store.portal.naming_office import OFFICE

ROLE = "vigie_portal"
_MINE = f"office = current_setting('{OFFICE}', true)"
# What signing in, keeping a session and the trail of the portal need; of the tables of cases nothing at all.
_GRANTS = {
    "portal_copy": "SELECT",
    "portal_word": "SELECT, INSERT",
    "app_user": "SELECT",
    "deputy": "SELECT, INSERT, UPDATE",
    "account": "SELECT, INSERT, UPDATE",
    "enrolment": "SELECT, INSERT, UPDATE",
    "proven_session": "SELECT, INSERT, UPDATE, DELETE",
    "sign_in_failure": "SELECT, INSERT, UPDATE, DELETE",
    "passkey": "SELECT, INSERT, UPDATE, DELETE",
    "identity_link": "SELECT, INSERT, UPDATE, DELETE",
    "spent_proof": "SELECT, INSERT, UPDATE, DELETE",
    "kept_text": "SELECT, INSERT, UPDATE, DELETE",
    "broken_glass": "SELECT",  # asked about at every act; nobody breaks one on the portal
    "audit_entry": "SELECT, INSERT",
    "house_key": "SELECT",
    "key_rotation": "SELECT",
    "key_rotation_end": "SELECT",
    "alembic_version": "SELECT",
}


def set_up_role(store: Store) -> None:
    """Let the database itself keep the offices apart, and give the portal's account what its work needs.

    The office publishes as the owner, whom no policy holds. The account is made without a password and cannot sign in:
    whoever keeps the server gives it one. The embedded database has no accounts, and needs a home and keys of its own.
    """
    if store.is_embedded:
        return
    with store.engine.begin() as connection:
        for statement in (_MADE, *_policies(), *_granted()):
            connection.execute(text(statement))


_MADE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'vigie_portal') THEN CREATE ROLE vigie_portal NOLOGIN; END IF;
END $$
"""


def _policies() -> list[str]:
    """Return row-level security of both tables, made anew each time: the same again changes nothing."""
    made = []
    for table in ("portal_copy", "portal_word"):
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS of_the_office ON {table}",
            f"CREATE POLICY of_the_office ON {table} TO {ROLE} USING ({_MINE}) WITH CHECK ({_MINE})",
        ]
    return made


def _granted() -> list[str]:
    taken = f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ROLE}"
    given = [f"GRANT {rights} ON {table} TO {ROLE}" for table, rights in _GRANTS.items()]
    return [taken, f"GRANT USAGE ON SCHEMA public TO {ROLE}", *given]
