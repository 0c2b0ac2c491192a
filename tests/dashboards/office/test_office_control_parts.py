"""The parts of a control before a browser without a screen: what each shows, who may do what, and that looks stand."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, SIGNS, a_control, a_suspicious_control, a_yes, later
from builders_chain import CONTRACTOR, a_chain_control, saved_chain
from builders_control import a_person
from builders_identity import an_account
from builders_office import a_full_control, a_picture, an_attachment
from builders_protection import NAME
from builders_registers import (
    FULL_DAY,
    decided,
    dimona_files,
    enterprise,
    establishment,
    kbo_files,
    nobody,
    take,
    write,
)
from office_shell import DPO, INSPECTOR, Caller, a_home, words
from sqlmodel import col, select

from inspection import acts
from inspection.i18n import LANGUAGES, Lang, t
from inspection.registers.lake import Lake
from inspection.sealing import pseudonymiser
from inspection.store.records import AuditEntryRow
from inspection.time_of import now
from inspection.trust import AppContext

HEAD, SUPERVISOR = "head-liege", "supervisor-liege"
PLAIN = ("", "/answers", "/onsite", "/checks", "/exhibits", "/people", "/exchange", "/chain", "/guarded")
SECRETS = ("SECRET-1", "SECRET-2", "SECRET-3", "SECRET-4", "SECRET-5", "SECRET-6", "papers held")
WHY = {"purpose": "supervision"}
OPEN = {"EndingDate": "", "EndingHour": "", "WorkerType": "OTH"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which a head and a supervisor have an account too."""
    with a_home(tmp_path_factory.mktemp("parts") / "home") as house:
        for user in (HEAD, SUPERVISOR):
            an_account(house, user, now())
        yield decided(house)


@pytest.fixture(scope="module")
def control(home: AppContext) -> str:
    """Give a control that has something of everything."""
    return a_full_control(home)


@pytest.fixture(scope="module")
def browsers(home: AppContext) -> dict[str, Caller]:
    """Give the browsers of those who have signed in: a password is slow on purpose."""
    found = {user: Caller(home) for user in (INSPECTOR, HEAD, SUPERVISOR)}
    for user, caller in found.items():
        caller.sign_in(user)
    return found


def shown(caller: Caller, control: str, part: str = "", **sent: str) -> str:
    """The page of a part, for supervision where a reason is needed."""
    path = f"/inspections/{control}{part}"
    answer = caller.send(path, path, **WHY, case=control, **sent)
    assert answer.status_code == 200, words(answer.text)
    return str(answer.text)


def entries(house: AppContext, control: str, act: str, *, whole: bool = False) -> int:
    """How often something about a control stands in the trail; `whole` what shows a suspicion too."""
    with house.store.read() as session:
        mine = select(AuditEntryRow).where(col(AuditEntryRow.act) == act, col(AuditEntryRow.subject) == control)
        return sum(not whole or bool(one.facts.get("whole")) for one in session.exec(mine))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_every_part_is_drawn_in_four_languages(browsers: dict[str, Caller], control: str, lang: Lang) -> None:
    """No part has a hole, and none but the guarded one speaks of a suspicion."""
    caller = browsers[SUPERVISOR]
    caller.client.cookies.set("vigie_language", lang)
    for part in PLAIN:
        page = shown(caller, control, part)
        assert (page.count("<h1"), page.count("<main")) == (1, 1), part
        assert f'<html lang="{lang}">' in page
        assert "screen." not in words(page), part
        assert [secret for secret in SECRETS if secret in page] == [], part
    caller.client.cookies.set("vigie_language", "en")
    page = shown(caller, control, "/guarded", open="whole")
    assert [secret for secret in SECRETS if secret not in page] == []


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("", ("administrative fine of", "or criminal fine of", "to be verified", "Source: rules")),
        ("/answers", ("Synthetic Worker", "identity not established")),
        ("/onsite", ("the back door was open", "cuts meat", "fled", "He began this evening.", "25/11/2026 18:45")),
        ("/checks", ("P2", "not in order", "Drafts of arrears", "900")),
        ("/exhibits", ("the kitchen", "received")),
    ],
)
@pytest.mark.few(2)
def test_each_part_shows_what_it_holds(
    browsers: dict[str, Caller], control: str, part: str, told: tuple[str, ...]
) -> None:
    """What was saved stands there, in words."""
    said = words(shown(browsers[SUPERVISOR], control, part))
    assert [one for one in told if one not in said] == []


