"""Joint actions in the office, without a screen: who sees what, that answers, bookings and moves reach their acts."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import SimpleNamespace

import pytest
from builders_identity import an_account
from builders_joint import OTHER, POLICE, ROMANIAN, an_action, with_two_teams
from office_shell import DPO, INSPECTOR, Caller, a_home, words
from sqlmodel import col, select

from dashboards.guard import LANGUAGE_COOKIE
from dashboards.numbers import number_of
from inspection import acts
from inspection.acts.joint_actions import FixedMoment, NewAction
from inspection.store.queries import ActionView, actions
from inspection.store.records import AuditEntryRow
from inspection.time_of import IsoWeek, now, today
from inspection.trust import AppContext

HEAD, SUPERVISOR, ELSEWHERE = "head-liege", "supervisor-liege", "insp-namur-1"
PATH = "/joint-actions"
LATER = IsoWeek.of(today() + timedelta(weeks=3))
SHARED: Mapping[str, str] = {
    "number": number_of(OTHER),
    "sector": "restaurants",
    "leads": "liege",
    "teams": "1",
    "other_1": "namur",
    "teams_1": "1",
    "day": str(IsoWeek.of(today() + timedelta(weeks=5)).days[2]),
    "from": "10:00",
}


BOOKED = SimpleNamespace(reference="ABCD")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with its roster."""
    with a_home(tmp_path_factory.mktemp("joint") / "home") as house:
        for user in (HEAD, SUPERVISOR):
            an_account(house, user, now())
        yield with_two_teams(house)


@pytest.fixture(scope="module")
def callers(home: AppContext) -> Mapping[str, Caller]:
    """Give everybody's browser, signed in."""
    known = {}
    for user in (HEAD, SUPERVISOR, INSPECTOR, ELSEWHERE, DPO):
        known[user] = Caller(home)
        known[user].sign_in(user)
    return known


@pytest.fixture
def action(home: AppContext) -> Iterator[ActionView]:
    """Give an action of Liège and Namur in three weeks, with police and an interpreter; it is called off afterwards."""
    moment = FixedMoment(day=LATER.days[1], minute=600.0)
    shares = {"liege": 1, "namur": 1}
    wanted = an_action(workplace=OTHER, shares=shares, moment=moment, partners=(POLICE, ROMANIAN))
    made = acts.joint_actions.book_action(home.acting(SUPERVISOR, now()), wanted)
    yield known(home, made.reference)
    acts.joint_actions.call_off_action(home.acting(SUPERVISOR, now()), made.reference, reason="test")


def known(home: AppContext, reference: str) -> ActionView:
    """The action as the store has it."""
    (one,) = actions(home.store, reference=reference)
    return one


def looks(home: AppContext) -> int:
    """How many looks at lists the trail holds."""
    with home.store.read() as session:
        return len(session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == "record.list")).all())


def test_a_list_without_actions_teaches(callers: Mapping[str, Caller]) -> None:
    """A sentence on what will stand there, no empty table; an old bookmark leads to it."""
    page = callers[INSPECTOR].get(PATH).text
    assert "No joint action is booked in the next eight weeks. A booked action stands here" in words(page)
    assert "<table" not in page
    assert callers[INSPECTOR].get("/joint_actions").headers["location"] == PATH
    assert f'href="{PATH}"' in callers[INSPECTOR].get("/office").text


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "fr",
            ("Actions communes", "à 10:00", "interprète (roumain) : demandé", "proposée", "2 partenaires n’ont pas"),
        ),
        (
            "nl",
            ("Gezamenlijke acties", "om 10:00", "tolk (Roemeens): gevraagd", "voorgesteld", "2 partners hebben niet"),
        ),
        (
            "de",
            ("Gemeinsame Aktionen", "um 10:00 Uhr", "Dolmetscher (Rumänisch): angefragt", "vorgeschlagen", "2 Partner"),
        ),
        (
            "en",
            ("Joint actions", "at 10:00", "interpreter (Romanian): asked", "proposed", "2 partners have not confirmed"),
        ),
    ],
)
def test_the_list_says_when_who_and_with_whom(
    home: AppContext, action: ActionView, lang: str, told: tuple[str, ...]
) -> None:
    """Moment, week, teams of each district, partners and answers, in the reader's language; the look is noted."""
    caller, before = Caller(home), looks(home)
    caller.sign_in(INSPECTOR)
    caller.client.cookies.set(LANGUAGE_COOKIE, lang)
    page = caller.get(PATH).text
    said = words(page)
    for part in (action.reference, number_of(OTHER), action.week, "Namur" if lang in ("fr", "en") else "Nam", *told):
        assert part in said.replace("\xa0", " ").replace("\u202f", " "), part
    assert f'href="{PATH}/{action.reference}"' in page
    assert looks(home) == before + 1
    assert caller.get(f"{PATH}?sort=partners").text.count('aria-sort="descending"') == 1
    assert looks(home) == before + 1  # the same list in another order is the same look


