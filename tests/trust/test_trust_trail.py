"""The trail: kept with the act, refused to whoever would change it, and able to name what was changed anyway."""

import random
from datetime import UTC, datetime

import pytest
from builders_control import the_rules
from databases import owned
from houses import House
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.errors import StoreFault
from inspection.settings import settings
from inspection.store.core import Store
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import WorkplaceRow
from inspection.trust import (
    AuditedTransaction,
    Checkpoint,
    Context,
    audited_transaction,
    take_checkpoint,
    verify_trail,
)
from inspection.trust.audit import entry_hash

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def acting(store: Store) -> Context:
    """The context of an act of the schedule."""
    return House(store, the_rules(), settings()).acting(at=AT)


def fill(store: Store, entries: int = 20) -> None:
    """Write entries into three streams in turn."""
    with audited_transaction(acting(store)) as tx:
        for n in range(entries):
            tx.record("test.act", f"subject-{n}", stream=("control", "referral", "list")[n % 3], facts={"n": n})


def unguarded(store: Store, *statements: str) -> None:
    """Do what an administrator could: take the triggers away, and then change the rows."""
    with owned(store).engine.begin() as connection:
        if store.is_embedded:
            for verb in ("update", "delete", "gap"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


def test_an_untouched_trail_holds(store: Store) -> None:
    """Every entry follows from the one before it, in each stream from one on."""
    before = verify_trail(store)
    fill(store)
    report = verify_trail(store)
    assert report.holds
    assert (report.entries - before.entries, report.streams - before.streams) == (20, 3)


_OTHERS = "act, subject, purpose, basis, facts, previous, hash FROM audit_entry"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET who = 'nobody' WHERE n = 2",
        "DELETE FROM audit_entry WHERE n = 7",
        f"INSERT INTO audit_entry SELECT stream, n + 100, at, who, {_OTHERS} WHERE n = 1",
        "TRUNCATE audit_entry",
        f"INSERT OR REPLACE INTO audit_entry SELECT stream, n, at, 'nobody', {_OTHERS} WHERE n = 2",
    ],
)
def test_the_database_refuses_to_change_history(store: Store, statement: str) -> None:
    """Update, delete, a gap, TRUNCATE and INSERT OR REPLACE are refused by the database itself."""
    fill(store)
    entries = verify_trail(store).entries
    with pytest.raises(DatabaseError), owned(store).write() as session:
        session.connection().execute(text(statement))
    assert verify_trail(store).entries == entries


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("who", "'insp-liege-2'"),
        ("act", "'control.look'"),
        ("subject", "'subject-99'"),
        ("purpose", "'none'"),
        ("basis", "'other'"),
        ("facts", "'{}'"),
        ("at", "'2026-11-25 09:00:00.000000'"),
        ("previous", "hash"),
        ("hash", "previous"),
    ],
)
def test_a_changed_entry_is_named(store: Store, column: str, value: str) -> None:
    """Whichever column was changed behind the triggers' back, the entry is named by stream and number."""
    fill(store)
    unguarded(store, f"UPDATE audit_entry SET {column} = {value} WHERE stream = 'referral' AND n = 4")
    broken = verify_trail(store).broken
    assert broken is not None
    assert (broken.stream, broken.n) == ("referral", 4)


def test_a_removed_entry_is_named(store: Store) -> None:
    """A hole in the middle shows where the next entry no longer follows."""
    fill(store)
    unguarded(store, "DELETE FROM audit_entry WHERE stream = 'control' AND n = 3")
    broken = verify_trail(store).broken
    assert (broken.stream, broken.n, broken.what) == ("control", 3, "missing")


def test_a_cut_end_is_found_only_with_a_checkpoint(store: Store) -> None:
    """The chain alone cannot miss what nobody follows; the signed checkpoint does."""
    fill(store)
    checkpoint = take_checkpoint(store, AT)
    unguarded(store, "DELETE FROM audit_entry WHERE stream = 'list' AND n >= 5")
    assert verify_trail(store).holds
    broken = verify_trail(store, checkpoint).broken
    assert (broken.stream, broken.what) == ("list", "missing since the checkpoint")


