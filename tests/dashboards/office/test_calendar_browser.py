"""The calendar of teams and the printing of a week in a real Chromium: they fit, no serious fault, a file is taken."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from browsers import IN_CHROMIUM
from builders_acts import WEEK, a_part
from builders_identity import PASSWORD
from builders_joint import POLICE, ROMANIAN, an_action, with_two_teams
from houses import as_user
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from office_shell import DIRECTION, INSPECTOR, a_home
from playwright.sync_api import Browser
from served_house import served

from inspection import acts
from inspection.acts.joint_actions import FixedMoment
from inspection.store.queries import plans
from inspection.time_of import IsoWeek, now
from inspection.trust import AppContext

pytestmark = [*IN_CHROMIUM, pytest.mark.tour]
SUPERVISOR = "supervisor-liege"
LATER = IsoWeek.of(IsoWeek.after(now().date()).monday + timedelta(days=14))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AppContext, str]]:
    """Give the address of the real server on a house with an approved week, an absence and an action to come."""
    with a_home(tmp_path_factory.mktemp("calendar") / "home") as house:
        with_two_teams(house)
        coming = max(WEEK, IsoWeek.after(now().date()), key=str)
        acts.weeks.propose_week(house.acting(), coming, service="ONSS", parts=[a_part("liege")])
        acts.weeks.approve_week(house.acting(DIRECTION), coming, plans(house.store)[0].sha256)
        acts.absences.keep_absence(house.acting(DIRECTION), INSPECTOR, "court", LATER.days[2], LATER.days[3])
        booked = an_action(moment=FixedMoment(day=LATER.days[1], minute=600.0), partners=(POLICE, ROMANIAN))
        acts.joint_actions.book_action(house.acting(DIRECTION), booked)
        with served(house.home) as url:
            yield house, url


def _seat(browser: Browser, place: tuple[AppContext, str], width: int, theme: str, lang: str) -> Watched:
    seen = Watched(browser, width, theme)
    token = acts.identity.sign_in(as_user(place[0]), DIRECTION, PASSWORD).token
    kept = {"vigie_session": token, "vigie_language": lang}
    seen.context.add_cookies([{"name": name, "value": value, "url": place[1]} for name, value in kept.items()])
    return seen


@pytest.mark.parametrize(
    ("width", "theme", "lang"), [(DESK, "light", "fr"), (PHONE, "dark", "de"), (DESK, "dark", "nl")]
)
def test_pages_fit_and_a_file_is_taken(
    browser: Browser, place: tuple[AppContext, str], tmp_path: Path, width: int, theme: str, lang: str
) -> None:
    """Calendar, what a file would change, and the page to print from."""
    day = LATER.days[{"fr": 4, "de": 5, "nl": 6}[lang]]  # the house keeps what a case before took in
    event = f"BEGIN:VEVENT\r\nUID:{width}{lang}\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\nEND:VEVENT\r\n"
    hours = f"BEGIN:VEVENT\r\nUID:h\r\nDTSTART:{day:%Y%m%d}T090000Z\r\nEND:VEVENT\r\n"
    file = tmp_path / "leave.ics"
    file.write_text(f"BEGIN:VCALENDAR\r\n{event}{hours}END:VCALENDAR\r\n")
    seen = _seat(browser, place, width, theme, lang)
    page = seen.page
    (plan,) = plans(place[0].store)
    for name, path in (("calendar", f"calendar?week={LATER}"), ("print", f"week/print?plan={plan.id}")):
        page.goto(f"{place[1]}/{path}")
        assert fits(page), path
        assert faults_of(page) == [], path
        shoot(page, f"week-{name}-{width}-{theme}")
    page.goto(f"{place[1]}/calendar?week={LATER}")
    page.select_option("#file-user", INSPECTOR)
    page.set_input_files("#calendar-file", str(file))
    page.locator("form[enctype] button").click()
    page.wait_for_selector("input[name=packed]", state="attached")
    assert fits(page)
    assert faults_of(page) == []
    shoot(page, f"week-file-{width}-{theme}")
    page.locator("main form.task button.main").click()
    page.wait_for_url(f"**/calendar?week={LATER}&told=taken")
    seen.close()