def test_what_a_district_has_no_part_in_is_not_shown(home: AppContext, callers: Mapping[str, Caller]) -> None:
    """Nor on its own page; whoever works everywhere chooses a district."""
    moment = FixedMoment(day=LATER.days[1], minute=600.0)
    booked = acts.joint_actions.book_action(home.acting(SUPERVISOR, now()), an_action(workplace=OTHER, moment=moment))
    made = booked.reference
    try:
        assert made not in callers[ELSEWHERE].get(PATH).text
        hidden, none = (callers[ELSEWHERE].get(f"{PATH}/{one}") for one in (made, "ZZZZZZ"))
        assert (hidden.status_code, words(hidden.text)) == (404, words(none.text).replace("ZZZZZZ", made))
        assert made in callers[SUPERVISOR].get(f"{PATH}?district=liege").text
        assert made not in callers[SUPERVISOR].get(f"{PATH}?district=namur").text
    finally:
        acts.joint_actions.call_off_action(home.acting(SUPERVISOR, now()), made, reason="test")


def test_partners_answers_are_noted_on_the_page_of_the_action(
    home: AppContext, callers: Mapping[str, Caller], action: ActionView
) -> None:
    """Each by a press; with the last "yes" the action is confirmed, and a "no" can follow a "yes"."""
    caller, path = callers[HEAD], f"{PATH}/{action.reference}"
    for n, partner in enumerate(action.partners, 1):
        done = caller.send(f"{path}/answer", path, partner=partner.id, said="confirmed")
        assert done.headers["location"] == f"{path}?told=answered"
        assert known(home, action.reference).state == ("confirmed" if n == 2 else "proposed")
    said = words(caller.get(f"{path}?told=answered").text)
    assert "The answer is noted." in said
    assert "Confirmed: everybody who was asked comes." in said
    caller.send(f"{path}/answer", path, partner=action.partners[0].id, said="declined")
    assert "One partner has not confirmed." in words(caller.get(path).text)
    wrong = caller.send(f"{path}/answer", path, partner=action.partners[0].id, said="perhaps")
    assert wrong.status_code == 400
    assert "Choose a partner of the action, and its answer." in words(wrong.text)


def test_a_partner_is_invited_by_a_file(callers: Mapping[str, Caller], action: ActionView) -> None:
    """With hour and reference; a partner that the action does not have is refused on the page."""
    path = f"{PATH}/{action.reference}"
    given = callers[HEAD].send(f"{path}/invite", path, partner=action.partners[0].id)
    assert given.headers["content-type"].startswith("text/calendar")
    assert action.reference in given.text
    assert callers[HEAD].send(f"{path}/invite", path, partner="nobody").status_code == 400


