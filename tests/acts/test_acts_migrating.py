"""`vigie migrate` on a PostgreSQL whose owner is no superuser, with TLS in front of it, and with waits that end."""

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from builders_acts import AT, LIEGE, a_roster, a_suspicious_control, an_office
from builders_control import the_rules
from databases import as_app
from houses import House
from sqlalchemy import text

from inspection.acts.controls import save
from inspection.acts.doctor import CHECKS, examine
from inspection.acts.founding import found_house
from inspection.acts.migrating import as_owner, migrate_house
from inspection.acts.staff import import_roster
from inspection.database_settings import DatabaseSettings
from inspection.errors import AccessRefused, RoleFault, StoreFault
from inspection.settings import Settings
from inspection.store.core import HEAD, count_of, last_serial, migrating
from inspection.store.opening import open_store, reach_store
from inspection.store.queries import referrals
from inspection.trust import verify_trail


@dataclass(frozen=True)
class Server:
    """A database that an account without a superuser's rights owns."""

    owner: str
    app: str

    def settings(self, home: Path, service: str = "ONSS", **limits: Any) -> Settings:
        """Settings of a house that works as the application and migrates as the owner."""
        database = DatabaseSettings(owner_url=self.owner, **limits)
        return Settings(home=home, database_url=self.app, database=database, service=service)

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement as the owner."""
        with psycopg.connect(self.owner.replace("+psycopg", ""), autocommit=True) as connection:
            found = connection.execute(statement)  # type: ignore[call-overload]
            return found.fetchall() if found.description else []


@pytest.fixture
def server(bare_postgresql_url: str) -> Server:
    """An empty database of `vigie_owner`, made as docs/how-to/run-on-postgresql.md says."""
    with psycopg.connect(bare_postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
        name = connection.info.dbname
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'vigie_owner'").fetchone():
            connection.execute("CREATE ROLE vigie_owner LOGIN CREATEROLE")
        for role in ("vigie_app", "vigie_portal"):
            connection.execute(f"GRANT {role} TO vigie_owner WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
        connection.execute(f'ALTER DATABASE "{name}" OWNER TO vigie_owner')
    return Server(as_owner_of(bare_postgresql_url), as_app(bare_postgresql_url))


def as_owner_of(url: str) -> str:
    """The same as the account that owns."""
    return as_app(url, "vigie_owner")


@pytest.fixture
def founded(server: Server, tmp_path: Path) -> Settings:
    """A house that was founded by `vigie init` with both accounts."""
    here = server.settings(tmp_path / "home")
    found_house(here, at=AT)
    return here


def test_a_house_is_founded_by_the_owner_and_used_by_another(server: Server, founded: Settings) -> None:
    """Acts work, the trail holds, the doctor is content, and again changes nothing."""
    house = House(open_store(founded), the_rules(), founded)
    import_roster(house.acting("system", AT), a_roster())
    save(house.acting("insp-liege-1", AT), a_suspicious_control("yes"), place=LIEGE)
    assert verify_trail(house.store).holds
    house.store.close()
    told = [(one.state, one.what) for one in examine(founded, at=AT)]
    assert ("well", "the office works as an account that changes no table and no history") in told
    assert not [what for state, what in told if state != "well" and "office" in what]
    before = server.run(_STATE)
    assert migrate_house(founded).is_at == HEAD
    assert server.run(_STATE) == before


_STATE = (
    "SELECT 'policy', tablename, policyname, qual FROM pg_policies UNION ALL SELECT 'right', relname, relacl::text, '' "
    "FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "UNION ALL SELECT 'member', roleid::text, member::text, '' FROM pg_auth_members ORDER BY 1, 2, 3"
)


def test_who_works_does_not_migrate(server: Server, founded: Settings) -> None:
    """Of an older revision it is told what to run; the owner's command does it, policies included."""
    owner = reach_store(as_owner(founded))
    with owner.engine.begin() as connection:
        migrating._move(connection, "downgrade", "0040")
    owner.close()
    with pytest.raises(StoreFault) as fault:
        open_store(founded)
    assert fault.value.code == "ROLE-101"
    assert server.run("SELECT version_num FROM alembic_version") == [("0040",)]
    done = migrate_house(founded)
    assert (done.was_at, done.is_at, done.has_roles) == ("0040", HEAD, True)
    open_store(founded).close()
    assert server.run("SELECT count(*) FROM pg_policies")[0][0] > 80


