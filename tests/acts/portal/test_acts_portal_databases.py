"""Whoever takes the portal over holds what was addressed to somebody outside: tried with raw SQL on both databases."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlcipher3.dbapi2 as sqlcipher
from builders_acts import AT, an_office
from builders_portals import AUDITORATE, POLICE, Twin, a_yes_on_site, with_a_portal
from databases import lay_tables
from houses import as_user
from sqlmodel import Session, select

from flows.command.house.starting import begin_whole
from inspection.acts import identity, portal
from inspection.acts.history import take_checkpoint
from inspection.acts.portal.values import Acknowledges
from inspection.acts.texts import forget_texts, keep_text, kept_texts
from inspection.errors import StoreFault
from inspection.history_settings import HistorySettings
from inspection.settings import Settings
from inspection.store.core import metadata
from inspection.store.opening import open_store
from inspection.store.portal import PortalCopyRow, for_office
from inspection.store.queries import alerts
from inspection.store.roles import PORTAL_ROLE, policies
from inspection.trust import AppContext

YES = Acknowledges(taker="duty_officer", words="Words that were said")
PLAIN = ("Mircea", "papers held", "Words that were said", "Name of cell-1", "R-26-0", "Exemplu")
# What the portal's own database may hold rows of: its copies and words, its people, how they prove it, and its trail.
ITS_OWN = {
    *("portal_copy", "portal_word", "portal_cursor", "app_user", "house_key", "audit_entry", "enrolment", "account"),
    *("proven_session", "sign_in_failure", "deputy", "kept_text", "passkey", "identity_link", "spent_proof"),
    "text_key",
}

OF_THE_OFFICE = next(name for table, name, role, _ in policies() if (table, role) == ("portal_copy", PORTAL_ROLE))


@pytest.fixture
def lived_in(tmp_path: Path) -> Twin:
    """A portal with copies of two offices, people and a word."""
    return _lived_in(with_a_portal(an_office(Settings(home=tmp_path / "home"))))


def _lived_in(twin: Twin) -> Twin:
    a_yes_on_site(twin.office)
    twin.publish(AT)
    for by, office in (("cell-1", POLICE), ("auditor-1", AUDITORATE)):
        twin.say(by, twin.rows(office, "case")[0], YES, AT)
    portal.invite(twin.office.acting("direction-1", AT), "cell-1")
    return twin


@pytest.fixture
def served(tmp_path: Path, postgresql_url: str) -> tuple[Twin, str]:
    """The same on PostgreSQL, whose keys are those of the template; with how its database is reached."""
    office = an_office(Settings(home=tmp_path / "home"))
    _with_keys_of_the_template(tmp_path / "home" / "portal")
    return _lived_in(with_a_portal(office, postgresql_url)), postgresql_url.replace("+psycopg", "")


def _with_keys_of_the_template(home: Path) -> None:
    lay_tables(Settings(home=home, database_url="postgresql+psycopg:///only?host=/keys"))


def test_the_embedded_portal_holds_rows_of_its_own_alone(lived_in: Twin) -> None:
    """Opened with its key, table by table: nothing of a control, a referral, a delivery or a complaint."""
    here = lived_in.portal.settings
    connection = sqlcipher.connect(str(here.store_file))
    connection.execute(f"PRAGMA key = \"x'{lived_in.portal.store.keys.database.hex()}'\"")
    filled = {
        name
        for name in metadata.tables
        if connection.execute(f"SELECT EXISTS (SELECT 1 FROM {name})").fetchone() == (1,)
    }
    assert {"portal_copy", "portal_word", "app_user", "audit_entry"} <= filled <= ITS_OWN
    people = {row[0] for row in connection.execute("SELECT coalesce(office, id) FROM app_user")}
    assert people == {POLICE, AUDITORATE, "pjf-namur", "surya", "system"}


def test_nothing_of_a_case_lies_plain_in_the_portals_home(lived_in: Twin) -> None:
    """Neither in any file nor, once the database is opened with its key, in any cell."""
    here = lived_in.portal.settings
    for file in (one for one in here.home.rglob("*") if one.is_file() and one.suffix != ".yaml"):
        assert not any(word.encode() in file.read_bytes() for word in PLAIN), file.name
    connection = sqlcipher.connect(str(here.store_file))
    connection.execute(f"PRAGMA key = \"x'{lived_in.portal.store.keys.database.hex()}'\"")
    cells = [
        cell if isinstance(cell, bytes) else str(cell).encode()
        for name in metadata.tables
        for row in connection.execute(f"SELECT * FROM {name}")
        for cell in row
    ]
    held = {word for word in PLAIN if any(word.encode() in cell for cell in cells)}
    assert held == {"R-26-0"}  # the reference, which the addressee reads aloud


def test_the_portals_keys_open_nothing_of_the_office(lived_in: Twin) -> None:
    """Its home holds no key by which the office's database would open."""
    with pytest.raises(StoreFault):
        open_store(lived_in.office.settings, keys=lived_in.portal.store.keys)


def test_the_role_sees_what_is_of_the_office_that_it_named(served: tuple[Twin, str]) -> None:
    """Nothing before an office was named; then its own copies and words, and those of no other."""
    _, url = served
    with psycopg.connect(url) as connection:
        connection.execute(f"SET ROLE {PORTAL_ROLE}")
        for table in ("portal_copy", "portal_word"):
            assert _offices(connection, table) == set()
            for office in (POLICE, AUDITORATE, "pjf-namur"):
                connection.execute("SELECT set_config('vigie.office', %s, false)", [office])
                assert _offices(connection, table) == ({office} if office != "pjf-namur" else set())
            connection.execute("SELECT set_config('vigie.office', '', false)")


