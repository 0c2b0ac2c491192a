"""What becomes of a referral after it left, on pages of its case: proposed and confirmed, recalled, kept apart."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from builders_identity import an_account
from builders_link_cases import a_case, a_person
from office_shell import DIRECTION, DPO, INSPECTOR, Caller, a_home, words
from sqlmodel import col, select

from inspection import acts
from inspection.i18n import LANGUAGES
from inspection.referral.delivery import FileDrop
from inspection.referral.references import new_reference
from inspection.store.queries import deliveries
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import OutcomeToldRow
from inspection.time_of import now, today
from inspection.trust import AppContext

HEAD, SUPERVISOR, COLLEAGUE = "head-liege", "supervisor-liege", "insp-liege-2"
WORDS = "SECRET-WORDS of a change"
WHY = {"purpose": "handle_referral"}
FORMS = {
    INSPECTOR: {"propose", "recall", "outcome"},
    HEAD: {"propose", "recall", "embargo", "outcome"},
    SUPERVISOR: {"propose", "recall", "embargo", "outcome"},
    DPO: set[str](),
}
_NUMBERS = count(810)
_BROWSERS: dict[tuple[str, str], Caller] = {}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which an inspector, a colleague, a head and a supervisor have an account."""
    with a_home(tmp_path_factory.mktemp("life") / "home") as house:
        for user in (HEAD, SUPERVISOR, COLLEAGUE):
            an_account(house, user, now())
        yield house


@pytest.fixture
def case(home: AppContext) -> str:
    """Give a referral of its own that has left."""
    made = a_case(home, next(_NUMBERS), persons=[a_person(name="Vasil Exempel", birth_date="1990-01-02")], at=now())
    acts.delivery.deliver(home.acting(at=now()), {"file_drop": FileDrop(home.settings.outbox)})
    return made


def browser_of(home: AppContext, user: str, lang: str = "en") -> Caller:
    """The browser of somebody who signed in once: proving a password is most of what a test would take."""
    if (user, lang) not in _BROWSERS:
        made = _BROWSERS[user, lang] = Caller(home)
        made.client.cookies.set("vigie_language", lang)
        made.sign_in(user)
    return _BROWSERS[user, lang]


def forms(page: str) -> set[str]:
    """The forms of the page of changes, by the end of their address."""
    return set(re.findall(r'action="/board/[^"/]+/changes/(\w+)"', page))


def looks(home: AppContext, act: str) -> int:
    with home.store.read() as session:
        return len(session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == act)).all())


def led(answer, way: str) -> bool:
    """Whether an act was done, and led there."""
    return (answer.status_code, answer.headers.get("location")) == (303, way)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_the_page_speaks_four_languages_and_shows_no_word_unasked(home: AppContext, case: str, lang: str) -> None:
    """With something in each part: no hole in the words, and what was written stands nowhere."""
    acts.changes.propose_change(home.acting(INSPECTOR), case, "withdrawal", WORDS)
    acts.changes.recall(home.acting(INSPECTOR), case, "pjf-liege", instead="pjf-namur")
    acts.changes.embargo(home.acting(HEAD), case, "aud-liege", "letter", until=today())
    page = browser_of(home, SUPERVISOR, lang).get(f"/board/{case}/changes").text
    assert forms(page) == {"propose", "read", "recall", "deletion", "embargo", "lift", "outcome"}
    assert "screen." not in words(page)
    assert WORDS not in page
    assert "Vasil" not in page


@pytest.mark.parametrize("by", sorted(FORMS))
@pytest.mark.few(2)
def test_a_role_has_the_forms_that_it_may_use(home: AppContext, case: str, by: str) -> None:
    """An embargo is for heads; the data officer reads the register of breaches and changes nothing."""
    caller = browser_of(home, by)
    assert forms(caller.get(f"/board/{case}/changes").text) == FORMS[by]
    assert (f"/board/{case}/changes#recall" in caller.get(f"/board/{case}").text) == bool(FORMS[by])
    may_read = by in (SUPERVISOR, DPO)
    assert ("/board/breaches" in caller.get("/board").text) == may_read
    assert (caller.get("/board/breaches").status_code == 200) == may_read


