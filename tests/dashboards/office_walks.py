"""The day of each role, walked in a browser by the names of links and buttons in the reader's language.

A walk goes as far as the act that changes something; with `acts` it does that too.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from board_questions import pattern
from builders_identity import PASSWORD
from office_days import ADMINISTRATOR, BACK, DIRECTION, INSPECTOR, NEVER_TRIED, SUPERVISOR, Days
from playwright.sync_api import Locator, Page, expect

from inspection.i18n import t
from inspection.time_of import today


@dataclass(frozen=True)
class Walking:
    """A browser of somebody, in one language.

    acts
        Whether what changes something is done, too.
    look
        Called on each page that is worth looking at, with a name for it.
    """

    page: Page
    days: Days
    url: str
    lang: str
    acts: bool
    look: Callable[[str], None]

    def say(self, key: str, **values: object) -> re.Pattern[str]:
        """A text of the screens as it stands on a page; places that are not given may hold anything."""
        text = t(f"screen.{key}", self.lang)  # type: ignore[arg-type]
        filled = re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], "*")), text)
        return re.compile(rf"^\s*{pattern(filled).pattern}")

    def link(self, key: str, **values: object) -> Locator:
        """The first link that is seen with a text."""
        return self.page.get_by_role("link", name=self.say(key, **values)).filter(visible=True).first

    def button(self, key: str, **values: object) -> Locator:
        """The first button that is seen with a text."""
        return self.page.get_by_role("button", name=self.say(key, **values)).filter(visible=True).first

    def room(self, title: str, short: str = "") -> None:
        """Go to a room: from the side, or from the bar of a telephone."""
        self.page.goto(f"{self.url}/office")
        rooms = self.page.get_by_role("navigation")
        found = rooms.get_by_role("link", name=self.say(title))
        if short:  # the bar of a telephone has short names, what is folded away behind it has the long ones
            found = found.or_(rooms.get_by_role("link", name=self.say(short)))
        if not found.filter(visible=True).count():
            self.button("office.more").click()
        found.filter(visible=True).first.click()
        self.page.wait_for_load_state()


def supervisor(at: Walking) -> None:
    """Friday: read and approve; the week: try to move a stop until every rule is kept, and keep it."""
    page, coming = at.page, at.days.coming.week
    at.room("menu.friday", "office.short.friday")
    expect(page.get_by_text(at.say("week.missed.helps"))).to_be_visible()
    at.look("friday")
    if at.acts:
        page.get_by_role("checkbox").check()
        at.button("week.approve.do", week=coming).click()
        expect(page.get_by_role("status")).to_contain_text(at.say("week.friday.told.approved", week=coming))
    at.link("week.friday.see").click()
    page.locator("td.stop a, td.stop.new a").first.click()
    for n in range(page.locator("#to option").count()):
        page.locator("#to").select_option(index=n)
        at.button("week.edit.try").click()
        page.wait_for_load_state()
        moved = page.locator("table.costs tbody tr").count() > 1
        if moved and page.get_by_text(at.say("week.edit.holds")).count():
            break
        page.go_back()
    expect(page.get_by_text(at.say("week.edit.holds"))).to_be_visible()
    at.look("week")
    if at.acts:
        page.locator("#reason").select_option("agreed")
        at.button("week.edit.keep").click()
        expect(page.get_by_role("status")).to_contain_text(at.say("week.told.kept"))


def inspector(at: Walking) -> None:
    """One's own day: the first stop, the form, what came back and what its head said; one's controls."""
    page = at.page
    at.room("menu.day", "office.short.day")
    at.look("day")
    expect(page.get_by_role("heading", name=at.say("day.returned"))).to_be_visible()
    page.locator(".stops a b").first.click()
    expect(page.get_by_role("heading", name=re.compile(r"^Exemple \d"))).to_be_visible()
    at.look("workplace")
    page.go_back()
    page.locator(f"a[href='/inspections/{BACK}#reviews']").click()
    expect(page.get_by_text("Say the hour.")).to_be_visible()
    at.look("returned")
    at.room("menu.controls")
    expect(page.get_by_text(re.compile(r"Exemple 2041")).first).to_be_visible()
    at.look("controls")
    if at.acts:
        at.room("menu.day", "office.short.day")
        at.link("day.form").click()
        page.wait_for_url("**/field/**")


def bureau(at: Walking) -> None:
    """The shelf, the draft with its chart, the workbook, and the approval of the whole."""
    page = at.page
    at.room("menu.documents")
    at.look("documents")
    at.link("documents.read_and_approve").click()
    expect(page.locator("figure.drawn svg[role=img]")).to_be_visible()
    at.look("draft")
    if at.acts:
        with page.expect_download() as taken:
            at.button("documents.format.xlsx").click()
        assert taken.value.suggested_filename.endswith(".xlsx")
        at.button("documents.approve.do").click()
        expect(page.get_by_role("status")).to_contain_text(at.say("documents.approved"))


def administrator(at: Walking) -> None:
    """An absence is noted and a number tried; a person is added from a day on, which somebody else decides."""
    page = at.page
    at.room("menu.administration", "office.short.administration")
    at.look("administration")
    at.link("admin.absences").click()
    at.look("absences")
    if at.acts:
        page.locator("#user").select_option(INSPECTOR)
        for name in ("first_day", "last_day"):
            page.locator(f"#{name}").fill(at.days.coming.days[3].isoformat())
        at.button("admin.absences.do").click()
        expect(page.get_by_role("status")).to_contain_text(at.say("admin.told.kept"))
    at.link("admin.on_call").click()
    row = page.locator("tr", has_text=NEVER_TRIED)
    expect(row).to_contain_text(re.compile(at.say("admin.never_tried").pattern.lstrip("^")))
    at.look("on-call")
    if at.acts:
        row.get_by_role("button", name=at.say("admin.test.reached")).click()
        expect(page.get_by_role("status")).to_contain_text(at.say("admin.told.tested"))
        expect(row).not_to_contain_text(re.compile(at.say("admin.never_tried").pattern.lstrip("^")))


def roster(at: Walking) -> None:
    """A roster of an office outside is shown with what it would change before it is taken in."""
    page = at.page
    at.room("menu.administration", "office.short.administration")
    at.link("admin.on_call").click()
    turn = {"role": "auditorate", "number": "02 000 00 48", "valid_from": today().isoformat()}
    sent = json.dumps({"recipient": "aud-liege", "source": "letter", "turns": [turn]}).encode()
    page.locator("#file").set_input_files({"name": "duty.json", "mimeType": "application/json", "buffer": sent})
    at.button("admin.import.look").click()
    expect(page.get_by_text("02 000 00 48")).to_be_visible()
    expect(page.get_by_text(NEVER_TRIED)).to_be_visible()
    at.look("roster")
    if at.acts:
        at.button("admin.import.do").click()
        expect(page.get_by_role("status")).to_contain_text(at.say("admin.told.imported"))


@dataclass(frozen=True)
class Walk:
    """A role's day: who walks it, and the keys of the texts by which it finds its way."""

    role: str
    walk: Callable[[Walking], None]
    names: tuple[str, ...]


WALKS = {
    "supervisor": Walk(
        SUPERVISOR,
        supervisor,
        ("menu.friday", "office.short.friday", "week.approve.do", "week.friday.see", "week.edit.try", "week.edit.keep"),
    ),
    "inspector": Walk(
        INSPECTOR, inspector, ("menu.day", "office.short.day", "menu.controls", "office.more", "day.form")
    ),
    "bureau": Walk(DIRECTION, bureau, ("menu.documents", "documents.read_and_approve", "documents.approve.do")),
    "administrator": Walk(ADMINISTRATOR, administrator, ("menu.administration", "admin.absences", "admin.on_call")),
    "roster": Walk(DIRECTION, roster, ("admin.import.look", "admin.import.do", "admin.told.imported")),
}


def sign_in(page: Page, url: str, user: str) -> None:
    """Sign in with a local account, by the keyboard."""
    page.goto(f"{url}/sign-in")
    page.locator("input[name=name]").fill(user)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office")