def _offices(connection: psycopg.Connection[Any], table: str) -> set[str]:
    return {row[0] for row in connection.execute(f"SELECT office FROM {table}")}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portal_copy SET office = '{police}'",
        "DELETE FROM portal_copy",
        "UPDATE portal_word SET taken_at = now()",
        "SELECT n FROM portal_cursor",
        "ALTER TABLE portal_copy DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY {OF_THE_OFFICE} ON portal_copy",
        "SET ROLE postgres",
        "INSERT INTO app_user (id, service, role, language, active) VALUES ('x', 'ONSS', 'police_cell', 'fr', true)",
        "INSERT INTO portal_word SELECT 'x', id, '{police}', 'lifted', 'auditor-1', now() FROM portal_copy",
    ],
)
@pytest.mark.few(2)
def test_the_role_changes_nothing_that_is_not_its_own(served: tuple[Twin, str], statement: str) -> None:
    """Neither a copy nor a word that was said, nor another's office, nor what holds it."""
    _, url = served
    with psycopg.connect(url) as connection:
        connection.execute("SET SESSION AUTHORIZATION vigie_portal")
        connection.execute("SELECT set_config('vigie.office', %s, false)", [AUDITORATE])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.format(police=POLICE))  # type: ignore[arg-type]


def test_the_role_reads_no_table_of_cases(served: tuple[Twin, str]) -> None:
    """Of every table but its own the database refuses it."""
    _, url = served
    refused = set()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"SET ROLE {PORTAL_ROLE}")
        for name in metadata.tables:
            try:
                connection.execute(f"SELECT 1 FROM {name} LIMIT 1")  # type: ignore[arg-type]
            except psycopg.errors.InsufficientPrivilege:
                refused.add(name)
    assert set(metadata.tables) - refused == (ITS_OWN - {"portal_cursor"}) | {
        "broken_glass",
        "key_rotation",
        "key_rotation_end",
        "witness",
    }


def test_an_act_of_the_portals_account_names_its_office(served: tuple[Twin, str]) -> None:
    """Through the store as the portal's process opens it: signing in works, and copies show after the naming alone."""
    twin, _ = served
    there = _as_its_process(*served)
    store = there.store
    made = portal.invite(twin.office.acting("direction-1", AT), "cell-1")
    identity.redeem_enrolment(there.at_the_door(AT), made.code, "a sentence that nobody guesses here")
    assert identity.sign_in(there.at_the_door(AT), "cell-1", "a sentence that nobody guesses here").token
    with store.read() as session:
        assert _seen(session) == set()
        for_office(session, POLICE)
        assert _seen(session) == {POLICE}
    with store.read() as session:
        assert _seen(session) == set()
    store.close()


def test_pages_are_read_by_the_portals_account(served: tuple[Twin, str]) -> None:
    """The same pages as on the embedded database: the account sees what they ask, and leaves their entries."""
    there = _as_its_process(*served)
    mine = as_user(there, "cell-1", AT)
    desk = portal.pages.first_page(mine, "waiting", "open").desk
    assert {one.office for one in desk.held} == {POLICE}
    assert desk.counted.waiting == len(desk.shelves["waiting"])
    page = portal.pages.open_page(mine, desk.held[0].id)
    assert ([one.kind for one in page.words], page.counted) == (["acknowledged"], desk.counted)
    assert portal.pages.absence_page(mine).duty == portal.pages.duty_in([page.held.copy])
    there.store.close()


def test_text_is_kept_and_forgotten_by_the_portals_account(served: tuple[Twin, str]) -> None:
    """Of a case and of none; the key of what is of no case goes with it, though the account reads no table of cases."""
    there = _as_its_process(*served)
    mine = as_user(there, "cell-1", AT)
    keys = set(there.store.keyring.cases())
    for page in (f"/case/{served[0].rows(POLICE, 'case')[0].id}", "/absence"):
        keep_text(mine, page, "words", "half a word", 0)
        assert [one.words for one in kept_texts(mine, page)] == ["half a word"]
        assert forget_texts(mine, page) == 1
    assert set(there.store.keyring.cases()) == keys
    there.store.close()


@pytest.mark.battery(reason="what the portal's account sees and changes is tried in every run")
def test_the_portals_account_starts_and_its_notes_are_told_there_alone(
    served: tuple[Twin, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """It compares the newest checkpoint, counts and all, and raises no alert: nobody reads one there."""
    twin, _ = served
    take_checkpoint(twin.portal.acting_as_flow("history", AT))
    there = _as_its_process(*served)
    begin_whole(there.acting_as_flow("history", AT))
    assert capsys.readouterr().err == ""
    noted = replace(there, settings=replace(there.settings, history=HistorySettings(elsewhere=Path("/nowhere"))))
    begin_whole(noted.acting_as_flow("history", AT))
    assert "HISTORY-136" in capsys.readouterr().err
    assert alerts(twin.portal.store) == []
    there.store.close()


def _as_its_process(twin: Twin, url: str) -> AppContext:
    """The portal's installation as its own process opens it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {PORTAL_ROLE} LOGIN")
    _, _, rest = url.removeprefix("postgresql://").partition("@")
    mine = replace(twin.portal.settings, database_url=f"postgresql+psycopg://{PORTAL_ROLE}@{rest}")
    return AppContext(open_store(mine, keys=twin.portal.store.keys), twin.portal.rules, mine)


def _seen(session: Session) -> set[str]:
    return set(session.exec(select(PortalCopyRow.office)))
