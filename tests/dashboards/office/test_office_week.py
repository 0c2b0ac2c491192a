"""The page of a week before a browser without a screen: map, day, what an edit costs and breaks, and keeping it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import process_time
from urllib.parse import urlencode

import pytest
from builders_dashboards import some_zones
from builders_edited import LIEGE, proposed
from builders_identity import an_account
from office_shell import DIRECTION, INSPECTOR, Caller, a_home, words

from inspection import acts
from inspection.i18n import LANGUAGES, t
from inspection.store.queries import plans
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek, now
from inspection.trust import AppContext

HEAD = "head-liege"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which the coming week is proposed for Liège."""
    with a_home(tmp_path_factory.mktemp("week") / "home") as house:
        an_account(house, HEAD, now())
        proposed(house, IsoWeek.after(now().date()), at=now())
        yield house


@pytest.fixture
def head(home: AppContext) -> Caller:
    """Give the browser of a team head who has signed in."""
    made = Caller(home)
    made.sign_in(HEAD)
    return made


def standing(house: AppContext) -> PlanView:
    """The plan that was made last."""
    return max(plans(house.store), key=lambda one: one.id)


def book(house: AppContext) -> object:
    """The book that stands."""
    return acts.weeks.district_book(house.acting(DIRECTION), standing(house).id, LIEGE)


def an_optional_stop(house: AppContext) -> tuple[str, str]:
    """A workplace that nobody has to visit, and its day."""
    found = acts.weeks.district_book(house.acting(DIRECTION), standing(house).id, LIEGE)
    stop, day = next((s, r.day) for r in found.rounds for s in r.stops if not s.required)
    return stop.workplace, day.isoformat()


def tries(house: AppContext, workplace: str, day: str) -> list[str]:
    """The addresses of moves to every other day of the week."""
    plan = standing(house)
    days = [one.isoformat() for one in IsoWeek.parse(plan.week).days[:5] if one.isoformat() != day]
    return [f"/week?plan={plan.id}&district={LIEGE}&visit={workplace}&act=move&to=liege-1@{one}" for one in days]


def test_the_week_shows_map_day_and_its_state(head: Caller, home: AppContext) -> None:
    """Heading, state, tabs of days, numbered stops on our own outline, the lane of the team; no outside address."""
    page = head.get("/week").text
    said = words(page)
    assert f"Week {IsoWeek.parse(standing(home).week).week}, Liège" in said
    assert "Proposed" in said
    assert '<path class="land"' in page
    assert '<path class="part"' in page
    assert re.search(r'<td class="stop" colspan="\d+"><a href="/week\?plan=', page)
    assert "https://" not in page


def test_how_the_road_was_reckoned_is_said_in_the_readers_language(head: Caller) -> None:
    """Not the name and version by which two plans are compared; and since when the plan stands."""
    for lang in LANGUAGES:
        head.client.cookies.set("vigie_language", lang)
        said = words(head.get("/week").text)
        assert t("screen.week.travel.great-circle", lang) in said
        assert "detour" not in said
        assert t("screen.week.source.proposed", lang).partition("{")[0] in said


def test_a_stop_says_what_it_would_cost_and_keeping_it_is_a_version(head: Caller, home: AppContext) -> None:
    """Tried by an address, so Back and F5 try it again; kept with a reason only; the version tells who and why."""
    workplace, day = an_optional_stop(home)
    pages = {way: head.get(way).text for way in tries(home, workplace, day)}
    way = next(way for way, page in pages.items() if "Every rule is kept" in page)
    assert "What it costs" in words(pages[way])
    assert "1 change on trial, not kept yet." in words(pages[way])
    before = standing(home)
    fields = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', pages[way][pages[way].index("/week/keep") :])
    )
    fields = {name: unescape(value) for name, value in fields.items() if name != "form_token"}
    assert "Choose a reason." in words(head.send("/week/keep", way, **fields).text)
    assert standing(home).id == before.id
    done = head.send("/week/keep", way, **fields, reason="agreed")
    assert done.status_code == 303
    after = standing(home)
    assert (after.id != before.id, after.proposed_by, after.state) == (True, HEAD, "proposed")
    assert "Kept. It is a proposal: somebody else approves it." in words(head.get(done.headers["location"]).text)
    for back in (head.get(way), head.send("/week/keep", way, **fields, reason="agreed")):
        said = words(back.text)
        assert f"Week {IsoWeek.parse(after.week).week}, Liège" in said
        assert "1 change on trial" not in said
        assert f'value="{after.id}" selected' in back.text
    assert "is not there any more" in words(head.get(way).text)
    overtaken = head.send("/week/keep", way, **{**fields, "reason": "agreed", "earlier": "30"}).text
    assert "PLAN-354" in overtaken
    assert '<input type="hidden" name="reason" value="agreed">' in overtaken
    assert f'name="visit" value="{workplace}"' in overtaken
    assert re.search(r'name="earlier" [^>]*value="30"', overtaken)
    again = head.get(f"/week?{urlencode({**fields, 'plan': after.id, 'act': 'pin', 'reason': 'agreed'})}").text
    assert '<option value="agreed" selected>' in again
    other = Caller(home)
    other.sign_in(DIRECTION)
    said = words(other.get(f"/friday?plan={after.id}").text)
    assert f"moved by {HEAD} to Team 1, liege" in said
    assert "agreed with somebody" in said