def rechain(store: Store, stream: str, who: str) -> None:
    """Forge as somebody does who knows how the chain is made."""
    unguarded(store)
    with owned(store).write() as session:
        previous = "0" * 64
        connection = session.connection()
        for row in connection.execute(text(f"SELECT n FROM audit_entry WHERE stream = '{stream}' ORDER BY n")).all():
            entry = session.get(AuditEntryRow, (stream, row.n))
            session.expunge(entry)
            entry.who, entry.previous = who, previous
            previous = entry_hash(entry)
            connection.execute(
                text("UPDATE audit_entry SET who = :w, previous = :p, hash = :h WHERE stream = :s AND n = :n"),
                {"w": who, "p": entry.previous, "h": previous, "s": stream, "n": row.n},
            )


def test_a_rechained_stream_is_found_only_with_a_checkpoint(store: Store) -> None:
    """Written anew from the first entry on, the chain holds; its head is no longer the one that was signed."""
    fill(store)
    checkpoint = take_checkpoint(store, AT)
    rechain(store, "control", "nobody")
    assert verify_trail(store).holds
    assert verify_trail(store, checkpoint).broken.what == "written anew since the checkpoint"


def test_a_checkpoint_survives_its_file_and_a_forged_one_is_refused(store: Store) -> None:
    """Whoever changes a head in the file does not have the key."""
    fill(store)
    raw = take_checkpoint(store, AT).as_json()
    assert verify_trail(store, Checkpoint.read(raw)).holds
    raw["heads"]["list"][0] = 1
    with pytest.raises(StoreFault, match="not signed"):
        verify_trail(store, Checkpoint.read(raw))


def test_random_edits_are_all_found(store: Store) -> None:
    """Thirty seeded edits of one cell each: each is found, and named where it is."""
    fill(store, 30)
    dice = random.Random(7)
    unguarded(store)
    for _ in range(30):
        stream, n = dice.choice(("control", "referral", "list")), dice.randint(1, 10)
        column = dice.choice(("who", "act", "subject", "purpose"))
        with owned(store).engine.begin() as connection:
            at = f"WHERE stream = '{stream}' AND n = {n}"
            before = connection.execute(text(f"SELECT {column} FROM audit_entry {at}")).scalar()
            connection.execute(text(f"UPDATE audit_entry SET {column} = {column} || 'x' {at}"))
        broken = verify_trail(store).broken
        assert (broken.stream, broken.n) == (stream, n)
        with owned(store).engine.begin() as connection:
            connection.execute(text(f"UPDATE audit_entry SET {column} = :b {at}"), {"b": before})
    assert verify_trail(store).holds


def _add_a_workplace(tx: AuditedTransaction, is_idle: bool) -> None:
    tx.session.add(WorkplaceRow(id="est:2000000001", district="liege", sector="garment", seen_on=AT.date()))
    if is_idle:
        tx.mark_unchanged()


def test_a_change_without_history_is_not_kept(store: Store) -> None:
    """An act that forgets to record is refused, and nothing of it stays."""
    for is_idle in (False, True):
        with pytest.raises(StoreFault, match="not recorded"), audited_transaction(acting(store)) as tx:
            _add_a_workplace(tx, is_idle)
    with store.read() as session:
        assert session.get(WorkplaceRow, "est:2000000001") is None


@pytest.mark.parametrize(
    "fact",
    ["85073003328", "85.07.30-033.28", "a\nb", "x" * 201, ["ok", "85.07.30-033.28"], {"name": "x"}],
)
def test_a_fact_that_could_be_about_a_person_is_refused(store: Store, fact: object) -> None:
    """Numbers of persons, long texts and nested values do not enter the trail."""
    with (
        pytest.raises(StoreFault, match="about a person") as fault,
        audited_transaction(acting(store)) as tx,
    ):
        tx.record("test.act", "s", stream="control", facts={"f": fact})
    assert "85" not in str(fault.value)
