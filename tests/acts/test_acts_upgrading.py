"""Tables that a migration makes anew: with everything in them, with what refers to them, and with what was ended."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from builders_acts import AT, LIEGE, a_suspicious_control, later
from builders_orders import BY as SUPERVISOR
from builders_orders import TEAM, ordered

import inspection.store.core.migrating as migrating
from inspection.acts.answers import acknowledge, log_call
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.acts.delivery import deliver
from inspection.acts.orders import orders_of, permit, revoke, withdraw_order
from inspection.referral.delivery import FileDrop
from inspection.store.core import migrate
from inspection.store.queries import deliveries, referrals

BY = "insp-liege-1"


def down_and_up(house: Office, revision: str) -> None:
    """Take the tables back to a revision, and up again."""
    config = Config()
    config.set_main_option("script_location", str(migrating._FOLDER))
    with migrating._one_transaction(house.store) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    migrate(house.store)


def test_deliveries_with_attempts_answers_and_calls_survive_down_and_up(house: Office, tmp_path: Path) -> None:
    """Down to the tables before supplements and up again, with rows that refer to each delivery: none is lost."""
    save_control(a_suspicious_control("yes"), BY, place=LIEGE, at=AT, office=house)
    deliver([FileDrop(tmp_path)], at=later(minutes=1), office=house)
    (referral,) = referrals(house.store)
    acknowledge(referral.reference, BY, recipient="pjf-liege", at=later(minutes=2), office=house)
    log_call(referral.deliveries[1].id, "magistrate", "Go on.", True, BY, number="02 000 00 00", at=AT, office=house)
    before = deliveries(house.store)
    down_and_up(house, "0003")
    assert deliveries(house.store) == before
    acknowledge(referral.reference, BY, recipient="pjf-liege", at=later(minutes=9), office=house)
    with house.store.read() as session:
        connection = session.connection()
        if house.store.is_embedded:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        assert connection.exec_driver_sql("SELECT count(*) FROM attempt").scalar() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM telephone_call").scalar() == 1


def test_what_was_ended_stays_ended_when_the_tables_go_back(house: Office) -> None:
    """A version that knows no revocation must not open the door again, nor send somebody for a withdrawn order."""
    gone, kept = ordered(house, "est:2999999999"), ordered(house)
    permit(kept.id, "team", TEAM, SUPERVISOR, at=AT, office=house)
    for n in range(2):
        permit(kept.id, "user", "direction-1", SUPERVISOR, at=later(n), office=house)
        revoke(kept.id, "user", "direction-1", SUPERVISOR, reason="not_concerned", at=later(n), office=house)
    withdraw_order(gone.id, SUPERVISOR, reason="entered_twice", at=AT, office=house)
    down_and_up(house, "0008")
    assert {o.id: o.state for o in orders_of(SUPERVISOR, at=AT, office=house)} == {gone.id: "visited", kept.id: "open"}
    assert orders_of("direction-1", at=AT, office=house) == []
    assert [o.id for o in orders_of(BY, at=AT, office=house)] == [kept.id]
    permit(kept.id, "user", "direction-1", SUPERVISOR, at=AT, office=house)
    assert [o.id for o in orders_of("direction-1", at=AT, office=house)] == [kept.id]
    if house.store.is_embedded:
        with house.store.read() as session:
            assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