def test_a_correction_is_proposed_by_one_and_confirmed_by_another(home: AppContext, case: str) -> None:
    """Nothing leaves before; who proposed sees no way to confirm; who confirms has read it first, for a reason."""
    way, head = f"/board/{case}/changes", browser_of(home, HEAD)
    refused = head.send(f"{way}/propose", way, kind="correction", words=" ")
    assert "Write the reason" in words(refused.text)
    assert led(head.send(f"{way}/propose", way, kind="correction", words=WORDS), f"{way}?told=proposed")
    assert "Nothing leaves before another person confirms" in words(head.get(f"{way}?told=proposed").text)
    (change,) = acts.changes.changes_of(home.acting(HEAD), case)
    assert f"{way}#change-{change.id}" in head.get("/waiting").text
    own = head.send(f"{way}/read", way, change=change.id).text
    assert WORDS in own
    assert "confirm" not in forms(own)
    assert "drop" in forms(own)
    before, reads, other = len(deliveries(home.store, reference=case)), looks(home, "referral.read_change"), DIRECTION
    caller = browser_of(home, other)
    assert "confirm" not in forms(caller.get(way).text)
    unasked = caller.send(f"{way}/read", way, change=change.id)
    assert unasked.status_code >= 400
    assert WORDS not in unasked.text
    read = caller.send(f"{way}/read", way, change=change.id, case=case, **WHY).text
    assert WORDS in read
    assert "confirm" in forms(read)
    assert looks(home, "referral.read_change") == reads + 1
    assert led(caller.send(f"{way}/confirm", way, change=change.id), f"{way}?told=confirmed")
    assert len(deliveries(home.store, reference=case)) == 2 * before


def test_who_proposed_confirms_nothing_whatever_a_browser_sends(home: AppContext, case: str) -> None:
    """Four eyes are asked for by the act, not by what a page leaves out."""
    change = acts.changes.propose_change(home.acting(HEAD), case, "withdrawal", WORDS)
    way, head = f"/board/{case}/changes", browser_of(home, HEAD)
    answer = head.send(f"{way}/confirm", way, change=change.id)
    assert answer.status_code >= 400
    assert "ACCESS-041" in answer.text
    assert [one.outcome for one in acts.changes.changes_of(home.acting(HEAD), case)] == [None]


def test_who_proposed_may_drop_and_another_inspector_sees_no_words(home: AppContext, case: str) -> None:
    """An inspector confirms nothing; their own proposal is theirs to drop."""
    change = acts.changes.propose_change(home.acting(INSPECTOR), case, "withdrawal", WORDS)
    way, other, mine = f"/board/{case}/changes", browser_of(home, COLLEAGUE), browser_of(home, INSPECTOR)
    assert "read" not in forms(other.get(way).text)
    assert change.id not in other.get("/waiting").text
    assert WORDS not in other.send(f"{way}/read", way, change=change.id, case=case, **WHY).text
    assert change.id in mine.get("/waiting").text
    assert led(mine.send(f"{way}/drop", way, change=change.id), f"{way}?told=dropped")
    assert [one.outcome for one in acts.changes.changes_of(home.acting(INSPECTOR), case)] == ["dropped"]


def test_a_change_that_somebody_ended_meanwhile_is_refused_in_words(home: AppContext, case: str) -> None:
    """In the reader's language, and the page stands as it is by now."""
    change = acts.changes.propose_change(home.acting(INSPECTOR), case, "correction", WORDS)
    way, caller = f"/board/{case}/changes", browser_of(home, SUPERVISOR, "fr")
    acts.changes.drop_change(home.acting(HEAD), change.id)
    answer = caller.send(f"{way}/confirm", way, change=change.id)
    assert answer.status_code >= 400
    assert "Cette proposition n'attend plus" in words(answer.text).replace("’", "'")


def test_an_office_is_added_by_name(home: AppContext, case: str) -> None:
    """None without an office, and what was typed stands there again; only those that may see a case are offered."""
    way, caller = f"/board/{case}/changes", browser_of(home, INSPECTOR)
    refused = caller.send(f"{way}/propose", way, kind="addition", words=WORDS).text
    assert "Choose at least one office" in words(refused)
    assert WORDS in refused
    offered = set(re.findall(r'name="office\.([^"]+)"', refused))
    assert "pjf-namur" in offered
    assert not offered & {"pjf-liege", "djsoc-thb"}
    sent = {"kind": "addition", "words": WORDS, "office.pjf-namur": "1"}
    assert caller.send(f"{way}/propose", way, **sent).status_code == 303
    assert [one.recipients for one in acts.changes.changes_of(home.acting(INSPECTOR), case)] == [("pjf-namur",)]


