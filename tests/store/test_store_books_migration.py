"""Weeks that were planned before districts had books: those that are over stay approved, others are planned again."""

from pathlib import Path

from sqlalchemy import text

from inspection.acts.founding import found_house
from inspection.settings import Settings
from inspection.store.core import migrating
from inspection.store.core.engine import WRITES
from inspection.store.opening import open_store

_WEEKS = {"2001-W03": "approved", "2001-W04": "proposed", "2999-W01": "approved"}
_PLAN = (
    "INSERT INTO plan (id, service, week, state, sha256, body, rules_sha256, proposed_by, proposed_at, seed_by_hand) "
    "VALUES (:week, 'ONSS', :week, :state, 's', 'b', 'r', 'system', '2001-01-01 09:00:00', 0)"
)


def test_what_is_over_stays_approved(tmp_path: Path) -> None:
    """Figures and cards are made from it; a week to come has no book to carry out, and a proposal is nobody's."""
    found_house(here := Settings(home=tmp_path / "home"))
    store = open_store(here)
    with store.engine.execution_options(**WRITES).connect() as connection, connection.begin():
        migrating._move(connection, "downgrade", "0048")
        for week, state in _WEEKS.items():
            connection.execute(text(_PLAN), {"week": week, "state": state})
        migrating._move(connection, "upgrade", "head")
    with store.engine.connect() as connection:
        rows = connection.execute(text("SELECT week, state FROM plan")).all()
    assert {row.week: row.state for row in rows} == {
        "2001-W03": "approved",
        "2001-W04": "replaced",
        "2999-W01": "replaced",
    }
    store.close()
