"""Administration before a browser without a screen: what its pages say, what their forms do, and who has none."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from builders_acts import a_roster, a_user
from builders_identity import an_account
from office_shell import DIRECTION, DPO, INSPECTOR, Caller, token_in, words

from dashboards.office.forms import LARGEST_OF_KNOWN, packed
from inspection import acts
from inspection.i18n import LANGUAGES, t
from inspection.store.queries import user, users
from inspection.time_of import now, today
from inspection.trust import AppContext

PAGES = (
    "",
    "/people",
    "/absences",
    "/cars",
    "/import",
    "/on-call",
    "/devices",
    "/outside",
    "/registers",
    "/deliveries",
)
MORE = ("/looks", "/retention", "/flows", "/people/new", f"/people/{INSPECTOR}", "/teams/new", "/teams/liege-1")


@pytest.fixture
def direction(home: AppContext) -> Iterator[Caller]:
    """Give the browser of the direction, who has signed in."""
    made = Caller(home)
    made.sign_in(DIRECTION)
    yield made
    acts.staff.import_roster(home.acting(), a_roster())


def send(caller: Caller, path: str, **fields: str) -> Any:
    """Send a form of administration with the token of its page."""
    return caller.send(f"/administration{path}", "/administration/people", **fields)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_there_in_each_language(home: AppContext, direction: Caller, lang: str) -> None:
    """With a heading, and no key in the place of a text."""
    direction.client.cookies.set("vigie_language", lang)
    for path in (*PAGES, *MORE):
        answer = direction.get(f"/administration{path}")
        assert answer.status_code == 200, path
        assert len(re.findall("<h1", answer.text)) == 1, path
        assert not re.search(r"\b(screen|admin)\.[a-z_]+\b", words(answer.text)), path


def test_the_hours_of_a_team_keep_their_columns_beside_what_is_kept(direction: Caller) -> None:
    """The line that says when a field was kept is put after its box: the box stands alone in its cell."""
    page = direction.get("/administration/teams/liege-1").text
    assert page.count("data-keep-box") == page.count("<div><div data-keep-box>") > 0


def test_an_inspector_has_no_such_pages(home: AppContext) -> None:
    """They are told as what does not exist; nor is there a room."""
    caller = Caller(home)
    caller.sign_in(INSPECTOR)
    assert "/administration" not in caller.get("/office").text
    for path in (*PAGES, *MORE):
        assert caller.get(f"/administration{path}").status_code in (403, 404), path
    assert send_bare(caller, "/administration/people/new", id="insp-liege-5") in (403, 404)


def test_an_administrator_has_a_first_page(home: AppContext, direction: Caller) -> None:
    """Where rooms without a drawing of their own are among the first four."""
    people = [*a_roster()["users"], a_user("admin-1", "administrator", None)]
    acts.staff.import_roster(home.acting(), a_roster(users=people))
    an_account(home, "admin-1", now())
    caller = Caller(home)
    caller.sign_in("admin-1")
    assert 'href="/administration"' in caller.get("/office").text


def send_bare(caller: Caller, path: str, **fields: str) -> int:
    """Send a form from the first page."""
    return int(caller.send(path, **fields).status_code)


def test_somebody_is_added_from_a_day_on(home: AppContext, direction: Caller) -> None:
    """What was wrong is said at its place, what was typed stays; the change stands in the list until its day."""
    fields = {"role": "inspector", "district": "liege", "team": "liege-1", "language": "fr", "name": "Geheim01"}
    wrong = send(direction, "/people/new", id="Not An Id", starts_on="2199-01-04", **fields)
    assert wrong.status_code == 422
    assert 'value="Not An Id"' in wrong.text
    assert "Place to mend: id" in words(wrong.text)
    led = send(direction, "/people/new", id="insp-liege-8", starts_on="2199-01-04", **fields)
    assert led.headers["location"].startswith("/administration/people?told=planned")
    page = direction.get("/administration/people").text
    assert "insp-liege-8" in words(page)
    assert "Geheim01" not in page
    assert user(home.store, "insp-liege-8") is None
    change = re.search(r'name="change" value="([^"]+)"', page)[1]
    send(direction, "/people/call-off", change=change)
    assert "insp-liege-8" not in words(direction.get("/administration/people").text)


def test_a_team_moves_today(home: AppContext, direction: Caller) -> None:
    """Its ordinary week stays as the form says it, its people go with it."""
    page = direction.get("/administration/teams/liege-1").text
    known = {unescape(n): v for n, v in re.findall(r'name="((?:starts|ends_at)\.\d)" value="([\d:]*)"', page)}
    assert (known["starts.0"], known["ends_at.4"], known["starts.6"]) == ("08:00", "16:30", "")
    fields = {"name": "Team 1", "district": "namur", "lat": "50,47", "lon": "4.87", "size": "2", "speaks.fr": "1"}
    answer = send(direction, "/teams/liege-1", starts_on=today().isoformat(), with_people="1", **fields, **known)
    assert answer.status_code == 303
    (team,) = [one for one in acts.staff.staff_sheet(home.acting(DIRECTION)).teams if one.id == "liege-1"]
    assert (team.district, team.office, len(team.shifts)) == ("namur", (4.87, 50.47), 5)
    assert user(home.store, INSPECTOR).district == "namur"


def upload(caller: Caller, roster: object, path: str = "/administration/import") -> Any:
    """Send a roster as a file."""
    token = token_in(caller.get("/administration/import").text)
    text = roster if isinstance(roster, str) else json.dumps(roster)
    return caller.client.post(
        path,
        data={"form_token": token},
        files={"file": ("roster.json", text.encode(), "application/json")},
        headers={"accept": "text/html", "origin": "http://127.0.0.1:8501"},
    )


def test_a_roster_is_shown_and_then_done(home: AppContext, direction: Caller) -> None:
    """Who comes and goes is told without a name; the same file confirmed after another change is shown again."""
    new = a_user("insp-namur-7", "inspector", "namur", "namur-1", name="Geheim é")
    people = [one for one in a_roster()["users"] if one["id"] != "insp-liege-2"]
    shown = upload(direction, a_roster(users=[*people, new]))
    said = words(shown.text)
    assert "1 leave, 0 change, 1 join" in said
    assert "Geheim" not in said
    assert "insp-namur-7" not in {one.id for one in users(home.store)}
    fields = dict(re.findall(r'name="(packed|shown)" value="([^"]+)"', shown.text))
    direction_now = home.acting(DIRECTION, now())
    acts.staff.plan_person(
        direction_now,
        {"id": "insp-liege-6", "role": "inspector", "district": "liege", "team": None, "language": "fr"},
        today(),
    )
    again = send(direction, "/import/confirm", **fields)
    assert again.status_code == 409
    assert "2 leave" in words(again.text)
    fields = dict(re.findall(r'name="(packed|shown)" value="([^"]+)"', again.text))
    assert send(direction, "/import/confirm", **fields).headers["location"] == "/administration/people?told=imported"
    now_here = {one.id for one in users(home.store)}
    assert "insp-namur-7" in now_here
    assert not now_here & {"insp-liege-2", "insp-liege-6"}


@pytest.mark.parametrize("text", ["no json", "[]", '{"service": "ONSS"}'])
def test_a_file_that_is_no_roster_is_refused_with_what_to_do(direction: Caller, text: str) -> None:
    answer = upload(direction, text)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_packed_file_that_was_touched_is_refused(direction: Caller) -> None:
    assert send(direction, "/import/confirm", packed="bm90IHppcA==", shown="x").status_code == 422


def test_an_absence_is_noted_and_taken_back(home: AppContext, direction: Caller) -> None:
    day = today().isoformat()
    answer = send(direction, "/absences", user=INSPECTOR, kind="court", first_day=day, last_day=day)
    assert answer.headers["location"] == "/administration/absences?told=kept"
    page = direction.get("/administration/absences").text
    assert "Away today: 1" in words(page)
    made = re.search(r'name="absence" value="([^"]+)"', page)[1]
    send(direction, "/absences/end", absence=made)
    assert "Away today: 0" in words(direction.get("/administration/absences").text)
    wrong = send(direction, "/absences", user=INSPECTOR, kind="court", first_day=day, last_day="2020-01-01")
    assert wrong.status_code == 422
    assert f'<option value="{INSPECTOR}" selected>' in wrong.text


def test_who_looked_is_asked_without_a_trace_in_the_page(home: AppContext, direction: Caller) -> None:
    """A number that nobody knows is no fault; what was typed comes back nowhere."""
    answer = send(direction, "/looks", about="85.07.30-033.28")
    assert "Looks: 0, by 0 people" in words(answer.text)
    assert "85.07.30" not in answer.text
    assert send(direction, "/looks", about="what nobody knows").status_code >= 400


def test_a_table_sorts_by_its_address(direction: Caller) -> None:
    """Upwards, downwards, and not at all by what is no column."""

    def order(page: str) -> list[str]:
        shown = page[page.index('<table class="cards sorted" id="persons"') :].partition("</table>")[0]
        return re.findall(r'<th scope="row"><a href="/administration/people/([^"]+)"', shown)

    plain = order(direction.get("/administration/people").text)
    down = direction.get("/administration/people?sort=-persons.0").text
    assert order(down) == sorted(plain, reverse=True) != plain
    assert 'aria-sort="descending"' in down
    assert order(direction.get("/administration/people?sort=persons.99").text) == plain


def test_somebody_outside_is_proposed_by_one_and_decided_by_another(home: AppContext, direction: Caller) -> None:
    """Whoever proposed sees no button to decide."""
    day = today().isoformat()
    fields = {"office": "fgp-antwerpen", "role": "police_cell", "language": "nl", "name": "Geheim02"}
    send(direction, "/outside", first_day=day, last_day=day, **fields)
    page = direction.get("/administration/outside").text
    assert "waits for a decision" in words(page)
    assert 'name="proposal"' not in page
    refused = send(direction, "/outside", first_day=day, last_day=day, **{**fields, "office": "nowhere"})
    assert refused.status_code == 422
    assert 'value="Geheim02"' in refused.text


def a_duty_roster(number: str) -> str:
    """The roster of one office with one line, as a file."""
    turn = {"role": "auditorate", "number": number, "valid_from": "2026-01-01", "starts": "08:00", "ends": "17:00"}
    return json.dumps({"recipient": "aud-liege", "source": "letter", "turns": [turn]})


def test_a_roster_of_an_office_is_shown_taken_in_and_tried(home: AppContext, direction: Caller) -> None:
    """Its number stands first until somebody rang it; another file tells which line goes and which comes."""
    for number, said in (("+32 2 000 00 41", "0 lines go, 1 come, 0 stay"), ("+32 2 000 00 42", "1 lines go, 1 come")):
        shown = upload(direction, a_duty_roster(number), "/administration/on-call/import")
        assert said in words(shown.text)
        assert acts.on_call.list_on_call(home.acting(DIRECTION)) == [] or number not in duty_numbers(home)
        fields = dict(re.findall(r'name="(packed|shown)" value="([^"]+)"', shown.text))
        told = send(direction, "/on-call/import/confirm", **fields)
        assert told.headers["location"] == "/administration/on-call?told=imported"
        assert number in duty_numbers(home)
    page = direction.get("/administration/on-call").text
    assert "08:00–17:00" in words(page)
    assert "Numbers to try: 1" in words(page)
    turn = re.search(r'name="turn" value="([^"]+)"', page)[1]
    send(direction, "/on-call/tested", turn=turn, outcome="reached")
    day = today().isoformat()
    send(direction, "/on-call/absent", turn=turn, first_day=day, last_day=day)
    said = words(direction.get("/administration/on-call").text)
    assert "Numbers to try" not in said
    assert "absent until" in said


def duty_numbers(home: AppContext) -> set[str]:
    """The numbers of the rosters that stand."""
    return {one.number for one in acts.on_call.list_on_call(home.acting(DIRECTION))}


@pytest.mark.parametrize("text", ["- 1\n- 2", "a: [", '{"recipient": "nowhere", "source": "x", "turns": []}'])
def test_a_file_that_is_no_roster_of_an_office_is_refused(direction: Caller, text: str) -> None:
    answer = upload(direction, text, "/administration/on-call/import")
    assert 400 <= answer.status_code < 500
    assert 'role="alert"' in answer.text


def test_a_run_that_went_wrong_stands_first_with_the_way_to_it(home: AppContext, direction: Caller) -> None:
    """Where Prefect is known its run is a link; else there is none."""
    acts.alerts.alert_run(home.acting(), "run_failed", "chase", "abc-1")
    page = direction.get("/administration/flows").text
    assert "Schedules that went wrong: 1" in words(page)
    assert page.index("Reminders and escalations") < page.index("Backup")
    assert "flow-run" not in page


def test_a_device_is_invited_by_a_code_that_is_shown_once(direction: Caller) -> None:
    made = send(direction, "/devices", user=INSPECTOR, kind="field").text
    (code,) = re.findall(r'class="once">([0-9A-Z-]+)<', made)
    assert code not in direction.get("/administration/devices").text


def test_the_data_officer_sees_and_changes_nothing(home: AppContext) -> None:
    """Pages without the forms of what they may not do."""
    caller = Caller(home)
    caller.sign_in(DPO)
    assert caller.get("/administration/import").status_code in (403, 404)
    page = caller.get("/administration/people/new")
    assert page.status_code == 404
    assert 'name="starts_on"' not in caller.get(f"/administration/people/{INSPECTOR}").text


def test_a_new_team_never_takes_the_place_of_one_that_is_there(home: AppContext, direction: Caller) -> None:
    """Its breaks and where its rounds end stay: the form for a new one knows nothing of them."""
    fields = {"name": "Another", "district": "liege", "lat": "50.6", "lon": "5.5", "size": "2", "speaks.fr": "1"}
    answer = send(direction, "/teams/new", id="liege-1", starts_on=today().isoformat(), **fields)
    assert answer.status_code == 422
    assert "<code>id</code>" in answer.text
    assert "Another" not in {one.name for one in acts.staff.staff_sheet(home.acting(DIRECTION)).teams}


def test_a_long_roster_that_was_shown_can_be_confirmed(direction: Caller) -> None:
    """What a form carries packed may be as long as a file: it is read, and here it is no roster."""
    long = packed("".join(sha256(str(n).encode()).hexdigest() for n in range(3000)))
    answer = send(direction, "/import/confirm", packed=long, shown="x")
    assert len(long) > LARGEST_OF_KNOWN
    assert "SETTING-041" in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_roster_that_contradicts_itself_is_told_by_its_place(home: AppContext, direction: Caller, lang: str) -> None:
    """In the reader's language what is wrong, and where; not that the installation lacks something."""
    direction.client.cookies.set("vigie_language", lang)
    line = t("screen.admin.line", lang, n=1)
    answer = upload(direction, a_roster(users=[*a_roster()["users"], a_user(INSPECTOR, "team_head")]))
    assert answer.status_code == 422
    assert unescape(t("screen.fault.SETTING-111", lang)) in unescape(answer.text)
    assert f"<code>users.10 {line}, users.4 {line}</code>" in answer.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_of_the_shape_of_a_file_is_told_by_its_place(
    home: AppContext, direction: Caller, lang: str
) -> None:
    """Of the roster and of who is rung: each place with its line, in the reader's language and not in a library's."""
    direction.client.cookies.set("vigie_language", lang)
    roster = a_roster(teams=[a_roster()["teams"][0] | {"size": "many", "members": []}])
    duty = {"recipient": "pjf-liege", "source": "a test", "turns": [{"role": "police_cell", "number": "someone"}]}
    for file, path, places in (
        (roster, "/import", {"teams.0.size": '"size"', "teams.0.members": '"members"'}),
        (duty, "/on-call/import", {"turns.0.valid_from": "{", "turns.0.number": '"number"'}),
    ):
        text = json.dumps(file, indent=1)
        answer = upload(direction, text, f"/administration{path}")
        assert answer.status_code in (400, 422)
        for place, stands in places.items():
            n = next(n for n, line in enumerate(text.splitlines()[1:], 2) if stands in line)
            assert f"<code>{place} {t('screen.admin.line', lang, n=n)}</code>" in answer.text
