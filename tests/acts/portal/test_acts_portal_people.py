"""People of offices outside: pushed with the portal's keys, let in by a code, ended; each at their own door."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from builders_acts import AT, an_office
from builders_portals import PEOPLE, Twin, with_a_portal
from sqlmodel import select

from inspection.acts import absences, identity, outsiders, portal
from inspection.errors import InspectionError
from inspection.portal_settings import PORTAL_MARK
from inspection.settings import DEMO_MARK, Settings
from inspection.store.people import SessionRow, UserRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

HEAD, SECOND = "supervisor-liege", "direction-1"
PASSWORD = "a sentence that nobody guesses here"
LATER = AT + timedelta(minutes=1)


@pytest.fixture
def twin(house: AppContext) -> Iterator[Twin]:
    made = with_a_portal(house)
    yield made
    made.portal.store.close()


def users_of(app: AppContext) -> dict[str, UserRow]:
    with app.store.read() as session:
        return {row.id: row for row in session.exec(select(UserRow))}


def test_only_people_outside_are_pushed_and_with_the_portals_keys(twin: Twin) -> None:
    """No inspector's name is on the portal; a name there opens with no key of the office."""
    changed(twin)
    there = users_of(twin.portal)
    assert there.keys() == {"system", *PEOPLE, "cell-new"}
    sealed = there["cell-1"].name or b""
    assert twin.portal.store.unseal("app_user.name", "cell-1", sealed) == "Name of cell-1"
    with pytest.raises(InspectionError):
        twin.office.store.unseal("app_user.name", "cell-1", sealed)


def changed(twin: Twin) -> None:
    """Two people let somebody in, so that the trail says so, and the next turn pushes."""
    with twin.office.store.write() as session:
        session.add(replace_user(twin, "cell-new"))
    new = outsiders.NewOutsider(
        role="police_cell",
        office="pjf-liege",
        language="fr",
        name="Somebody New",
        first_day=day_in_brussels(AT),
        last_day=day_in_brussels(AT) + timedelta(days=30),
    )
    outsiders.propose_outsider(twin.office.acting(HEAD, AT), new)
    twin.publish(AT)


def replace_user(twin: Twin, id_: str) -> UserRow:
    return UserRow(id=id_, service="ONSS", role="police_cell", office="pjf-liege", language="fr")


def test_a_code_is_good_on_the_portal_and_nowhere_else(twin: Twin) -> None:
    """It begins a session there, and the office knows nothing of it."""
    made = portal.invite(twin.office.acting(HEAD, AT), "cell-1")
    with pytest.raises(InspectionError) as fault:
        identity.redeem_enrolment(twin.office.at_the_door(LATER), made.code, PASSWORD)
    assert fault.value.code == "ACCESS-071"
    assert identity.redeem_enrolment(twin.portal.at_the_door(LATER), made.code, PASSWORD) == "cell-1"
    done = identity.sign_in(twin.portal.at_the_door(LATER), "cell-1", PASSWORD)
    assert done.principal.roles == {"police_cell"}
    with pytest.raises(InspectionError) as again:
        identity.sign_in(twin.office.at_the_door(LATER), "cell-1", PASSWORD)
    assert again.value.code == "ACCESS-070"


@pytest.mark.parametrize("who", ["insp-liege-1", "nobody-here"])
def test_nobody_else_is_invited(twin: Twin, who: str) -> None:
    with pytest.raises(InspectionError) as fault:
        portal.invite(twin.office.acting(HEAD, AT), who)
    assert fault.value.code == "ACCESS-080"


def test_whoever_may_not_invites_nobody(twin: Twin) -> None:
    with pytest.raises(InspectionError) as fault:
        portal.invite(twin.office.acting("insp-liege-1", AT), "cell-1")
    assert fault.value.code == "ACCESS-020"


def test_whoever_is_ended_in_the_office_is_out_at_the_next_turn(twin: Twin) -> None:
    """Their sessions on the portal end, and nobody signs in again."""
    made = portal.invite(twin.office.acting(HEAD, AT), "cell-1")
    identity.redeem_enrolment(twin.portal.at_the_door(AT), made.code, PASSWORD)
    done = identity.sign_in(twin.portal.at_the_door(AT), "cell-1", PASSWORD)
    outsiders.end_outsider(twin.office.acting(HEAD, LATER), "cell-1")
    twin.publish(LATER)
    with pytest.raises(InspectionError) as fault:
        identity.principal_of(twin.portal.at_the_door(LATER), done.token)
    assert fault.value.code == "ACCESS-072"
    with twin.portal.store.read() as session:
        assert [row.ended_at for row in session.exec(select(SessionRow))] == [LATER]


