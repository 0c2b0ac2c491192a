"""The trail: kept with the act, refused to whoever would change it, and able to name what was changed anyway."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from builders_control import the_rules
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from databases import owned
from houses import House
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.errors import HistoryFault, StoreFault
from inspection.history import Asked, Checkpoint, Log, Notary
from inspection.settings import settings
from inspection.store.core import Store
from inspection.store.records import AuditEntryRow, heads_of
from inspection.store.weeks import WorkplaceRow
from inspection.trust import (
    AuditedTransaction,
    Context,
    audited_transaction,
    counts_of,
    entries_since,
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


def checkpoint_of(store: Store, notary: Notary) -> Checkpoint:
    """Where the trail stands, signed by a notary that follows it by itself."""
    newest = notary.newest()
    with store.read() as session:
        heads = heads_of(session)
        asked = Asked(newest.number if newest else 0, heads, counts_of(session))
        return notary.sign(asked, entries_since(session, newest.heads if newest else {}, heads), at=AT)


def recorded(store: Store, made: Checkpoint) -> Checkpoint:
    """Let the trail tell of a checkpoint, as the house does once it was signed."""
    with audited_transaction(acting(store)) as tx:
        tx.record("history.sign", made.digest, stream="history")
    return made


@pytest.fixture
def notary(tmp_path: Path) -> Notary:
    """Give a signer with a key of its own."""
    return Notary(Ed25519PrivateKey.generate(), Log(tmp_path / "log.jsonl"))


def codes(store: Store, checkpoint: Checkpoint) -> list[str]:
    """How the trail differs from a checkpoint, by code."""
    return [fault.code for fault in verify_trail(store, checkpoint).behind]


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


def test_a_moment_told_in_another_offset_breaks_nothing(store: Store) -> None:
    """It is read back in UTC: by what it was told in, the entry would look changed for ever."""
    brussels = AT.astimezone(timezone(timedelta(hours=1)))
    context = House(store, the_rules(), settings()).acting(at=brussels)
    with audited_transaction(context) as tx:
        tx.record("test.act", "subject", stream="control")
    assert verify_trail(store).holds


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
@pytest.mark.few(4)
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
@pytest.mark.few(6)
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


def test_a_cut_end_is_found_only_with_a_checkpoint(store: Store, notary: Notary) -> None:
    """The chain alone cannot miss what nobody follows; the signed checkpoint does."""
    fill(store)
    checkpoint = recorded(store, checkpoint_of(store, notary))
    unguarded(store, "DELETE FROM audit_entry WHERE stream = 'list' AND n >= 5")
    assert verify_trail(store).holds
    assert codes(store, checkpoint) == ["HISTORY-102"]


@pytest.mark.parametrize("since", [1, 2])
def test_an_older_database_is_told_from_one_that_was_cut(store: Store, notary: Notary, since: int) -> None:
    """Whoever cuts entries leaves the one that tells of the checkpoint; an older copy does not know of it.

    However many checkpoints were signed since the copy: after one alone nothing lacks where checkpoints are recorded.
    """
    fill(store)
    recorded(store, checkpoint_of(store, notary))
    with store.read() as session:
        older = heads_of(session)
    for _ in range(since):
        fill(store)
        newest = recorded(store, checkpoint_of(store, notary))
    unguarded(
        store,
        *(f"DELETE FROM audit_entry WHERE stream = '{stream}' AND n > {n}" for stream, (n, _) in older.items()),
    )
    assert codes(store, newest) == ["HISTORY-101"]


def test_rows_that_are_gone_are_missed(store: Store, notary: Notary) -> None:
    """Counts of what must never be lost stand in the checkpoint."""
    fill(store)
    checkpoint = checkpoint_of(store, notary)
    assert codes(store, replace(checkpoint, counts={**checkpoint.counts, "referral": 1})) == ["HISTORY-104"]


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


def test_a_rechained_stream_is_found_only_with_a_checkpoint(store: Store, notary: Notary) -> None:
    """Written anew from the first entry on, the chain holds; its head is no longer the one that was signed."""
    fill(store)
    checkpoint = checkpoint_of(store, notary)
    rechain(store, "control", "nobody")
    assert verify_trail(store).holds
    assert codes(store, checkpoint) == ["HISTORY-103"]


@pytest.mark.parametrize("grows", [False, True])
def test_whoever_signs_follows_the_trail_and_refuses_one_that_was_rewritten(
    store: Store, notary: Notary, grows: bool
) -> None:
    """Rechained, with or without entries after it: nothing is signed, whatever heads are named."""
    fill(store)
    before = checkpoint_of(store, notary)
    rechain(store, "control", "nobody")
    if grows:
        fill(store, 3)
    with pytest.raises(HistoryFault, match="does not go on") as fault:
        checkpoint_of(store, notary)
    assert fault.value.code == "HISTORY-130"
    assert notary.newest() == before


def test_whoever_signs_refuses_what_goes_back_and_what_is_not_newest(store: Store, notary: Notary) -> None:
    """Fewer entries, fewer rows, or a trail that was read before somebody else had it signed."""
    fill(store)
    before = checkpoint_of(store, notary)
    fewer = Asked(1, before.heads, {**before.counts, "control": -1})
    shorter = Asked(1, {**before.heads, "list": (1, "0" * 64)}, before.counts)
    lacking = Asked(1, {k: v for k, v in before.heads.items() if k != "list"}, before.counts)
    older = Asked(0, before.heads, before.counts)
    for asked, code in ((fewer, 130), (shorter, 130), (lacking, 130), (older, 131)):
        with pytest.raises(HistoryFault) as fault:
            notary.sign(asked, (), at=AT)
        assert fault.value.code == f"HISTORY-{code}"
    assert notary.sign(Asked(1, before.heads, before.counts), (), at=AT).number == 2


def test_a_checkpoint_survives_its_file_and_a_forged_one_is_known(store: Store, notary: Notary) -> None:
    """Whoever changes a head, a count or a number in the file does not have the key."""
    fill(store)
    made = checkpoint_of(store, notary)
    raw = made.as_json()
    assert Checkpoint.read(raw) == made
    assert made.is_signed_by(notary.public_key)
    for changed in (
        {**raw, "heads": {**raw["heads"], "list": [1, raw["heads"]["list"][1]]}},
        {**raw, "counts": {**raw["counts"], "referral": 0, "control": 1}},
        {**raw, "number": 2},
        {**raw, "is_anew": True},
        {**raw, "at": "2026-11-26T08:00:00+00:00"},
    ):
        assert not _is_signed(changed, notary)
    forged = made.signed(Ed25519PrivateKey.generate())
    assert forged.is_signed_by(forged.key)
    assert not forged.is_signed_by(notary.public_key)


def _is_signed(raw: dict[str, Any], notary: Notary) -> bool:
    """Tell whether what was changed passes: most cannot even be read, since the parts of a checkpoint agree."""
    try:
        return Checkpoint.read(raw).is_signed_by(notary.public_key)
    except ValueError:
        return False


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
@pytest.mark.few(6)
def test_a_fact_that_could_be_about_a_person_is_refused(store: Store, fact: object) -> None:
    """Numbers of persons, long texts and nested values do not enter the trail."""
    with (
        pytest.raises(StoreFault, match="about a person") as fault,
        audited_transaction(acting(store)) as tx,
    ):
        tx.record("test.act", "s", stream="control", facts={"f": fact})
    assert "85" not in str(fault.value)