def test_an_edit_that_breaks_a_rule_is_refused_with_its_name(head: Caller, home: AppContext) -> None:
    """On a day on which the team does not work; nothing can be kept."""
    workplace, _ = an_optional_stop(home)
    sunday = IsoWeek.parse(standing(home).week).days[6].isoformat()
    page = head.get(
        f"/week?plan={standing(home).id}&district={LIEGE}&visit={workplace}&act=move&to=liege-1@{sunday}"
    ).text
    assert "Refused. Rule: The team does not work on that day" in words(page)
    assert ".." not in words(page)
    assert "/week/keep" not in page


def test_a_visit_that_is_not_in_the_plan_is_refused_on_its_page(head: Caller, home: AppContext) -> None:
    """With the week below, and no visit chosen: nobody is led to a page that tells a fault and nothing else."""
    answer = head.get(f"/week?plan={standing(home).id}&district={LIEGE}&visit=est:none&act=drop")
    assert answer.status_code >= 400
    assert "PLAN-352" in answer.text
    assert '<table class="day">' in answer.text
    assert "What it costs" not in words(answer.text)


def test_a_try_takes_less_than_a_second_of_the_processor(head: Caller, home: AppContext) -> None:
    """Once the plan is open, an edit is answered at once."""
    workplace, day = an_optional_stop(home)
    first, *others = tries(home, workplace, day)
    head.get(first)
    begun = process_time()
    for way in others:
        head.get(way)
    assert (process_time() - begun) / len(others) < 1.0


def test_an_inspector_sees_no_proposal_and_edits_nothing(home: AppContext) -> None:
    """What is proposed is not for teams; the form is refused too."""
    caller = Caller(home)
    caller.sign_in(INSPECTOR)
    said = words(caller.get("/week").text)
    assert "The week’s proposal will stand here" in said
    plan = standing(home)
    workplace, _ = an_optional_stop(home)
    sent = {"plan": plan.id, "district": LIEGE, "visit": workplace, "act": "drop", "reason": "safety"}
    assert caller.send("/week/keep", "/office", **sent).status_code >= 400
    assert standing(home).id == plan.id


def test_why_a_stop_is_in_the_week_is_told_to_the_office_alone(home: AppContext, head: Caller) -> None:
    """Points as a sum, each signal with its register, the workplace's page; a head of a team gets no word of it.

    In the reader's language; no probability stands there, since nobody calibrated one.
    """
    workplace, day = an_optional_stop(home)
    way = f"/week?plan={standing(home).id}&district={LIEGE}&day={day}&visit={workplace}"
    office = Caller(home)
    office.sign_in(DIRECTION)
    told = office.get(way).text
    assert "Why this workplace" in words(told)
    assert f'href="/workplaces/{workplace}"' in told
    signals = acts.app().catalogue(now().date()).signals.values()
    for lang in LANGUAGES:
        office.client.cookies.set("vigie_language", lang)
        said = unescape(office.get(way).text)
        assert any(signal.label.say(lang) in said for signal in signals), lang
        for key in ("rounds.probability", "rounds.probability_serious"):
            assert t(f"screen.{key}", lang).partition("{")[0] not in said
    assert "Why this workplace" not in words(head.get(way).text)


def test_zones_of_ones_own_lie_on_the_map_for_their_owner_alone(home: AppContext, head: Caller, tmp_path: Path) -> None:
    """With their labels under it; nobody else sees one."""
    some_zones(home, tmp_path, HEAD)
    try:
        page = head.get("/week").text
        assert page.count('class="zone"') == 2
        assert "Zone d’activités – Maas" in unescape(page)
        office = Caller(home)
        office.sign_in(DIRECTION)
        assert 'class="zone"' not in office.get("/week").text
    finally:
        acts.maps.remove_zones(home.acting(HEAD), "zones")


def test_a_team_that_falls_out_leads_to_a_version_that_somebody_else_approves(head: Caller, home: AppContext) -> None:
    """Of an approved week, from its page: the day is empty then, and the page says that it is a proposal."""
    plan = standing(home)
    acts.weeks.approve_week(home.acting(DIRECTION), IsoWeek.parse(plan.week), plan.sha256)
    page = head.get(f"/week?plan={plan.id}&district={LIEGE}&day=all").text
    assert 'action="/week/replan"' in page
    _, day = an_optional_stop(home)
    fields = {"plan": plan.id, "week": plan.week, "district": LIEGE}
    wrong = head.send("/week/replan", "/week", **fields, team="liege-1", on="soon")
    assert (wrong.status_code >= 400, standing(home).id) == (True, plan.id)
    done = head.send("/week/replan", "/week", **fields, team="liege-1", on=day)
    after = standing(home)
    assert done.headers["location"].startswith(f"/week?plan={after.id}")
    assert (after.id != plan.id, after.state, after.proposed_by) == (True, "proposed", HEAD)
    found = acts.weeks.district_book(home.acting(DIRECTION), after.id, LIEGE)
    assert [one for one in found.rounds if one.day.isoformat() == day and one.stops] == []
    said = words(head.get(done.headers["location"]).text)
    assert "somebody else approves it" in said


def test_two_weeks_stand_side_by_side_for_whoever_may_know_both(head: Caller, home: AppContext) -> None:
    """A head reads them without how many were owed; an inspector reads the rounds of the own team."""
    this = IsoWeek.of(now().date())
    proposed(home, this, at=now())
    acts.weeks.approve_week(home.acting(DIRECTION), this, standing(home).sha256)
    office, inspector = Caller(home), Caller(home)
    office.sign_in(DIRECTION)
    inspector.sign_in(INSPECTOR)
    for caller, is_told in ((office, True), (head, False), (inspector, False)):
        said = words(caller.get(f"/week?week={IsoWeek.after(now().date())}&beside={this}&sort=-of-{this}.team").text)
        assert "Two weeks side by side" in said
        assert ("Required ones placed" in said) == is_told