@pytest.mark.battery(reason="the page that names one is tried in every run (test_portal_pages.py)")
def test_people_of_one_office_name_deputies_on_the_portal(twin: Twin) -> None:
    """The act is that of the office; who is of another office cannot stand in."""
    portal.invite(twin.office.acting(HEAD, AT), "cell-1")
    first, last = day_in_brussels(AT), day_in_brussels(AT) + timedelta(days=3)
    assert absences.name_deputy(twin.portal.acting("cell-1", AT), "cell-1", "cell-2", first, last)
    with pytest.raises(InspectionError) as fault:
        absences.name_deputy(twin.portal.acting("cell-1", AT), "cell-1", "cell-elsewhere", first, last)
    assert fault.value.code == "ACCESS-085"


def test_each_signs_in_at_their_own_door(tmp_path, twin: Twin) -> None:  # type: ignore[no-untyped-def]
    """By a click in a demo, where nobody proves anything: people outside on the portal alone, others in the office."""
    for app in (twin.office, twin.portal):
        (app.home / DEMO_MARK).write_text("{}", encoding="utf-8")
    portal.invite(twin.office.acting(HEAD, AT), "cell-1")
    assert identity.sign_in_demo(twin.portal.at_the_door(AT), "cell-1").token
    assert identity.sign_in_demo(twin.office.at_the_door(AT), HEAD).token
    with pytest.raises(InspectionError) as fault:
        identity.sign_in_demo(twin.office.at_the_door(AT), "cell-1")
    assert fault.value.code == "PORTAL-103"
    here, there = ({one.id for one in identity.demo_people(app.at_the_door(AT))} for app in (twin.office, twin.portal))
    assert there == set(PEOPLE)
    assert not here & there


def test_nobody_of_the_house_begins_a_session_on_the_portal(twin: Twin) -> None:
    """Even if a row of theirs came there."""
    (twin.portal.home / DEMO_MARK).write_text("{}", encoding="utf-8")
    with twin.portal.store.write() as session:
        session.add(UserRow(id=SECOND, service="ONSS", role="direction", language="fr"))
    with pytest.raises(InspectionError) as fault:
        identity.sign_in_demo(twin.portal.at_the_door(AT), SECOND)
    assert fault.value.code == "PORTAL-103"


def test_founding_twice_changes_nothing_and_a_portal_has_none(embedded: AppContext) -> None:
    """Keys are made once; the portal's home is no office."""
    here = embedded.settings
    assert portal.portal_app(embedded) is None
    first = portal.found_portal(here)
    keys = {file.name: file.read_bytes() for file in sorted((here.portal_home / "keys").iterdir())}
    again = portal.found_portal(here)
    assert (first.is_new, again.is_new, again.made) == (True, False, ())
    assert keys == {file.name: file.read_bytes() for file in sorted((here.portal_home / "keys").iterdir())}
    assert all(keys[file.name] != file.read_bytes() for file in (here.keys).iterdir())
    assert (here.portal_home / PORTAL_MARK).is_file()
    with pytest.raises(InspectionError) as fault:
        portal.found_portal(replace(here, home=here.portal_home))
    assert fault.value.code == "PORTAL-101"


def test_the_portals_process_is_given_no_key_of_the_office(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """The office's keys and database leave its environment; its own come in under their own names."""
    environ = {
        "VIGIE_HOME": "office",
        "VIGIE_KEY_FIELD": "of the office",
        "VIGIE_DATABASE_URL": "postgresql+psycopg:///office",
        "VIGIE_DATABASE_OWNER_URL": "postgresql+psycopg://owner@/office",
        "VIGIE_PORTAL_DATABASE_OWNER_URL": "postgresql+psycopg://owner@/portal",
        "VIGIE_PORTAL_DATABASE_URL": "postgresql+psycopg://owner@localhost/portal",
        "VIGIE_PORTAL_READER_URL": "postgresql+psycopg://vigie_portal@localhost/portal",
        "VIGIE_PORTAL_KEY_FIELD": "of the portal",
        "PATH": "/bin",
    }
    here = Settings(home=tmp_path, portal_database_url=environ["VIGIE_PORTAL_DATABASE_URL"])
    assert portal.environment_of_portal(here, environ) == {
        "VIGIE_HOME": str(tmp_path / "portal"),
        "VIGIE_KEY_FIELD": "of the portal",
        "VIGIE_DATABASE_URL": "postgresql+psycopg://vigie_portal@localhost/portal",
        "VIGIE_PORTAL_READER_URL": "postgresql+psycopg://vigie_portal@localhost/portal",
        "VIGIE_PORTAL_KEY_FIELD": "of the portal",
        "PATH": "/bin",
    }


def test_an_office_without_a_portal_crosses_to_nobody(embedded: AppContext) -> None:
    """The thread looks and does nothing; whoever would be invited is told why not."""
    flow = an_office(embedded.settings).acting_as_flow("portal", AT)
    assert portal.crossing.cross(flow) == portal.crossing.Crossed()
    assert portal.crossing.waiting(flow) == frozenset()
