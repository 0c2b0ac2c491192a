"""What waits for somebody, before a browser without a screen: named, taken on, and no order that is not theirs."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders_acts import FIRM, LIEGE, a_suspicious_control
from builders_identity import an_account
from builders_joint import OTHER as PLACE
from builders_joint import POLICE, an_action
from office_shell import DIRECTION, INSPECTOR, Caller, a_home, token_in, words
from sqlmodel import col, select

from dashboards.numbers import number_of
from dashboards.office.addresses import MOVED
from inspection import acts
from inspection.i18n import LANGUAGES
from inspection.store.queries import actions, alerts, deliveries
from inspection.store.records import AuditEntryRow
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

HEAD, SUPERVISOR = "head-liege", "supervisor-liege"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with a late referral, and a joint action whose partner is silent."""
    with a_home(tmp_path_factory.mktemp("waiting") / "home") as house:
        for user in (HEAD, SUPERVISOR):
            an_account(house, user, now())
        long_ago = now() - timedelta(days=9)
        control = a_suspicious_control("yes", on=long_ago.date(), workplace=FIRM)
        acts.controls.save(house.acting(INSPECTOR, long_ago), control, place=LIEGE)
        moment = acts.joint_actions.FixedMoment(day=IsoWeek.of(today() + timedelta(weeks=3)).days[1], minute=600.0)
        wanted = an_action(workplace=PLACE, shares={"liege": 1, "namur": 1}, moment=moment, partners=(POLICE,))
        acts.joint_actions.book_action(house.acting(SUPERVISOR, now()), wanted)
        acts.chasing.chase(house.acting(at=now() + timedelta(days=12)))
        yield house


def seen_by(house: AppContext, user: str, path: str = "/waiting", lang: str = "en") -> tuple[Caller, str]:
    """A browser of somebody, and what a page says to them."""
    caller = Caller(house)
    caller.client.cookies.set("vigie_language", lang)
    caller.sign_in(user)
    return caller, caller.get(path).text


def looks(house: AppContext, user: str) -> int:
    """How many looks at lists of somebody the trail holds."""
    with house.store.read() as session:
        mine = select(AuditEntryRow).where(col(AuditEntryRow.act) == "record.list", col(AuditEntryRow.who) == user)
        return len(session.exec(mine).all())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_waits_is_named_and_leads_to_where_it_is_done(home: AppContext, lang: str) -> None:
    """The referral that left and the answer that is late by their reference, the silent partner by whom to ring."""
    _, page = seen_by(home, HEAD, lang=lang)
    reference = deliveries(home.store)[0].reference
    assert f'href="/board/{reference}"' in page
    assert f"{reference}," in words(page)
    (action,) = actions(home.store)
    assert f'href="/joint-actions/{action.reference}"' in page
    assert "zp-liege" in words(page)
    assert "screen." not in words(page)


def test_each_table_sorts_by_its_columns_both_ways(home: AppContext) -> None:
    """The order stands in the address, and is of one table alone; before the rows are cut, not after."""
    caller, page = seen_by(home, HEAD)
    for table in ("alerts", "follow-ups"):
        assert f'href="/waiting?sort={table}.district#{table}"' in page
    up, down = (moments(caller.get(f"/waiting?sort={way}alerts.since").text) for way in ("", "-"))
    assert len(set(up)) > 1
    assert up == sorted(up) == down[::-1]
    sorted_up = caller.get("/waiting?sort=alerts.since").text
    assert 'href="/waiting?sort=-alerts.since#alerts"' in sorted_up
    assert sorted_up.count('aria-sort="ascending"') == 1


