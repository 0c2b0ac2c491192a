"""The whole way of a suspicion: an inspector's yes on the telephone, the cell's answer, the auditorate's embargo.

Office and portal are two processes, each person has a browser of their own, and what one says stands with the others a
second later. In French at the width of a telephone, in Dutch at that of a desk.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from browsers import IN_CHROMIUM, chromium
from builders_acts import LIEGE
from builders_dashboards import HEAD, INSPECTOR, a_house
from builders_portals import a_person_outside
from field_phone import Phone
from houses import House
from playwright.sync_api import Browser, Locator, Page, expect
from served_house import served
from sqlmodel import col, select

from inspection import acts
from inspection.acts import portal as portals
from inspection.i18n import Lang, t
from inspection.store.portal import PortalCopyRow
from inspection.store.referrals import ReferralRow
from inspection.time_of import BRUSSELS, IsoWeek, moment_of, now, today

pytestmark = IN_CHROMIUM
CELL, AUDITORATE = "pjf-liege", "aud-liege"
PEOPLE = {"cell-liege": ("police_cell", CELL), "auditor-liege": ("auditorate", AUDITORATE)}
SOON_SECONDS = 1.0


@dataclass(frozen=True)
class Both:
    """An office and its portal, each served by a process of its own."""

    house: House
    office: str
    portal: str


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Give a demo home with people of two offices outside, both servers running."""
    before = os.environ.get("VIGIE_HOME")
    house = a_house(tmp_path_factory.mktemp("whole") / "home")
    portals.found_portal(house.settings)
    with house.store.write() as session:
        session.add_all(a_person_outside(house, id_, role, office) for id_, (role, office) in PEOPLE.items())
    portals.copies.publish(house.acting_as_flow("portal"), portals.portal_app(house))  # type: ignore[arg-type]
    with served(house.home) as office, served(house.settings.portal_home, process="portal_process.py") as portal:
        yield Both(house, office, portal)
    house.store.close()
    os.environ.pop("VIGIE_HOME") if before is None else os.environ.update(VIGIE_HOME=before)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium with a camera that films nothing real."""
    with chromium(camera=True) as opened:
        yield opened


def seat(browser: Browser, address: str, user: str, lang: Lang, width: int) -> Page:
    """A browser of its own in which somebody was picked in the demo."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, timezone_id="Europe/Brussels")
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "vigie_language", "value": lang, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    for fold in page.locator("details.fold, details").all():
        fold.evaluate("one => { one.open = true }")
    page.locator(f'button[name="user"][value="{user}"]').first.click()
    page.wait_for_load_state()
    return page


def a_workplace(both: Both, n: int) -> tuple[str, str]:
    """The number of an establishment of Liège that the registers know, with its check digits, and its street."""
    first = 20_000_000 + n
    number, street = f"{first}{97 - first % 97:02}", f"Rue de l’Essai {12 + n}, 4000 Liège"
    known = acts.workplaces.KnownWorkplace(
        id=f"est:{number}",
        district="liege",
        sector="restaurants",
        seen_on=today(),
        name=f"Restaurant Exemple {n}",
        address=street,
        refnis=LIEGE,
    )
    acts.workplaces.remember_workplaces(both.house.acting(), [known])
    return number, street


def a_yes(browser: Browser, both: Both, lang: Lang, number: str) -> str:
    """Say yes on a telephone from inside an unfinished control; the reference under which it left."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        locale={"fr": "fr-BE", "nl": "nl-BE"}[lang],
        permissions=["camera", "geolocation"],
        geolocation={"longitude": 5.57, "latitude": 50.63},
    )
    phone = Phone(context, both.office, lang)
    phone.enrol(acts.devices.invite_device(both.house.acting(INSPECTOR), INSPECTOR, "field").url)
    before = references(both.house)
    phone.unplanned("Restaurants", "Liège", number)
    phone.write(phone.question("fm_head_count").locator("input"), "2")
    phone.tap(phone.button("Next person"))
    phone.title("P1")
    phone.write(phone.label("Name"), "Mircea Exemplu")
    phone.open_guarded()
    phone.choose("q17_freedom", 3)
    phone.tap(phone.button("Decision"))
    phone.title("My decision")
    phone.decide("Yes")
    phone.write(phone.label("Grounds"), "telephone taken away")
    phone.tap(phone.chip("economic"))
    phone.report()
    until(lambda: references(both.house) - before, 60)
    context.close()
    (reference,) = references(both.house) - before
    return reference


def references(house: House) -> set[str]:
    """Every reference of the house."""
    with house.store.read() as session:
        return set(session.exec(select(ReferralRow.reference)))


def until(is_so: Callable[[], object], seconds: float, told: Callable[[], str] = lambda: "it never was") -> float:
    """Wait until something is so; how long that took."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, told()
        time.sleep(0.02)
    return time.monotonic() - begun


