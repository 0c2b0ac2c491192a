"""What waits after a decision on a suspicion, on its pages; and a suspicion that is entered for a colleague."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from builders_acts import LIEGE, SIGNS, a_control, a_roster, a_user, a_yes
from builders_control import a_person
from builders_identity import an_account
from office_shell import DIRECTION, INSPECTOR, Caller, a_home, words
from sqlmodel import col, select

from inspection import acts
from inspection.i18n import LANGUAGES
from inspection.life_cycles import FollowUpKind
from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.time_of import BRUSSELS, now
from inspection.trust import AppContext

HEAD, COLLEAGUE, CONTACT = "head-liege", "insp-liege-2", "contact-1"
WORDS = "three behind a door"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home whose roster names a contact for trafficking, of another district."""
    with a_home(tmp_path_factory.mktemp("after") / "home") as house:
        contact = a_user(CONTACT, "inspector", "namur", "namur-1", thb_contact=True)
        acts.staff.import_roster(house.acting("system"), a_roster(users=[*a_roster()["users"], contact]))
        for user in (HEAD, COLLEAGUE, CONTACT):
            an_account(house, user, now())
        yield house


def browser_of(home: AppContext, user: str, lang: str = "en") -> Caller:
    made = Caller(home)
    made.client.cookies.set("vigie_language", lang)
    made.sign_in(user)
    return made


def saved(home: AppContext, decision: str) -> str:
    """Save a control of a moment ago with the gravest fact and somebody who stayed there; its id."""
    at = now()
    entered_at = at - timedelta(hours=2)
    control = a_control(
        answers=dict(SIGNS),
        persons=[a_person(1, name="Kanarek Exemple", now_at="stayed")],
        suspicion={**a_yes(at), "decision": decision},
        entered_at=entered_at.isoformat(),
        left_at=(at - timedelta(hours=1)).isoformat(),
        facts_on=entered_at.astimezone(BRUSSELS).date().isoformat(),
    )
    return acts.controls.save(home.acting(INSPECTOR), control, place=LIEGE).control_id


def way_of(home: AppContext, kind: str, by: str, control: str | None = None) -> str:
    """The address of what somebody owes."""
    found = acts.follow_ups.list_follow_ups(home.acting(by), kind=FollowUpKind(kind), control_id=control)
    return f"/waiting/follow-ups/{found[-1].id}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_what_is_owed_stands_on_the_page_of_what_waits(home: AppContext, lang: str) -> None:
    """In four languages, by reference of a person; it leads to the page on which it is done."""
    saved(home, "yes")
    way, caller = way_of(home, "person_check", INSPECTOR), browser_of(home, INSPECTOR, lang)
    listed = caller.get("/waiting").text
    assert f'href="{way}"' in listed
    page = caller.get(way).text
    for said in (listed, page):
        assert "P1" in words(said)
        assert "Kanarek" not in said
        assert "screen." not in words(said)


def test_the_list_is_one_look_a_session(home: AppContext) -> None:
    """Three lists stand on the page; drawn again, none is another look."""

    def looks() -> list[str]:
        with home.store.read() as session:
            mine = select(AuditEntryRow).where(col(AuditEntryRow.act) == "record.list", col(AuditEntryRow.who) == HEAD)
            return [str(one.facts["kind"]) for one in session.exec(mine)]

    before, caller = len(looks()), browser_of(home, HEAD)
    for _ in range(2):
        assert caller.get("/waiting").status_code == 200
    assert sorted(looks()[before:]) == ["changes", "follow_ups", "waiting"]


def test_an_alert_of_what_is_owed_stands_once_and_of_what_ended_leads_to_its_control(home: AppContext) -> None:
    """What is owed says itself what is to be done; when it ended, its alert still says where it was."""
    control = saved(home, "yes")
    acts.chasing.chase(home.acting(at=now() + timedelta(days=9)))
    way, caller = way_of(home, "person_check", INSPECTOR, control), browser_of(home, INSPECTOR)
    alerts = caller.get("/waiting").text.split('id="follow-ups"')[0]
    assert "Somebody stayed there" not in words(alerts)
    caller.send(f"{way}/person", way, outcome="reached_well", words=WORDS)
    alerts = caller.get("/waiting").text.split('id="follow-ups"')[0]
    assert f'href="/inspections/{control}"' in alerts