def test_a_misdirected_delivery_is_recalled_and_its_deletion_noted(home: AppContext, case: str) -> None:
    """From the wrong office to the right one; the register shows the breach to who may read it, and no name."""
    way, caller = f"/board/{case}/changes", browser_of(home, INSPECTOR)
    refused = caller.send(f"{way}/recall", way, right="pjf-namur")
    assert "Choose an office that got this referral" in words(refused.text)
    answer = caller.send(f"{way}/recall", way, wrong="pjf-liege", right="pjf-namur")
    assert led(answer, f"{way}?told=recalled&office=pjf-liege")
    page = caller.get(answer.headers["location"]).text
    assert "The breach is entered" in words(page)
    assert "Deletion not confirmed yet" in words(page)
    assert [d.message for d in deliveries(home.store, reference=case) if d.recipient == "pjf-namur"] == ["report"]
    assert led(caller.send(f"{way}/deletion", way, office="pjf-liege", channel="letter"), f"{way}?told=deleted")
    assert "deletion" not in forms(caller.get(way).text)
    register = browser_of(home, DPO)
    before = looks(home, "breach.list")
    said = words(register.get("/board/breaches?sort=persons").text)
    assert "suspicion" in said
    assert "Deletion confirmed on" in said
    assert "Vasil" not in said
    assert looks(home, "breach.list") == before + 1


def test_an_embargo_is_recorded_and_lifted_by_a_head(home: AppContext, case: str) -> None:
    """The magistrate who has the file comes first; the embargo stands there until it is lifted."""
    way, caller = f"/board/{case}/changes", browser_of(home, HEAD)
    first = re.search(r'id="embargo-office"[^>]*><option value="([^"]+)"', caller.get(way).text)
    assert first is not None
    assert first[1] == "aud-liege"
    sent = {"magistrate": "aud-liege", "channel": "telephone"}
    refused = caller.send(f"{way}/embargo", way, **sent, until="1999-12-31")
    assert "The last day of this embargo has passed." in words(refused.text)
    assert led(caller.send(f"{way}/embargo", way, **sent), f"{way}?told=embargo")
    assert "Under embargo until it is lifted" in words(caller.get(way).text)
    assert led(caller.send(f"{way}/lift", way, **sent), f"{way}?told=lifted")
    assert not acts.changes.standing_of(home.acting(HEAD), case).embargoes
    mine = browser_of(home, INSPECTOR)
    assert mine.send(f"{way}/embargo", way, **sent).status_code >= 400


def test_what_a_magistrate_told_is_recorded(home: AppContext, case: str) -> None:
    """A day to come is refused, and so is no outcome."""
    way, caller = f"/board/{case}/changes", browser_of(home, INSPECTOR)
    sent = {"magistrate": "aud-liege", "outcome": "joined_elsewhere"}
    assert caller.send(f"{way}/outcome", way, **sent, told_on="2999-01-01").status_code == 422
    assert "Choose an outcome" in words(caller.send(f"{way}/outcome", way, magistrate="aud-liege").text)
    assert led(caller.send(f"{way}/outcome", way, **sent, told_on=str(today())), f"{way}?told=outcome")
    with home.store.read() as session:
        (row,) = session.exec(select(OutcomeToldRow)).all()
    assert (row.outcome, row.recipient) == ("joined_elsewhere", "aud-liege")


def test_a_withdrawn_case_offers_no_further_change_and_each_opening_is_a_look(home: AppContext, case: str) -> None:
    """A case of nobody's is answered like one of another place."""
    change = acts.changes.propose_change(home.acting(INSPECTOR), case, "withdrawal", WORDS)
    acts.changes.confirm_change(home.acting(HEAD), change.id)
    before, caller = looks(home, "referral.standing"), browser_of(home, INSPECTOR)
    page = caller.get(f"/board/{case}/changes").text
    assert "This referral is withdrawn" in words(page)
    assert "propose" not in forms(page)
    assert looks(home, "referral.standing") == before + 1
    assert (
        caller.get(f"/board/{new_reference(2026, 999999)}/changes").status_code
        == browser_of(home, "insp-namur-1").get(f"/board/{case}/changes").status_code
    )


def test_the_address_of_the_screen_leads_to_the_case_or_to_the_board(home: AppContext, case: str) -> None:
    """For whoever kept it."""
    caller = browser_of(home, INSPECTOR)
    for kept, way in (
        (f"/referrals?case={case}", f"/board/{case}"),
        ("/referrals", "/board"),
        ("/referrals?case=//evil.example", "/board/%2F%2Fevil.example"),
    ):
        answer = caller.get(kept)
        assert (answer.status_code, answer.headers["location"]) == (302, way)