def copy_id(both: Both, reference: str, office: str) -> str:
    """The opaque id under which an office is shown a case, once it is."""
    there = portals.portal_app(both.house)
    assert there is not None
    wanted = select(PortalCopyRow.id).where(
        col(PortalCopyRow.reference) == reference, col(PortalCopyRow.office) == office
    )

    def found() -> str | None:
        with there.store.read() as session:
            return session.exec(wanted).first()

    until(found, 30)
    return str(found())


def a_list(both: Both) -> str:
    """Publish the cell's list of this week as the schedule does on Monday; where the portal shows it."""
    week = IsoWeek.of(today())
    monday = moment_of(week.days[-1] + timedelta(days=1), 7 * 60)
    acts.delivery.publish_list(both.house.acting(at=monday), week, CELL)
    return f"{both.portal}/list/{copy_id(both, f'L-{both.house.settings.service}-{week}', CELL)}"


def list_says(page: Page, address: str, reference: str, words: str) -> float:
    """How long it takes until a row of a weekly list, opened anew, says something."""
    last = [""]

    def is_so() -> bool:
        page.goto(address)
        row = page.locator("tr", has_text=reference)
        last[0] = row.first.inner_text() if row.count() else ""
        return words in last[0]

    return until(is_so, 10, lambda: f"{words!r} is not in {last[0]!r}")


def is_listed(page: Page, address: str, reference: str) -> bool:
    """Tell whether a weekly list, opened anew, names a referral."""
    page.goto(address)
    return page.locator("main").get_by_text(reference).count() > 0


def said(key: str, lang: Lang) -> str:
    """A text of the portal."""
    return t(f"screen.portal.{key}", lang)


def opened(page: Page, lang: Lang, key: str) -> Locator:
    """Open one of the answers on a case page."""
    part = page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{re.escape(said(key, lang))}$")))
    part.evaluate("one => { one.open = true }")
    return part


def row_says(board: Page, reference: str, office: str, words: str) -> float:
    """How long it takes until the row of a case and office on an open board says something."""
    row, last = board.locator("tr", has_text=reference).filter(has_text=office), [""]

    def is_so() -> bool:
        last[0] = row.first.inner_text() if row.count() else ""
        return words in last[0]

    return until(is_so, 10, lambda: f"{words!r} is not in {last[0]!r}")


@pytest.mark.parametrize(("lang", "width"), [("fr", 390), pytest.param("nl", 1440, marks=pytest.mark.tour)])
def test_a_yes_on_the_telephone_is_answered(browser: Browser, both: Both, lang: Lang, width: int) -> None:
    """Page one with street and number; asked, taken on, restricted: each stands elsewhere in a second."""
    number, street = a_workplace(both, ("fr", "nl").index(lang))
    reference = a_yes(browser, both, lang, number)
    rules = both.house.catalogue(today())
    cell_name, auditorate_name = (rules.recipients[one].name.say(lang) for one in (CELL, AUDITORATE))
    board = seat(browser, both.office, HEAD, lang, width)
    board.goto(f"{both.office}/board?q={reference}&tab=all")
    expect(board.locator("tr", has_text=reference).first).to_be_visible()
    cell = seat(browser, both.portal, "cell-liege", lang, width)
    cell.goto(f"{both.portal}/case/{copy_id(both, reference, CELL)}")
    expect(cell.get_by_text(reference).first).to_be_visible()
    expect(cell.locator("dl.page-one").get_by_text(street)).to_be_visible()

    the_list, weekly = a_list(both), cell.context.new_page()
    part = opened(cell, lang, "ask")
    part.locator("textarea").fill("Par quelle porte ?")
    part.get_by_role("button", name=said("ask.do", lang)).click()
    asked = row_says(board, reference, cell_name, t("screen.board.sign.question", lang))

    part = opened(cell, lang, "acknowledge")
    when = (now() + timedelta(hours=3)).astimezone(BRUSSELS)
    part.locator("#day").fill(f"{when:%Y-%m-%d}")
    part.locator("#hour").fill(f"{when:%H:%M}")
    part.get_by_role("button", name=said("acknowledge", lang)).click()
    taken = row_says(board, reference, cell_name, t("screen.board.sign.acknowledged", lang))
    written = list_says(weekly, the_list, reference, said("state.acknowledged", lang))

    auditor = seat(browser, both.portal, "auditor-liege", lang, width)
    auditor.goto(f"{both.portal}/case/{copy_id(both, reference, AUDITORATE)}")
    part = opened(auditor, lang, "embargo")
    part.locator("#until").fill(f"{(now() + timedelta(days=20)).astimezone(BRUSSELS):%Y-%m-%d}")
    part.get_by_role("button", name=said("embargo", lang)).click()
    sealed = row_says(board, reference, auditorate_name, t("screen.board.sign.embargo", lang))
    hidden = until(lambda: not is_listed(weekly, the_list, reference), 10)
    for page in (board, cell, auditor):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.context.close()
    told = {"asked": asked, "taken": taken, "listed": written, "sealed": sealed, "unlisted": hidden}
    print("seen elsewhere after", {what: f"{seconds:.1f} s" for what, seconds in told.items()})
    assert max(told.values()) < 2 * SOON_SECONDS  # to the word on another's screen, drawing and looking included