def test_who_works_makes_nothing_for_a_time_either(server: Server, founded: Settings) -> None:
    """Not even a table that goes with the session."""
    with psycopg.connect(server.app.replace("+psycopg", "")) as connection, pytest.raises(psycopg.Error) as fault:
        connection.execute("CREATE TEMPORARY TABLE more (id text)")
    assert fault.value.sqlstate == "42501"
    assert founded.home.is_dir()


def test_only_the_owner_migrates(server: Server, founded: Settings) -> None:
    """Another account is refused by name of the setting, before anything is changed."""
    wrong = replace(founded, database=DatabaseSettings(owner_url=server.app))
    with pytest.raises(StoreFault) as fault:
        migrate_house(wrong)
    assert fault.value.code == "ROLE-102"


@pytest.mark.battery(reason="founding, migrating by the owner alone and a right too many are tried in every run")
def test_the_owner_as_who_works_is_remarked_upon(server: Server, founded: Settings) -> None:
    """The doctor says so; a superuser is wrong, since no policy holds it."""
    told = [one for one in examine(replace(founded, database_url=server.owner), at=AT) if "owner of the" in one.what]
    assert [one.state for one in told] == ["look"]
    superuser = replace(founded, database_url=as_app(server.app.replace("vigie_app", "postgres"), "postgres"))
    told = [one for one in examine(superuser, at=AT) if "no right of PostgreSQL holds" in one.what]
    assert [one.state for one in told] == ["wrong"]


def test_a_right_too_many_is_found(server: Server, founded: Settings) -> None:
    """And taken back by the next `vigie migrate`, where it was the application's own."""
    planted = {
        "GRANT UPDATE ON audit_entry TO vigie_app": "update on audit_entry",
        "GRANT DELETE ON audit_entry TO vigie_app": "delete on audit_entry",
        "GRANT UPDATE (who) ON audit_entry TO vigie_app": "update on audit_entry.who",
        "GRANT UPDATE (id) ON suspicion_decision TO vigie_app": "update on suspicion_decision.id",
        "GRANT TRUNCATE ON receipt TO vigie_app": "truncate on receipt",
    }
    for statement, told in planted.items():
        server.run(statement)
        found = [one for one in examine(founded, at=AT, checks=_ROLES) if "should not have" in one.what]
        assert [(one.state, one.what.partition(": ")[2]) for one in found] == [("wrong", told)], statement
        migrate_house(founded)
    server.run("GRANT TRUNCATE ON receipt TO PUBLIC")
    assert "truncate on receipt" in str(examine(founded, at=AT, checks=_ROLES))


_ROLES = [check for check in CHECKS if check.key == "roles"]


def test_a_table_that_is_not_kept_apart_is_found(server: Server, founded: Settings) -> None:
    """Switched off, opened by one policy more, or by another condition or command of one that keeps its name."""
    before, (name,) = (
        server.run(_STATE),
        server.run("SELECT policyname FROM pg_policies WHERE tablename = 'referral'")[0],
    )
    planted = (
        "ALTER TABLE referral DISABLE ROW LEVEL SECURITY",
        'CREATE POLICY "Everything" ON referral USING (true)',
        f"ALTER POLICY {name} ON referral USING (true)",
        f"ALTER POLICY {name} ON referral WITH CHECK (true)",
        f"ALTER POLICY {name} ON referral TO vigie_portal",
        f"DROP POLICY {name} ON referral",
        f"DROP POLICY {name} ON referral; CREATE POLICY {name} ON referral FOR SELECT USING (true)",
    )
    for statement in planted:
        server.run(statement)
        found = [one for one in examine(founded, at=AT, checks=_ROLES) if "services apart in 1 tables" in one.what]
        assert [one.state for one in found] == ["wrong"], statement
        migrate_house(founded)
        assert "keep the services apart" not in str(examine(founded, at=AT, checks=_ROLES)), statement
    assert server.run(_STATE) == before