def test_an_action_gets_another_moment_and_is_called_off(
    home: AppContext, callers: Mapping[str, Caller], action: ActionView
) -> None:
    """Every partner is asked anew; a hole or a wrong hour keeps what was typed; a reason is one of the list."""
    caller, path = callers[SUPERVISOR], f"{PATH}/{action.reference}"
    caller.send(f"{path}/answer", path, partner=action.partners[0].id, said="confirmed")
    day = str(LATER.days[2])
    wrong = caller.send(f"{path}/move", path, **{"day": day, "from": "10:07"})
    assert "Choose a full quarter of an hour" in words(wrong.text)
    assert f'value="{day}"' in wrong.text
    done = caller.send(f"{path}/move", path, **{"day": day, "from": "11:15"})
    assert done.headers["location"] == f"{path}?told=moved"
    moved = known(home, action.reference)
    assert (str(moved.day), moved.minute, {p.state for p in moved.partners}) == (day, 675.0, {"asked"})
    assert "Choose a reason." in words(caller.send(f"{path}/call-off", path, reason="He is ill").text)
    done = caller.send(f"{path}/call-off", path, reason="partner_declined")
    page = caller.get(done.headers["location"]).text
    assert "This action is called off." in words(page)
    assert f'action="{path}/' not in page
    assert action.reference not in caller.get(PATH).text


def test_an_action_is_booked(home: AppContext, callers: Mapping[str, Caller]) -> None:
    """Teams of two districts at ten, with the police and an interpreter: its page and the list show it at once."""
    partners = {"kind_1": "police", "contact_1": "zp-liege", "kind_2": "interpreter"}
    spoken = {"contact_2": "+32 2 000 00 00", "language_2": "RO"}
    caller = callers[SUPERVISOR]
    done = caller.send(f"{PATH}/new", f"{PATH}/new", **{**SHARED, **partners, **spoken})
    (reference,) = re.findall(rf"^{PATH}/([0-9A-Z]+)\?told=booked$", done.headers["location"])
    made = known(home, reference)
    try:
        assert "The action is booked." in words(caller.get(done.headers["location"]).text)
        assert "2 partners have not confirmed." in words(caller.get(PATH).text)
        assert (made.workplace, dict(made.shares), made.minute) == (OTHER, {"liege": 1, "namur": 1}, 600.0)
        assert {(p.kind, p.contact, p.language) for p in made.partners} == {
            ("police", "zp-liege", None),
            ("interpreter", "+32 2 000 00 00", "ro"),
        }
        twice = caller.send(f"{PATH}/new", f"{PATH}/new", **SHARED)
        assert "Another joint action is booked for this workplace already." in words(twice.text)
    finally:
        acts.joint_actions.call_off_action(home.acting(SUPERVISOR, now()), reference, reason="test")


