"""The tables of deliveries are made anew for supplements: with everything in them, and with what refers to them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from builders_acts import AT, LIEGE, a_suspicious_control, later

import inspection.store.migrating as migrating
from inspection.acts import Office, acknowledge, deliver, log_call, save_control
from inspection.referral import FileDrop
from inspection.store import deliveries, migrate, referrals

BY = "insp-liege-1"


def test_deliveries_with_attempts_answers_and_calls_survive_down_and_up(house: Office, tmp_path: Path) -> None:
    """Down to the tables before supplements and up again, with rows that refer to each delivery: none is lost."""
    save_control(a_suspicious_control("yes"), BY, place=LIEGE, at=AT, office=house)
    deliver([FileDrop(tmp_path)], at=later(minutes=1), office=house)
    (referral,) = referrals(house.store)
    acknowledge(referral.reference, BY, recipient="pjf-liege", at=later(minutes=2), office=house)
    log_call(referral.deliveries[1].id, "magistrate", "Go on.", True, BY, number="02 000 00 00", at=AT, office=house)
    before = deliveries(house.store)
    config = Config()
    config.set_main_option("script_location", str(migrating._FOLDER))
    with migrating._one_transaction(house.store) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
    migrate(house.store)
    assert deliveries(house.store) == before
    acknowledge(referral.reference, BY, recipient="pjf-liege", at=later(minutes=9), office=house)
    with house.store.read() as session:
        connection = session.connection()
        if house.store.is_embedded:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        assert connection.exec_driver_sql("SELECT count(*) FROM attempt").scalar() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM telephone_call").scalar() == 1