def test_a_no_is_read_and_stays(home: AppContext) -> None:
    """By the contact alone, who is asked no reason; the look at the whole is in the trail, and a reason is wanted.

    The contact is of another district: in the control too it is their task, and once it is read they see it no more.
    """
    control = saved(home, "no")
    way, contact = way_of(home, "no_review", CONTACT, control), browser_of(home, CONTACT)
    guarded = f"/inspections/{control}/guarded"
    assert f'href="{way}"' in contact.send(guarded, guarded, open="after").text
    assert a_yes(now())["grounds"] in words(contact.send(guarded, guarded, open="whole").text)
    for other in (INSPECTOR, HEAD, DIRECTION):
        assert browser_of(home, other).get(way).status_code == 404
    assert "Indicators" not in words(contact.get(way).text)
    said = words(contact.send(f"{way}/read", way).text)
    assert "Indicators:" in said
    assert "the decision is the inspector's." in said
    assert a_yes(now())["grounds"] in said
    with home.store.read() as session:
        looked = [one for one in session.exec(select(AuditEntryRow)) if one.who == CONTACT and one.subject == control]
    assert looked[-1].facts.get("whole")
    refused = contact.send(f"{way}/no", way, do="leave", words=" ")
    assert "Write the reasons" in words(refused.text)
    answer = contact.send(f"{way}/no", way, do="leave", words=WORDS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/waiting?told=done")
    assert {contact.get(gone).status_code for gone in (way, guarded)} == {404}
    assert control not in {one.control_id for one in referrals(home.store)}


def test_a_yes_beside_a_no_leaves_at_once(home: AppContext) -> None:
    """It needs a form of exploitation, and what was typed stands there again."""
    control = saved(home, "no")
    way, contact = way_of(home, "no_review", CONTACT, control), browser_of(home, CONTACT)
    refused = contact.send(f"{way}/no", way, do="refer", words=WORDS)
    assert refused.status_code == 422
    assert "needs a form of exploitation" in words(refused.text)
    assert WORDS in refused.text
    answer = contact.send(f"{way}/no", way, do="refer", words=WORDS, **{"form.sexual": "1"})
    (made,) = (one for one in referrals(home.store) if one.control_id == control)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/board/{made.reference}?told=left")
    assert contact.get(answer.headers["location"]).status_code == 200


def test_a_person_is_looked_after(home: AppContext) -> None:
    """An outcome is wanted; of who moved also where they are."""
    saved(home, "yes")
    way, caller = way_of(home, "person_check", INSPECTOR), browser_of(home, INSPECTOR)
    assert "Choose the outcome." in words(caller.send(f"{way}/person", way, words=WORDS).text)
    refused = caller.send(f"{way}/person", way, outcome="moved", words=WORDS)
    assert "Say where the person is now." in words(refused.text)
    assert WORDS in refused.text
    assert caller.send(f"{way}/person", way, outcome="moved", now_at="nowhere").status_code == 422
    answer = caller.send(f"{way}/person", way, outcome="moved", now_at="with_centre", words=WORDS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/waiting?told=done")
    assert "Recorded." in words(caller.get("/waiting?told=done").text)


def told_by(at: datetime, **changed: str) -> dict[str, str]:
    """What the form of an entry sends."""
    sent = {
        "inspector": COLLEAGUE,
        "told_at": f"{at.astimezone(BRUSSELS):%Y-%m-%dT%H:%M}",
        "sector": "restaurants",
        "language": "fr",
        "workplace": "",
        "place": LIEGE,
        "door": "Rue Exemple 1",
        "danger": "",
        "grounds": WORDS,
        "form.economic": "1",
    }
    return {**sent, **changed}


def test_a_suspicion_is_entered_for_a_colleague_who_confirms_it(home: AppContext) -> None:
    """It leaves at once in their name; what is missing is said and what was typed stays; they confirm it later."""
    caller, before = browser_of(home, INSPECTOR), {one.reference for one in referrals(home.store)}
    assert "/board/entry" in caller.get("/board").text
    for lacking in (
        {"inspector": ""},
        {"sector": ""},
        {"told_at": "soon"},
        {"workplace": "1234567890"},
        {"form.economic": ""},
    ):
        sent = told_by(now(), **lacking)
        if lacking == {"form.economic": ""}:
            del sent["form.economic"]
        refused = caller.send("/board/entry", "/board/entry", **sent)
        assert refused.status_code >= 400, lacking
        assert WORDS in refused.text, lacking
    assert {one.reference for one in referrals(home.store)} == before
    answer = caller.send("/board/entry", "/board/entry", **told_by(now()))
    (reference,) = {one.reference for one in referrals(home.store)} - before
    assert (answer.status_code, answer.headers["location"]) == (303, f"/board/entry?entered={reference}")
    page = caller.get(answer.headers["location"]).text
    assert f'href="/board/{reference}"' in page
    assert "who is to confirm it" in words(page)
    assert "who is to confirm it" not in words(caller.get("/board/entry?entered=evil").text)
    told = words(caller.get("/waiting").text)
    assert f"entered by {INSPECTOR}" in told
    mine = browser_of(home, COLLEAGUE)
    way = way_of(home, "entry_confirm", COLLEAGUE)
    assert caller.get(way).status_code == 404
    assert f'href="{way}"' in mine.get("/waiting").text
    answer = mine.send(f"{way}/confirm", way, words="")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/board/{reference}?told=left")


def test_an_inspector_is_rung_back_for_what_is_missing(home: AppContext) -> None:
    """The first report of an entry leaves much open; words are wanted."""
    caller = browser_of(home, HEAD)
    way = way_of(home, "call_back", HEAD)
    acts.devices.keep_own_number(home.acting(COLLEAGUE), "+32 470 00 00 01")
    assert 'href="tel:+32470000001"' in caller.get(way).text
    assert "Write the reasons" in words(caller.send(f"{way}/call", way, words="").text)
    assert caller.send(f"{way}/call", way, words=WORDS).status_code == 303


def test_who_enters_nothing_has_no_form(home: AppContext) -> None:
    """The data officer looks, and enters for nobody."""
    caller = browser_of(home, "dpo-1")
    assert caller.get("/board/entry").status_code == 404
    assert "/board/entry" not in caller.get("/board").text
    assert caller.get("/waiting/follow-ups/none").status_code in (403, 404)