def test_three_districts_and_six_partners_are_booked_together(
    home: AppContext, callers: Mapping[str, Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as a day of action in the field has; this house has two districts, and the form offers no third."""
    made: list[NewAction] = []
    monkeypatch.setattr("inspection.acts.joint_actions.book_action", lambda _, action: made.append(action) or BOOKED)
    asked = {f"kind_{n}": "police" for n in range(1, 7)} | {f"contact_{n}": f"+32 2 000 00 0{n}" for n in range(1, 7)}
    callers[SUPERVISOR].send(f"{PATH}/new", f"{PATH}/new", **{**SHARED, **asked, "other_2": "hainaut", "teams_2": "3"})
    assert made[0].shares == {"liege": 1, "namur": 1, "hainaut": 3}
    assert [partner.contact[-1] for partner in made[0].partners] == list("123456")
    assert 'name="other_2"' not in callers[SUPERVISOR].get(f"{PATH}/new").text


def moment_fields(page: str) -> dict[str, str]:
    """The moment that stands, as the form that changes it shows it."""
    return dict(re.findall(r'name="(day|last_day|from|until)"[^>]* value="([^"]*)"', page))


def test_a_fixed_moment_of_which_only_the_hour_is_changed_stays_fixed(
    home: AppContext, callers: Mapping[str, Caller], action: ActionView
) -> None:
    path = f"{PATH}/{action.reference}"
    fields = {**moment_fields(callers[SUPERVISOR].get(path).text), "from": "09:00"}
    assert callers[SUPERVISOR].send(f"{path}/move", path, **fields).headers["location"] == f"{path}?told=moved"
    assert (known(home, action.reference).day, known(home, action.reference).minute) == (action.day, 540.0)


def test_planning_may_choose_among_days_of_one_week(home: AppContext, callers: Mapping[str, Caller]) -> None:
    """For one district: up to the last day that was given, and it can be moved to another span."""
    alone = {**SHARED, "teams": "2", "other_1": "", "last_day": str(IsoWeek.of(today() + timedelta(weeks=5)).days[4])}
    done = callers[SUPERVISOR].send(f"{PATH}/new", f"{PATH}/new", **alone)
    assert done.status_code == 303, words(done.text)
    (reference,) = re.findall(rf"^{PATH}/([0-9A-Z]+)\?told=booked$", done.headers["location"])
    path = f"{PATH}/{reference}"
    try:
        made = known(home, reference)
        assert (made.day, made.days) == (None, IsoWeek.of(today() + timedelta(weeks=5)).days[2:5])
        shown = callers[SUPERVISOR].get(path).text
        assert "at 10:00; the day is still to be chosen" in words(shown)
        fields = moment_fields(shown)
        callers[SUPERVISOR].send(f"{path}/move", path, **{**fields, "from": "09:00"})
        assert known(home, reference).days == made.days  # only the hour was changed
        later = {"day": str(LATER.days[0]), "last_day": str(LATER.days[1]), "from": "09:00", "until": "11:00"}
        assert callers[SUPERVISOR].send(f"{path}/move", path, **later).headers["location"] == f"{path}?told=moved"
        assert known(home, reference).days == LATER.days[:2]
    finally:
        acts.joint_actions.call_off_action(home.acting(SUPERVISOR, now()), reference, reason="test")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"number": ""}, "neither the number of an establishment"),
        ({"number": "0800.000.123"}, "neither the number of an establishment"),
        ({"day": ""}, "Give the day."),
        ({"from": "ten"}, "Give the hour, such as 10:15."),
        ({"teams": "0"}, "Give the number of teams of each district"),
        ({"teams": "9", "other_1": ""}, "Too few teams"),
        ({"teams_1": "none"}, "Give the number of teams of each district"),
        ({"other_2": "namur", "teams_2": "1"}, "Choose each district once."),
        ({"last_day": "2020-01-01"}, "The last day comes before the first."),
        ({"last_day": "9999-12-31"}, "one week"),
        ({"until": "12:00"}, "the moment must be fixed"),
        ({"sector": ""}, "Choose a sector of the list."),
        ({"kind_1": "friends"}, "Choose a kind of partner of the list."),
        ({"kind_1": "police", "contact_1": "Jan Peeters"}, "never a person"),
    ],
)
def test_a_booking_that_cannot_be_meant_is_refused_in_words(
    home: AppContext, callers: Mapping[str, Caller], more: Mapping[str, str], said: str
) -> None:
    """Nothing is booked, and what was typed stays."""
    before = len(actions(home.store))
    sent = {**SHARED, "number": "2999999999", **more, "language_1": "pl"}
    page = callers[SUPERVISOR].send(f"{PATH}/new", f"{PATH}/new", **sent)
    assert page.status_code >= 400
    assert said in words(page.text)
    assert '<option value="pl" selected>' in page.text
    assert len(actions(home.store)) == before


def test_forms_stand_for_whoever_may(callers: Mapping[str, Caller], action: ActionView) -> None:
    """All read; staff of the leading district answer; heads book, in their own district; over two only who has both."""
    path = f"{PATH}/{action.reference}"
    for user, answers, books, moves in (
        (DPO, False, False, False),
        (INSPECTOR, True, False, False),
        (ELSEWHERE, False, False, False),
        (HEAD, True, True, False),
        (SUPERVISOR, True, True, True),
    ):
        page = callers[user].get(path).text
        assert (f"{path}/answer" in page, f"{path}/move" in page) == (answers, moves), user
        assert (f'href="{PATH}/new"' in callers[user].get(PATH).text) is books, user
        new = callers[user].get(f"{PATH}/new")
        assert new.status_code == (200 if books else 404), user
        assert ('name="other_1"' in new.text) is (user == SUPERVISOR), user
    refused = callers[ELSEWHERE].send(f"{path}/answer", path, partner=action.partners[0].id, said="confirmed")
    assert refused.status_code >= 400
    assert callers[INSPECTOR].send(f"{PATH}/new", PATH, **SHARED).status_code >= 400