def test_parts_lead_to_each_other_with_the_reason_and_never_in_an_address(
    browsers: dict[str, Caller], control: str
) -> None:
    """Without a reason they are links; with one, buttons that carry it. A part with names asks for it first."""
    caller, path = browsers[SUPERVISOR], f"/inspections/{control}"
    for part in ("/people", "/exhibits", "/checks", "/exchange", "/chain", "/guarded"):
        page = caller.get(f"{path}{part}").text
        assert 'id="why"' in page, part
        assert f'<a href="{path}/answers"' in page
        assert "Synthetic Worker" not in page
    assert "Synthetic Worker" not in caller.get(f"{path}/answers").text
    page = shown(caller, control, "/answers")
    assert f'<button formaction="{path}/people"' in page
    assert 'name="purpose" value="supervision"' in page
    assert "purpose=" not in page


def test_a_part_that_somebody_may_not_read_is_left_out_of_the_row(home: AppContext, control: str) -> None:
    """Who watches over data sees a control, and neither the people's help nor what is passed on."""
    caller = Caller(home)
    caller.sign_in(DPO)
    row = re.findall(rf'<a href="/inspections/{control}/(\w+)"', caller.get(f"/inspections/{control}").text)
    assert row == ["answers", "onsite", "checks", "exhibits", "chain", "guarded"]


def test_what_bears_on_a_suspicion_opens_by_a_form_that_is_recorded(
    browsers: dict[str, Caller], home: AppContext, control: str
) -> None:
    """The page as it is read, with a reason or without, holds nothing of it; each opening is a look."""
    caller, before = browsers[SUPERVISOR], entries(home, control, "record.consult", whole=True)
    for page in (caller.get(f"/inspections/{control}/guarded").text, shown(caller, control, "/guarded")):
        assert "SECRET" not in page
        assert "At whose request" not in page
    assert entries(home, control, "record.consult", whole=True) == before
    for n in (1, 2):
        said = words(shown(caller, control, "/guarded", open="whole"))
        assert entries(home, control, "record.consult", whole=True) == before + n
    assert "papers held" in said
    assert "At whose request : Complaint" in said
    assert "Record the decision" not in said  # who neither made it nor heads the team decides nothing


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_papers_shown_and_earlier_meetings_stand_in_the_guarded_part_only(
    browsers: dict[str, Caller], control: str, lang: Lang
) -> None:
    """What the form on the telephone asks of a person is read in the office too, where whereabouts already are."""
    caller = browsers[SUPERVISOR]
    caller.client.cookies.set("vigie_language", lang)
    asked = [t(f"field.person.{name}", lang) for name in ("documents", "met_before")]
    plain = words(shown(caller, control, "/answers"))
    whole = words(shown(caller, control, "/guarded", open="whole"))
    caller.client.cookies.set("vigie_language", "en")
    assert [one for one in asked if one in plain] == []
    assert [one for one in asked if one not in whole] == []
    assert f"P1 passport SECRET-5 {t('screen.word.yes', lang)} Reception centre SECRET-3" in whole


def test_a_photo_is_given_to_who_asks_for_it(browsers: dict[str, Caller], home: AppContext, control: str) -> None:
    """Its bytes come through the act that records the look, and nothing in them runs; without a reason none come."""
    caller, path = browsers[SUPERVISOR], f"/inspections/{control}/exhibits"
    digest = re.findall(r'name="sha256" value="([0-9a-f]{64})"', shown(caller, control, "/exhibits"))[0]
    before = entries(home, control, "attachment.read")
    refused = caller.send(f"{path}/file", path, sha256=digest)
    assert 'id="why"' in refused.text
    assert entries(home, control, "attachment.read") == before
    given = caller.send(f"{path}/file", path, sha256=digest, case=control, **WHY)
    assert given.content == a_picture()
    assert given.headers["content-type"] == "image/jpeg"
    assert "sandbox" in given.headers["content-security-policy"]
    assert entries(home, control, "attachment.read") == before + 1


