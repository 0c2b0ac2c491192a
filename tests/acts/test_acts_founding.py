"""A house is founded once; its keys are never made in silence over what other keys wrote, on any machine."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_roster, a_suspicious_control
from builders_control import the_rules
from houses import House
from sqlalchemy import text
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.founding import found_house
from inspection.acts.staff import import_roster
from inspection.errors import InspectionError, StoreFault
from inspection.keys import DATABASE, NAMES, open_keys
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.opening import HouseKeyRow, known_keys, open_store
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, verify_trail

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["embedded", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Give settings of an installation that nobody has founded."""
    if request.param == "embedded":
        return Settings(home=tmp_path / "home")
    url = request.getfixturevalue("bare_postgresql_url")
    return Settings(home=tmp_path / "home", database_url=url)


def content(home: Path) -> dict[str, bytes]:
    """Every file of a home but the database's own, which a start may move."""
    files = [path for path in sorted(home.rglob("*")) if path.is_file() and path.parent.name != "store"]
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


def refused(here: Settings) -> str:
    """Open the store, which must fail; returns the code, and sees that the home stays as it was."""
    before = content(here.home) if here.home.exists() else None
    with pytest.raises(InspectionError) as fault:
        open_store(here)
    assert (content(here.home) if here.home.exists() else None) == before
    assert fault.value.advice
    return fault.value.code


def used(here: Settings) -> AppContext:
    """Found a house and let it work: a control with a referral is in it."""
    found_house(here, at=AT)
    house = House(open_store(here), the_rules(), here)
    import_roster(house.acting("system", AT), a_roster())
    save(house.acting("insp-liege-1", AT), a_suspicious_control("yes"), place=LIEGE)
    return house


def test_nothing_opens_before_the_house_is_founded(here: Settings) -> None:
    """A forgotten VIGIE_HOME does not become a second installation."""
    assert refused(here) == ("STORE-013" if here.database_url is None else "STORE-035")
    assert not here.home.exists()


def test_a_house_is_founded_once(here: Settings) -> None:
    """Every key that it needs is made, known to the database and told in the trail; the second time, nothing."""
    done = found_house(here, at=AT)
    needed = set(NAMES) - ({DATABASE} if here.database_url else set())
    assert (done.is_new, set(done.made), set(done.registered)) == (True, needed, needed)
    before = content(here.home)
    again = found_house(here, at=AT)
    assert (again.is_new, again.made, again.registered) == (False, (), ())
    assert content(here.home) == before
    store = open_store(here)
    with store.read() as session:
        assert known_keys(session) == {name: store.keys.fingerprint(name) for name in needed}
        (told,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "keys.register")).all()
    assert set(told.facts["names"]) == needed
    assert verify_trail(store).holds
    store.close()


def test_a_second_machine_without_the_keys_is_refused_and_makes_none(here: Settings, tmp_path: Path) -> None:
    """Same database, empty home: nothing invents keys there; with a copy of them, and the one keyring, it works."""
    if here.database_url is None:
        pytest.skip("an embedded database has one home")
    house = used(here)
    other = replace(here, home=tmp_path / "second")
    assert refused(other) == "STORE-015"
    with pytest.raises(StoreFault) as fault:
        found_house(other)
    assert fault.value.code == "STORE-015"
    assert not other.home.exists()
    shutil.copytree(here.keys, other.keys)
    assert refused(other) == "KEYRING-103"  # the keys of cases are one folder for all machines
    open_store(replace(other, keyring_folder=here.keyring)).close()
    house.store.close()


def test_a_second_machine_with_keys_of_its_own_is_refused(here: Settings, tmp_path: Path) -> None:
    """Keys of another house open nothing here."""
    if here.database_url is None:
        pytest.skip("an embedded database has one home")
    found_house(here)
    other = Settings(home=tmp_path / "second")
    found_house(other)
    assert refused(replace(other, database_url=here.database_url)) == "STORE-029"


@pytest.mark.parametrize("name", ["field", "audit", "purpose-worker", "purpose-judicial", "openrosa"])
@pytest.mark.few(1)
def test_a_deleted_key_is_named_and_never_made_again(here: Settings, name: str) -> None:
    """By no start and by no `vigie init`; put back, everything opens."""
    used(here).store.close()
    (file,) = here.keys.glob(f"{name}.*")
    kept = file.read_bytes()
    file.unlink()
    assert refused(here) == "STORE-015"
    with pytest.raises(StoreFault, match=name):
        found_house(here)
    assert not file.exists()
    file.write_bytes(kept)
    file.chmod(0o600)
    open_store(here).close()