def test_two_services_in_one_database_meet_in_numbers_alone(server: Server, founded: Settings) -> None:
    """Serials go on, counts are of the whole, an id of the other is refused; no query shows the other's cases."""
    ours = House(open_store(founded), the_rules(), founded)
    import_roster(ours.acting("system", AT), a_roster())
    save(ours.acting("insp-liege-1", AT), a_suspicious_control("yes"), place=LIEGE)
    theirs = House(open_store(replace(founded, service="TSW")), the_rules(), replace(founded, service="TSW"))
    assert len(referrals(ours.store)) == 1
    assert referrals(theirs.store) == []
    with theirs.store.read() as session:
        assert (last_serial(session, 2026), count_of(session, "referral")) == (1, 1)
    with theirs.store.write() as session:
        session.connection().execute(text(_DIRECTION))
    with pytest.raises(AccessRefused) as fault:
        import_roster(theirs.acting("direction-t", AT), json.loads(json.dumps(a_roster()).replace("ONSS", "TSW")))
    assert fault.value.code == "ACCESS-053"
    for house in (ours, theirs):
        house.store.close()


_DIRECTION = (
    "INSERT INTO app_user (id, service, role, language, active) VALUES ('direction-t', 'TSW', 'direction', 'fr', true)"
)


@pytest.mark.parametrize(
    ("limits", "statement", "code"),
    [
        ({"lock_seconds": 1}, "SELECT pg_advisory_xact_lock(7)", "ROLE-121"),
        ({"statement_seconds": 1}, "SELECT pg_sleep(30)", "ROLE-122"),
    ],
)
@pytest.mark.few(1)
def test_no_wait_is_without_an_end(
    server: Server, founded: Settings, limits: dict[str, int], statement: str, code: str
) -> None:
    """A lock that somebody holds, and a statement that does not come back, end with a code."""
    store = open_store(replace(founded, database=DatabaseSettings(**limits)))
    with psycopg.connect(server.app.replace("+psycopg", "")) as other:
        other.execute("SELECT pg_advisory_lock(7)")
        began = time.monotonic()
        with pytest.raises(StoreFault) as fault, store.read() as session:
            session.connection().execute(text(statement))
        assert fault.value.code == code
        assert time.monotonic() - began < 25
    with store.read() as session:  # the next one works
        assert session.connection().execute(text("SELECT 1")).scalar() == 1
    store.close()


def test_a_transaction_that_does_nothing_ends(founded: Settings) -> None:
    """It keeps no lock for ever."""
    store = open_store(replace(founded, database=DatabaseSettings(idle_seconds=1)))
    with store.read() as session:
        connection = session.connection()
        time.sleep(3)
        with pytest.raises(StoreFault) as fault:
            connection.execute(text("SELECT 1"))
    assert fault.value.code == "ROLE-123"
    store.close()


def test_an_embedded_database_has_one_account(tmp_path: Path) -> None:
    """The command is harmless there, and says that nothing was set up."""
    house = an_office(Settings(home=tmp_path / "home"))
    done = migrate_house(house.settings)
    assert (done.was_at, done.is_at, done.has_roles) == (HEAD, HEAD, False)
    house.store.close()


@pytest.mark.battery(reason="founding, migrating by the owner alone and a right too many are tried in every run")
def test_pages_of_destroyed_rows_are_freed(server: Server, founded: Settings) -> None:
    """By whoever destroyed them where PostgreSQL lets them, else by the server within minutes: it is told so."""
    with psycopg.connect(server.app.replace("+psycopg", ""), autocommit=True) as connection:
        may = connection.info.server_version >= 170000
    store = open_store(founded)
    before = server.run(_VACUUMED)[0][0]
    store.forget()
    store.close()
    assert server.run(_VACUUMED)[0][0] == before + (1 if may else 0)
    told = server.run("SELECT reloptions FROM pg_class WHERE relname = 'control_version'")[0][0]
    assert "autovacuum_vacuum_threshold=0" in told


_VACUUMED = "SELECT pg_stat_get_vacuum_count('control_version'::regclass)"


@pytest.mark.battery(reason="founding, migrating by the owner alone and a right too many are tried in every run")
def test_an_owner_that_may_make_no_accounts_is_told_which(server: Server, tmp_path: Path) -> None:
    """They are made by hand then, or it is given the right; nothing is left half done."""
    superuser = as_app(server.app.replace("+psycopg", ""), "vigie_app").replace("//vigie_app:", "//postgres:")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS vigie_app_tsw")
        connection.execute("ALTER ROLE vigie_owner NOCREATEROLE")
        with pytest.raises(RoleFault) as fault:
            found_house(server.settings(tmp_path / "home"), at=AT)
        assert (fault.value.code, "vigie_app_tsw" in fault.value.what) == ("ROLE-103", True)
        connection.execute("ALTER ROLE vigie_owner CREATEROLE")
    found_house(server.settings(tmp_path / "home"), at=AT)
    open_store(server.settings(tmp_path / "home")).close()