def test_a_picture_that_proves_a_plain_answer_and_a_guarded_one_stands_in_both_parts(
    browsers: dict[str, Caller], home: AppContext
) -> None:
    """What was written of it beside the guarded answer is read there, and not among the plain exhibits."""
    files = [an_attachment(a_picture(91), *of) for of in (("fm_head_count", "the attic"), ("q15_rooms_seen", "beds"))]
    made = a_control(workplace="est:2777777771", attachments=files)
    saved = acts.controls.save(home.acting(INSPECTOR), made, place=LIEGE).control_id
    plain = shown(browsers[INSPECTOR], saved, "/exhibits")
    guarded = shown(browsers[INSPECTOR], saved, "/guarded", open="whole")
    assert [("the attic" in page, "beds" in page) for page in (plain, guarded)] == [(True, False), (False, True)]


def test_the_plain_look_holds_nothing_of_a_suspicion(home: AppContext, control: str) -> None:
    """What the office reads first is concluded from that part alone; the whole is what was saved."""
    context = home.acting(SUPERVISOR).because("supervision", control)
    plain = acts.controls.show_control(context, control)
    whole = acts.controls.show_control(context, control, whole=True)
    assert plain.control.suspicion is None
    assert (plain.conclusion.proposal.positive, whole.conclusion.proposal.positive) == (False, True)
    assert "SECRET" not in repr(whole)


def test_one_answer_short_of_a_pattern_the_page_names_what_was_not_asked(
    browsers: dict[str, Caller], home: AppContext
) -> None:
    """No pattern is no all-clear: the questions that stand without an answer are named, and for whom."""
    found = {"answers": {"q14_safety": ["degrading"]}, "persons": [a_person(1, {"q11_pay": "token"})]}
    short = a_control(workplace="est:2777777772", **found)
    saved = acts.controls.save(home.acting(INSPECTOR), short, place=LIEGE).control_id
    assert "still without an answer" not in words(shown(browsers[INSPECTOR], saved, "/guarded")).lower()
    said = words(shown(browsers[INSPECTOR], saved, "/guarded", open="whole"))
    assert "Still without an answer" in said
    assert "Where do you sleep, with how many, who owns it, price? (P1)" in said


def test_who_made_a_control_decides_and_the_head_of_the_team_may_only_add_a_yes(
    browsers: dict[str, Caller], home: AppContext
) -> None:
    """What was decided stays, with whoever decided; a yes leaves, and its case is named. Then the part is shut."""
    saved = acts.controls.save(home.acting(INSPECTOR), a_control(answers=dict(SIGNS)), place=LIEGE).control_id
    path = f"/inspections/{saved}/guarded"
    mine, head = browsers[INSPECTOR], browsers[HEAD]
    page = shown(mine, saved, "/guarded", open="whole")
    assert "Nothing is decided yet." in words(page)
    assert "A decision is needed from you." in words(page)
    assert "A decision is needed from you." not in words(shown(head, saved, "/guarded", open="whole"))
    assert re.findall(r'name="decision" value="(\w+)"', page) == ["yes", "no", "undecided"]
    refused = mine.send(f"{path}/decide", path, grounds="half a word")
    assert (refused.status_code, "Choose a decision." in words(refused.text)) == (400, True)
    assert "half a word" in refused.text
    led = mine.send(f"{path}/decide", path, decision="undecided", grounds="")
    assert led.headers["location"] == f"{path}?told=decided"
    assert "nothing is sent" in words(mine.get(led.headers["location"]).text)
    page = shown(head, saved, "/guarded", open="whole")
    assert "Undecided" in words(page)
    assert re.findall(r'name="decision" value="(\w+)"', page) == ["yes"]
    why = {**WHY, "case": saved, "decision": "yes", "grounds": "papers held"}
    assert "needs a form of exploitation" in words(head.send(f"{path}/decide", path, **why).text)
    led = head.send(f"{path}/decide", path, **{"form.economic": "1"}, **why)
    assert re.fullmatch(rf"{path}\?told=referred&case=R-[\d-]+", led.headers["location"])
    after = head.get(led.headers["location"]).text
    assert "is on its way" in words(after)
    assert "papers held" not in after
    said = words(shown(head, saved, "/guarded", open="whole"))
    assert [f"{one} {by}" in said for one, by in (("Yes", HEAD), ("Undecided", INSPECTOR))] == [True, True]


