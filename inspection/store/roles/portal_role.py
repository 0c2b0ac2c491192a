"""The account of the portal's process on PostgreSQL: it reads what was addressed to the office that it names."""

from inspection.store.portal import OFFICE

PORTAL_ROLE = "vigie_portal"
PORTAL_TABLES = ("portal_copy", "portal_word")
MINE = f"office = (SELECT current_setting('{OFFICE}', true))"
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
    "text_key": "SELECT, INSERT, DELETE",
    "broken_glass": "SELECT",  # asked about at every act; nobody breaks one on the portal
    "audit_entry": "SELECT, INSERT",
    "witness": "SELECT",  # asked at a start: who signs the history; on the portal nobody was ever pinned
    "house_key": "SELECT",
    "key_rotation": "SELECT",
    "key_rotation_end": "SELECT",
    "alembic_version": "SELECT",
}
_COUNTS = "vigie_count(text)"  # what a checkpoint counts, held against the database at a start


def portal_grants() -> list[str]:
    """Return the statements that give the portal's account what its work needs, and take everything else."""
    given = [f"GRANT {rights} ON {table} TO {PORTAL_ROLE}" for table, rights in _GRANTS.items()]
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {PORTAL_ROLE}",
        f"GRANT EXECUTE ON FUNCTION {_COUNTS} TO {PORTAL_ROLE}",
        *given,
    ]
