"""Checks of PostgreSQL's accounts: who works there, and does the database itself keep the services apart?"""

from collections.abc import Iterator

import inspection.store.tables  # noqa: F401  policies are made of every table: each must be known
from inspection.acts.doctor.found import Found
from inspection.acts.doctor.patient import Patient
from inspection.store.roles import account_of, lacking, too_much

_OTHER = "Let the office work as vigie_app_onss or vigie_app_tsw: docs/how-to/run-on-postgresql.md."
_SET_UP = "Run `vigie migrate` as the account that owns the tables (VIGIE_DATABASE_OWNER_URL)."


def roles(patient: Patient) -> Iterator[Found]:
    """Look as whom the office works, and what that account may; an embedded database has one account and no rights."""
    if patient.store.is_embedded:
        return
    account = account_of(patient.store)
    if account.is_superuser or account.passes_policies:
        yield Found("wrong", "the office works as an account that no right of PostgreSQL holds", _OTHER)
    elif account.is_owner:
        yield Found("look", "the office works as the owner of the tables: it could change the trail", _OTHER)
    elif patient.settings.is_portal:
        yield Found("well", "the portal works as an account of its own")  # of what it may nothing is in the tables
    elif found := too_much(patient.store):
        yield Found(
            "wrong", f"the office's account has rights that it should not have: {', '.join(found[:5])}", _SET_UP
        )
    else:
        yield Found("well", "the office works as an account that changes no table and no history")
    if open_tables := lacking(patient.store):
        what = f"PostgreSQL does not keep the services apart in {len(open_tables)} tables"
        yield Found("look" if account.is_owner else "wrong", what, _SET_UP)