def test_people_are_told_of_by_reference_and_consent_leads_to_a_centre_and_back(
    browsers: dict[str, Caller], home: AppContext
) -> None:
    """From the form to the script, the next centre, and back; nothing is chosen before somebody chose it."""
    saved = a_saved(home)
    mine, path = browsers[INSPECTOR], f"/inspections/{saved}/people"
    page = mine.get(path).text
    assert NAME not in page
    assert entries(home, saved, "protection.see") == 1
    assert "Choose the language" in words(mine.send(f"{path}/consent", path, person="P1").text)
    assert acts.protection.protection_of(home.acting(INSPECTOR), saved)[0].wanted_contact is None
    said = {"person": "P1", "language": "ro", "answer": "given", "interpreter": "none"}
    led = mine.send(f"{path}/consent", path, **said)
    page = mine.get(led.headers["location"]).text
    assert "Recorded." in words(page)
    assert "Sürya" in words(page)
    (reference,) = set(re.findall(r'name="reference" value="([^"]+)"', page))
    script = words(mine.send(path, path, reference=reference).text)
    assert ("04 232 40 30" in script, "Langue : roumain" in script) == (True, True)
    led = mine.send(f"{path}/ring", path, reference=reference, outcome="full")
    assert "PAG-ASA" in words(mine.get(led.headers["location"]).text)
    led = mine.send(f"{path}/withdraw", path, person="P1")
    assert "nothing more is sent" in words(mine.get(led.headers["location"]).text)
    first, second = acts.protection.protection_of(home.acting(INSPECTOR), saved)
    assert (first.wanted_contact, first.waiting, second.guardian_told) == (False, None, True)
    led = mine.send(f"{path}/guardian", path, person="P1")
    assert "Guardianship told" in words(mine.get(led.headers["location"]).text)
    office = shown(browsers[SUPERVISOR], saved, "/people")  # who is not in the field reads the facts
    assert 'action="' + path + '/consent"' not in office


def test_findings_are_passed_on_once_somebody_confirms_and_answered(
    browsers: dict[str, Caller], home: AppContext
) -> None:
    """Each service with its own findings; what was passed on is offered no more, and its answer is asked once."""
    saved = a_saved(home)
    mine, path = browsers[INSPECTOR], f"/inspections/{saved}/exchange"
    services = re.findall(r'name="service" value="(\w+)"', mine.get(path).text)
    assert len(services) == 2
    led = mine.send(f"{path}/pass", path, service=services[0])
    page = mine.get(led.headers["location"]).text
    assert re.findall(r'name="service" value="(\w+)"', page) == services[1:]
    (made,) = acts.exchanges.exchanges(home.acting(INSPECTOR), control_id=saved)
    assert made.reference in words(page)
    assert "Choose the service" in words(mine.send(f"{path}/answer", path, reference=made.reference).text)
    led = mine.send(f"{path}/answer", path, reference=made.reference, answer="not_competent")
    page = mine.get(led.headers["location"]).text
    (told,) = acts.exchanges.exchanges(home.acting(INSPECTOR), control_id=saved)
    assert (told.state, told.reason) == ("refused", "not_competent")
    assert "Refused: not competent" in words(page)
    assert f'action="{path}/answer"' not in page


def test_a_diplomatic_household_stands_out_on_every_part(browsers: dict[str, Caller], home: AppContext) -> None:
    """The card that stops, above every part; and nothing to pass on."""
    saved = a_saved(home, answers={"wp_diplomatic": True})
    for part in ("", "/people", "/exchange"):
        said = words(shown(browsers[INSPECTOR], saved, part))
        assert "stop here" in said, part
    assert "Nothing to pass on now" in said