@pytest.mark.few(1)
def test_another_key_is_refused(here: Settings) -> None:
    """Also one that only signs or hashes, where nothing would fail at once."""
    found_house(here)
    file = here.keys / "purpose-complaint.key"
    file.write_bytes(bytes(32))
    assert refused(here) == "STORE-029"


@pytest.mark.few(1)
def test_the_same_rule_holds_for_keys_of_the_environment(here: Settings) -> None:
    """A safe may give what the files hold, and nothing else."""
    found_house(here)
    right = open_keys(here.keys, {"VIGIE_KEY_FIELD": (here.keys / "field.key").read_bytes().hex()})
    open_store(here, keys=right).close()
    with pytest.raises(StoreFault) as fault:
        open_store(here, keys=open_keys(here.keys, {"VIGIE_KEY_FIELD": "ab" * 32}))
    assert fault.value.code == "STORE-029"


def test_a_home_whose_folder_of_keys_is_lost_gets_no_new_ones(tmp_path: Path) -> None:
    """Not even after its database went too: the lake's pseudonyms would fit nothing."""
    here = Settings(home=tmp_path / "home")
    found_house(here)
    (here.lake / "dimona").mkdir(parents=True)
    shutil.rmtree(here.keys)
    shutil.rmtree(here.store_file.parent)
    with pytest.raises(StoreFault) as fault:
        found_house(here)
    assert fault.value.code == "STORE-024"
    assert not here.keys.exists()


@pytest.mark.few(1)
def test_a_house_that_was_written_before_it_knew_its_keys_is_refused(here: Settings) -> None:
    """Whoever comes first with invented keys does not become the owner."""
    house = used(here)
    _forget_keys(house.store)
    house.store.close()
    before = content(here.home)
    assert refused(here) == "STORE-014"
    with pytest.raises(StoreFault) as fault:
        found_house(here)
    assert fault.value.code == "STORE-018"
    assert content(here.home) == before


def test_a_lost_database_is_not_made_anew_beside_a_lake_whose_key_is_lost_too(tmp_path: Path) -> None:
    """Before a file or a key is made."""
    here = Settings(home=tmp_path / "home")
    found_house(here)
    (here.lake / "checkin").mkdir(parents=True)
    shutil.rmtree(here.store_file.parent)
    (here.keys / "purpose-worker.key").unlink()
    before = content(here.home)
    with pytest.raises(StoreFault) as fault:
        found_house(here)
    assert fault.value.code == "STORE-027"
    assert content(here.home) == before
    assert not here.store_file.exists()


@pytest.mark.few(1)
def test_a_version_that_needs_a_new_key_says_so(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is made by `vigie init`, and the others stay as they are."""
    found_house(here)
    for module in ("inspection.keys", "inspection.store.opening.house_keys", "inspection.acts.founding"):
        monkeypatch.setattr(f"{module}.NAMES", (*NAMES, "purpose-later"))
    assert refused(here) == "STORE-017"
    assert found_house(here).made == ("purpose-later",)
    open_store(here).close()


def test_few_places_make_keys() -> None:
    """Keys of the house, of cases, of sealed folders and of a witness; two more draw nonces only."""
    sources = sorted(p for package in ("inspection", "flows", "dashboards") for p in (ROOT / package).rglob("*.py"))
    makes = re.compile(r"token_bytes|generate_private_key|PrivateKey\.generate|urandom")
    makers = {p.relative_to(ROOT).as_posix() for p in sources if makes.search(p.read_text())}
    keys = {"keyring.py", "keys.py", "sealed_folders.py", "history/witness_home.py"}
    assert makers == {f"inspection/{one}" for one in (*keys, "sealing.py", "store/backups/vault.py")}
    callers = [p.relative_to(ROOT).as_posix() for p in sources if "make_keys" in p.read_text()]
    # A restored house that was on PostgreSQL needs a key for its embedded database.
    assert callers == ["inspection/acts/backups/restoring.py", "inspection/acts/founding.py", "inspection/keys.py"]


def _forget_keys(store: Store) -> None:
    """Take the keys' rows away: of the table that guards them, only whoever owns the database can."""
    with store.write() as session:
        connection = session.connection()
        cascade = "" if store.is_embedded else " CASCADE"  # rotations name its rows
        connection.execute(text(f"DROP TABLE house_key{cascade}"))
        HouseKeyRow.__table__.create(connection)  # type: ignore[attr-defined]
