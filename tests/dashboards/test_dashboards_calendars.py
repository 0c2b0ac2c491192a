"""A calendar reads its own team's visits by its own name and password, until it is revoked, and nothing else."""

from pathlib import Path

import pytest
from behind_guard import calling
from builders_acts import an_office
from houses import as_user, house_of
from icalendar import Calendar

from dashboards.calendars import FEED, calendar_routes
from inspection import acts
from inspection.settings import settings
from inspection.trust import AppContext

BY = "insp-liege-1"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Give a home of this process."""
    home = tmp_path / "home"
    an_office(settings({"VIGIE_HOME": str(home)})).store.close()
    monkeypatch.setenv("VIGIE_HOME", str(home))
    return house_of(acts.app())


def read(auth: tuple[str, str] | None, url: str = "https://vigie.test", way: str = FEED):
    return calling(calendar_routes(), url).get(way, auth=auth)


def test_each_calendar_has_a_password_of_its_own(house: AppContext) -> None:
    """A stranger is asked for one, in clear it is refused, and revoking one leaves the other."""
    one, other = (acts.devices.invite_device(as_user(acts.app(), BY), BY, "calendar") for _ in range(2))
    assert one.url.endswith(FEED)
    for auth in (None, ("", ""), (one.username, "wrong"), (one.username, other.code)):
        answer = read(auth)
        assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
    first = read((one.username, one.code))
    assert (first.status_code, first.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert Calendar.from_ical(first.content)["METHOD"] == "PUBLISH"
    assert read((one.username, one.code), "http://vigie.test").status_code == 403
    acts.devices.revoke_device(as_user(acts.app(), BY), one.username)
    assert read((one.username, one.code)).status_code == 410
    assert read((other.username, other.code)).status_code == 200


def test_a_password_of_a_calendar_opens_nothing_else_and_none_else_opens_it(house: AppContext) -> None:
    """An ODK client's password reads no calendar, and a session or an address alone neither."""
    odk = acts.devices.invite_device(as_user(acts.app(), BY), BY, "openrosa")
    assert read((odk.username, odk.code)).status_code == 401
    mine = acts.devices.invite_device(as_user(acts.app(), BY), BY, "calendar")
    assert read((mine.username, mine.code), way="/openrosa/formList").status_code == 401