def test_a_notice_is_proposed_signed_and_printed(browsers: dict[str, Caller], home: AppContext) -> None:
    """What is due opens by a form in the guarded part; then it stands in the plain one."""
    saved = saved_chain(home, by=INSPECTOR)
    mine, path = browsers[INSPECTOR], f"/inspections/{saved}"
    plain = words(mine.get(f"{path}/chain").text)
    assert CONTRACTOR in plain
    assert "No notice is proposed yet." in plain
    due = mine.send(f"{path}/guarded", f"{path}/guarded", open="chain")
    assert "Propose these notices" in words(due.text)
    mine.send(f"{path}/guarded/propose", f"{path}/guarded")
    page = mine.get(f"{path}/chain").text
    assert "Proposed, not signed" in words(page)
    reference = re.findall(r'name="reference" value="([^"]+)"', page)[0]
    assert mine.send(f"{path}/chain/paper", f"{path}/chain", reference=reference).content.startswith(b"%PDF")
    led = mine.send(f"{path}/guarded/sign", f"{path}/guarded", reference=reference)
    assert led.headers["location"] == f"{path}/guarded?told=signed", words(led.text)
    assert "Signed" in words(mine.get(f"{path}/chain").text)


@pytest.mark.battery(reason="a notice is proposed, signed and printed in every run")
def test_what_is_no_longer_due_can_be_taken_away(browsers: dict[str, Caller], home: AppContext) -> None:
    """A corrected control makes nothing due: what was proposed before still stands, until it is taken away."""
    saved = saved_chain(home, by=INSPECTOR)
    acts.chain_notices.propose(home.acting(INSPECTOR, later(hours=1)), saved)
    lawful = a_chain_control(control_id=saved, persons=[a_person(1)])
    acts.controls.correct_control(home.acting(INSPECTOR, later(hours=2)), lawful, "may stay", place=LIEGE)
    mine, path = browsers[INSPECTOR], f"/inspections/{saved}/guarded"
    assert "Take away the notices" in words(mine.send(path, path, open="chain").text)
    led = mine.send(f"{path}/propose", path, nothing_due="1")
    assert "Taken away" in words(mine.get(led.headers["location"]).text)
    assert acts.chain_notices.notices(home.acting(INSPECTOR, later(hours=3)), control_id=saved) == ()


def test_the_plain_part_says_the_same_of_a_chain_that_waits(browsers: dict[str, Caller], home: AppContext) -> None:
    """Nobody infers a suspicion; the guarded part says that it waits, and takes the agreement."""
    mine, faces = browsers[INSPECTOR], []
    for fields in ({}, {"signs": True, "decision": "yes"}):
        saved = saved_chain(home, by=INSPECTOR, **fields)
        page = mine.get(f"/inspections/{saved}/chain").text
        faces.append(page[page.index("<main") : page.index("</main")].replace(saved, ""))
    assert faces[0] == faces[1]
    path = f"/inspections/{saved}/guarded"
    assert "Waits for the magistrate" in words(mine.send(path, path, open="chain").text)
    refused = mine.send(f"{path}/agree", path, authority="aud-liege", permission="")
    assert refused.status_code == 400
    led = mine.send(f"{path}/agree", path, authority="aud-liege", permission="agreed at noon")
    assert led.headers["location"] == f"{path}?told=agreed"
    assert "Waits for the magistrate" not in words(mine.send(path, path, open="chain").text)