def test_a_deadline_says_of_which_firm_it_is(home: AppContext) -> None:
    """By its name and its number, for whoever would find the place by its name; for nobody of another district."""
    at = now() - timedelta(days=1)
    place = {"enterprise": "0400000001", "name": "Chez Exemple", "address": "Rue 1", "refnis": LIEGE}
    row = acts.workplaces.KnownWorkplace(id=FIRM, district="liege", sector="restaurants", seen_on=at.date(), **place)
    acts.workplaces.remember_workplaces(home.acting("system", at), [row])
    assert acts.workplaces.names_of(home.acting(HEAD), [FIRM, "est:2000000099"]) == {FIRM: "Chez Exemple"}
    assert acts.workplaces.names_of(home.acting("head-namur"), [FIRM]) == {}
    assert "Chez Exemple" in words(seen_by(home, HEAD)[1])


def moments(page: str) -> list[str]:
    """When the alerts of a page were raised, in its order."""
    return re.findall(r'<td><time datetime="([^"]+)"', page.split('id="alerts"')[1].split("</table>")[0])


def test_the_look_is_recorded_once_in_a_session(home: AppContext) -> None:
    """Of each of its three lists, before anything is read; drawing the page again is the same look."""
    before = looks(home, HEAD)
    caller, _ = seen_by(home, HEAD)
    caller.get("/waiting")
    assert looks(home, HEAD) == before + 3


def test_an_alert_is_taken_on_and_gone(home: AppContext) -> None:
    """For its own office; one that is not there is refused in words, and nothing else changes."""
    caller, page = seen_by(home, HEAD)
    (first, *_) = re.findall(r'name="alert" value="([^"]+)"', page)
    answer = caller.post("/waiting/seen", {"form_token": token_in(page), "alert": first})
    assert (answer.status_code, answer.headers["location"]) == (303, "/waiting?told=seen")
    page = caller.get("/waiting?told=seen").text
    assert first not in page
    assert "The alert is taken on." in words(page)
    assert first not in {one.id for one in alerts(home.store)}
    refused = caller.post("/waiting/seen", {"form_token": token_in(page), "alert": "no-such"})
    assert refused.status_code >= 400
    assert "STORE-060" in refused.text


def test_an_ordered_control_waits_for_who_may_see_it_and_for_nobody_else(home: AppContext) -> None:
    """Its deadline is on its inspector's page, its silence on that of whoever registered the order."""
    place, long_ago = "est:2777777777", now() - timedelta(days=2)
    before = {one.reference for one in deliveries(home.store)}
    made = {"authority": "aud-liege", "authority_reference": "LI.1", "place": LIEGE}
    order = acts.orders.order_visit(home.acting(DIRECTION, long_ago), place, **made)
    acts.orders.permit(home.acting(DIRECTION, long_ago), order.id, "user", INSPECTOR)
    control = a_suspicious_control(workplace=place, on=long_ago.date())
    until = {"q05_work_rules": ["no_rules"], "cl_comply_by": str((now() + timedelta(days=7)).date())}
    control = control.model_copy(update={"answers": {**control.answers, **until}})
    acts.controls.save(home.acting(INSPECTOR, long_ago), control, place=LIEGE)
    acts.referrals.decide(home.acting(INSPECTOR, long_ago), control.control_id, "yes", grounds="papers")
    acts.chasing.chase(home.acting(at=now() + timedelta(days=13)))
    (reference,) = {one.reference for one in deliveries(home.store)} - before
    mine, number = words(seen_by(home, INSPECTOR)[1]), number_of(place)
    assert number in mine
    assert reference in mine
    registered = words(seen_by(home, DIRECTION)[1])
    assert number in registered
    assert f"{reference}, Labour auditorate of Liège · Answer overdue" in registered
    for user in (HEAD, SUPERVISOR):
        page = words(seen_by(home, user)[1])
        assert number not in page
        assert reference not in page


def test_an_address_of_a_screen_that_is_gone_leads_to_its_page(home: AppContext) -> None:
    """For whoever kept it; the page asks for rights itself."""
    caller, _ = seen_by(home, SUPERVISOR)
    for before, after in MOVED.items():
        answer = caller.get(before)
        assert (answer.status_code, answer.headers["location"]) == (302, after)
        assert caller.get(after).status_code == 200, after
