"""One transaction an act: what is read stays true until it is written, by several processes at once."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from unittest.mock import patch

import pytest
from databases import lay_tables, owned
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from inspection.errors import StoreFault
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.opening import open_store
from inspection.store.people import TeamRow

WORKERS, ROUNDS = 4, 25
CONNECTIONS = 15  # that the pool of a process lends, each of the two databases at least


def _count_up(here: Settings, rounds: int) -> None:
    store = open_store(here)
    for _ in range(rounds):
        with store.write() as session:
            team = session.get(TeamRow, "t")
            team.size += 1
    store.close()


def a_team(**changed):
    """Build a team of the district of Liège."""
    values = {
        "id": "t",
        "service": "ONSS",
        "district": "liege",
        "name": "TeamRow",
        "office_lon": 5.5,
        "office_lat": 50.6,
        "language": "fr",
        "languages": ["fr"],
        "skills": [],
        "size": 0,
        "shifts": {},
        "breaks": [],
    }
    return TeamRow(**{**values, **changed})


def test_no_update_is_lost_between_processes(store: Store, database: Settings) -> None:
    """Four processes read and add one, twenty-five times each: the sum is a hundred, without an error."""
    with store.write() as session:
        session.add(a_team())
    store.close()  # nothing open may pass into a forked process
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=_count_up, args=(database, ROUNDS)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * WORKERS
    with store.read() as session:
        assert session.get(TeamRow, "t").size == WORKERS * ROUNDS


def _count_up_carelessly(here: Settings, rounds: int) -> None:
    """The planted fault: nobody waits for their turn, and a transaction that reads first begins as SQLite has it."""
    with (
        patch("inspection.store.core.engine._begin", lambda connection: connection.exec_driver_sql("BEGIN")),
        patch("inspection.store.core.transactions.gate", lambda *_: nullcontext()),
    ):
        _count_up(here, rounds)


@pytest.mark.battery(reason="the check above has its own check; no update is lost in every run")
def test_a_deferred_beginning_is_found_here(tmp_path: Path) -> None:
    """Some process ends with an error, or an update is lost."""
    here = Settings(home=tmp_path / "home")
    lay_tables(here)
    store = open_store(here)
    with store.write() as session:
        session.add(a_team())
    store.close()
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=_count_up_carelessly, args=(here, ROUNDS)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with store.read() as session:
        counted = session.get(TeamRow, "t").size
    assert (counted, [worker.exitcode for worker in workers]) != (WORKERS * ROUNDS, [0] * WORKERS)


def _breaks_off(store: Store) -> None:
    with store.write() as session:
        session.add(a_team())
        session.flush()
        raise RuntimeError


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    """All of an act is kept, or none."""
    with pytest.raises(RuntimeError):
        _breaks_off(store)
    with store.read() as session:
        assert session.get(TeamRow, "t") is None


def test_reading_keeps_nothing(store: Store) -> None:
    """What happens inside a look is rolled back."""
    with store.read() as session:
        session.add(a_team())
    with store.read() as session:
        assert session.get(TeamRow, "t") is None


def test_an_act_inside_an_act_is_refused(store: Store) -> None:
    """It would wait for itself at the gate; it is told so instead."""
    with pytest.raises(StoreFault, match="inside another act"), store.write(), store.write():
        pass
    with store.write() as session:
        session.add(a_team())


@pytest.mark.parametrize("wrong", [{"service": "FBI"}, {"district": None}])
def test_a_word_that_is_no_state_is_refused_when_written(store: Store, wrong: dict[str, object]) -> None:
    """A string with a constraint: never a row that nobody can read again."""
    with pytest.raises((IntegrityError, StatementError)), owned(store).write() as session:
        session.add(a_team(**wrong))


def test_a_sealed_column_takes_no_plain_text(store: Store) -> None:
    """Somebody who forgets to seal learns it at once, and the text is in no error."""
    from inspection.store.people import UserRow

    user = UserRow(id="u", service="ONSS", role="inspector", language="fr", name=b"Plain Name")
    with pytest.raises((StoreFault, StatementError), match="not sealed") as fault, store.write() as session:
        session.add(user)
    assert "Plain Name" not in str(fault.value)


def test_moments_come_back_in_utc_and_naive_ones_are_refused(store: Store) -> None:
    """A moment without time zone never enters."""
    from datetime import datetime, timedelta, timezone

    from inspection.store.records import AuditEntryRow

    def entry(at):
        return AuditEntryRow(
            stream="s", n=1, at=at, who="u", act="a", subject="x", purpose="p", basis="", facts={}, previous="", hash=""
        )

    with pytest.raises((ValueError, StatementError)), store.write() as session:
        session.add(entry(datetime(2026, 11, 25, 12, 0)))  # noqa: DTZ001
    local = datetime(2026, 11, 25, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    with store.write() as session:
        session.add(entry(local))
    with store.read() as session:
        back = session.get(AuditEntryRow, ("s", 1)).at
    assert back == local
    assert back.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "table",
    [
        "receipt",
        "attempt",
        "telephone_call",
        "published_list",
        "suspicion_decision",
        "judicial_permission",
        "judicial_revocation",
        "judicial_withdrawal",
        "figure_release",
        "figure_release_approval",
        "duty_roster",
        "duty_turn",
        "duty_test",
        "duty_absence",
        "judicial_recipient",
        "referral_change",
        "referral_change_end",
        "recall",
        "recall_deletion",
        "breach",
        "embargo",
        "embargo_end",
        "outcome_told",
    ],
)
@pytest.mark.few(20)
def test_tables_of_what_was_said_can_only_grow(store: Store, table: str) -> None:
    """Each append-only table has its triggers on either database (what they do is shown with the trail)."""
    asked = "name FROM sqlite_master WHERE type = 'trigger'" if store.is_embedded else "tgname FROM pg_trigger"
    with store.read() as session:
        found = set(session.connection().execute(text(f"SELECT {asked}")).scalars())
    if store.is_embedded:
        assert {f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"} <= found
    else:
        assert {f"{table}_no_change", f"{table}_no_truncate"} <= found


def test_a_gate_is_only_needed_by_the_embedded_database(database: Settings) -> None:
    """PostgreSQL's writers take turns by its own lock, and open no file for it."""
    lay_tables(database)
    store = open_store(database)
    assert (store.gate_file is None) == (database.database_url is not None)
    assert replace(database, service="TSW").home == database.home


def test_more_writers_than_connections_who_read_as_they_write_all_come_through(store: Store) -> None:
    """Whoever waits for their turn holds no connection: the one who writes has a second one to read by."""
    with store.write() as session:
        session.add(a_team())
    together = Barrier(CONNECTIONS + 1)

    def count_up(_: int) -> None:
        together.wait(30)
        with store.write() as session, store.read() as beside:
            session.get(TeamRow, "t").size = beside.get(TeamRow, "t").size + 1

    with ThreadPoolExecutor(CONNECTIONS + 1) as threads:
        list(threads.map(count_up, range(CONNECTIONS + 1)))
    with store.read() as session:
        assert session.get(TeamRow, "t").size == CONNECTIONS + 1