def test_what_waits_after_a_decision_is_listed_in_the_guarded_part_and_done_on_its_page(
    browsers: dict[str, Caller], home: AppContext
) -> None:
    """A no to read by who stands in for a contact, and somebody to look after; each is listed no more once done."""
    control = a_suspicious_control("no")
    acts.controls.save(home.acting(INSPECTOR, now()), control, place=LIEGE)
    path, reader = f"/inspections/{control.control_id}/guarded", browsers[SUPERVISOR]
    why, before = {**WHY, "case": control.control_id}, looks_at_follow_ups(home, SUPERVISOR)
    page = reader.send(path, path, open="after", **why).text
    assert looks_at_follow_ups(home, SUPERVISOR) == before + 1
    (way,) = re.findall(r'href="(/waiting/follow-ups/[^"]+)"', page)
    assert "A no to read" in words(page)
    assert "<textarea" not in page
    led = reader.send(f"{way}/no", way, do="leave", words="the doors open")
    assert led.headers["location"] == "/waiting?told=done"
    assert "Nothing waits here." in words(reader.send(path, path, open="after", **why).text)
    person = a_person(1, now_at="stayed", reach_how="telephone", reach_through="0470 00 00 00", reach_when="at noon")
    stays = a_control(answers=dict(SIGNS), persons=[person], suspicion=a_yes(now()))
    saved = acts.controls.save(home.acting(INSPECTOR, now()), stays, place=LIEGE).control_id
    path, mine = f"/inspections/{saved}/guarded", browsers[INSPECTOR]
    page = mine.send(path, path, open="after").text
    owed = {named: way for way, named in re.findall(r'<a href="(/waiting/follow-ups/[^"]+)">([^<]+)</a>', page)}
    way = owed["Look after P1"]
    assert mine.send(f"{way}/person", way, outcome="reached_safe", now_at="stayed").status_code == 303
    assert way not in mine.send(path, path, open="after").text


def looks_at_follow_ups(house: AppContext, user: str) -> int:
    """How often the trail says that somebody looked at what is owed."""
    with house.store.read() as session:
        mine = select(AuditEntryRow).where(col(AuditEntryRow.act) == "record.list", col(AuditEntryRow.who) == user)
        return sum(one.facts["kind"] == "follow_ups" for one in session.exec(mine))


def test_frozen_extracts_are_read_by_a_form_with_their_age(
    browsers: dict[str, Caller], home: AppContext, tmp_path: Path
) -> None:
    """Nothing is read before it, each opening is one look, and what is said is no proof."""
    lake, pseudonym = Lake(home.settings.lake), pseudonymiser("worker", keys=home.store.keys)
    for register, files in {"kbo": kbo_files(), "dimona": dimona_files([OPEN])}.items():
        source = write(tmp_path / register, files)
        take(register, source, lake, FULL_DAY, pseudonym=pseudonym)
    person = {"ref": "P1", "national_number": nobody(1), "answers": {}}
    made = a_control(workplace=f"est:{establishment(1)}", persons=[person])
    saved = acts.controls.save(home.acting(INSPECTOR, AT), made, place=LIEGE).control_id
    assert "kind of declaration: IN" not in words(shown(browsers[SUPERVISOR], saved, "/checks"))
    before = entries(home, saved, "record.consult")
    page = shown(browsers[SUPERVISOR], saved, "/checks", open="extracts")
    told, days = words(page), (AT.date() - FULL_DAY).days
    for word in (f"extract as of 20/11/2026 (age at the control: {days} d); proves nothing alone",
                 "kind of declaration: IN", f"enterprise: {enterprise(1)}", "type of worker: OTH"):  # fmt: skip
        assert word in told
    assert nobody(1) not in page
    with_them = entries(home, saved, "record.consult") - before
    assert "kind of declaration: IN" not in words(shown(browsers[SUPERVISOR], saved, "/checks"))
    assert entries(home, saved, "record.consult") - before == 2 * with_them - 1  # the look at the extracts


def test_the_screen_that_was_there_leads_to_the_page(browsers: dict[str, Caller], control: str) -> None:
    """A bookmark of it with a control, and without; nothing but an address of this house follows."""
    caller = browsers[INSPECTOR]
    ways = ("/controls", f"/controls?control={control}", "/controls?control=//evil.example")
    led = [caller.get(way).headers["location"] for way in ways]
    assert led == ["/inspections", f"/inspections/{control}", "/inspections/%2F%2Fevil.example"]


def a_saved(house: AppContext, **fields: object) -> str:
    """A finished control with a worker and somebody who may be a minor; its id."""
    answers = {"doc_payslip_given": False, "q09_permit": "absent"}
    people = [a_person(1, answers, name=NAME, hearing_language="ro"), a_person(2, under_age=True)]
    return acts.controls.save(house.acting(INSPECTOR), a_control(persons=people, **fields), place=LIEGE).control_id
