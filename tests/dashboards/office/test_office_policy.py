"""Both registers of policy in the office, without a screen: who keeps them, what is late, what was corrected."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders_identity import an_account
from builders_policy import MEASURE_TYPED, a_measure, an_initiative
from office_shell import DPO, INSPECTOR, Caller, a_home, words

from dashboards.guard import LANGUAGE_COOKIE
from inspection import acts
from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES
from inspection.time_of import now, today
from inspection.trust import AppContext

SUPERVISOR = "supervisor-liege"
REGISTER, DONE = "/policy", "/policy/initiatives"
NEW, NEW_DONE = "/policy/measures/new", f"{DONE}/new"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AppContext]:
    """Give a home whose registers are empty; nothing of them is ever deleted."""
    with a_home(tmp_path / "home") as house:
        an_account(house, SUPERVISOR, now())
        yield house


@pytest.fixture
def caller(home: AppContext) -> Caller:
    """Give the browser of a supervisor who has signed in."""
    made = Caller(home)
    made.sign_in(SUPERVISOR)
    return made


def test_a_measure_is_noted_and_ended_with_evidence(home: AppContext, caller: Caller) -> None:
    """What is late says so, first; an end without evidence is refused and keeps what was typed; ended is on demand."""
    acts.reports.add_measure(home.acting(SUPERVISOR), a_measure(due_on=today() + timedelta(days=300)))
    done = caller.send(NEW, NEW, **MEASURE_TYPED)
    (reference,) = re.findall(r"^/policy/measures/(MES-\w+)\?told=noted$", done.headers["location"])
    assert "It is noted." in words(caller.get(done.headers["location"]).text)
    said = words(caller.get(REGISTER).text)
    assert "One measure is late. In all, 2 are still owed." in said
    assert said.index("Publish the protocol") < said.index("Former les nouveaux inspecteurs")
    path = f"/policy/measures/{reference}"
    wrong = caller.send(path, path, state="done", seen="1")
    assert wrong.status_code == 400
    assert "Say what shows it, or why it was dropped." in words(wrong.text)
    assert '<option value="done" selected>' in wrong.text
    kept = {"state": "done", "seen": "1", "evidence": "In the official gazette"}
    page = words(caller.get(caller.send(path, path, **kept).headers["location"]).text)
    assert "In the official gazette" in page
    assert page.count("due Sun 1 Feb 2026") == 2  # the history keeps how it was
    said = words(caller.get(REGISTER).text)
    assert "Publish the protocol" not in said
    assert "Show also the 1 that are done or dropped" in said
    assert "Publish the protocol" in words(caller.get(f"{REGISTER}?all=1&sort=state").text)


def test_a_measure_that_somebody_changed_meanwhile_is_not_changed_unread(home: AppContext, caller: Caller) -> None:
    """The page says so with what stands now, and keeps what was typed; after that it is saved."""
    made = acts.reports.add_measure(home.acting(SUPERVISOR), a_measure())
    acts.reports.change_measure(home.acting(SUPERVISOR), made.reference, state="in_progress", evidence="Letter sent")
    path = f"/policy/measures/{made.reference}"
    stale = caller.send(path, path, state="open", seen="1", evidence="Nothing yet")
    assert stale.status_code == 409
    said = words(stale.text)
    assert "Somebody changed this measure meanwhile." in said
    assert "Letter sent" in said
    assert "Nothing yet" in said
    (seen,) = re.findall(r'name="seen" value="(\d+)"', stale.text)
    assert caller.send(path, path, state="open", seen=seen, evidence="Nothing yet").status_code == 303
    assert acts.reports.measures(home.acting(SUPERVISOR))[0].now.evidence == "Nothing yet"


def test_a_measure_loses_its_day_where_that_is_said_and_not_by_an_empty_field(home: AppContext, caller: Caller) -> None:
    """An empty field is what a page that was left half-way keeps: it takes nothing away."""
    made = acts.reports.add_measure(home.acting(SUPERVISOR), a_measure(due_on=today() + timedelta(days=30)))
    path = f"/policy/measures/{made.reference}"
    assert caller.send(path, path, state="in_progress", seen="1", due_on="").status_code == 303
    assert acts.reports.measures(home.acting(SUPERVISOR))[0].now.due_on == today() + timedelta(days=30)
    sent = {"state": "in_progress", "seen": "2", "due_on": "2026-12-31", "no_due": "1"}
    assert caller.send(path, path, **sent).status_code == 303
    assert acts.reports.measures(home.acting(SUPERVISOR))[0].now.due_on is None
    page = caller.get(path).text
    assert 'name="no_due"' not in page
    assert words(page).count("no day") == 2  # now, and in the history
    with pytest.raises(ReferralFault, match="REFER-986"):
        acts.reports.change_measure(home.acting(SUPERVISOR), made.reference, due_on=today(), removes_due_day=True)


REFUSED = (
    ({"words_en": "", "words_de": ""}, "Write it in at least one language."),
    ({"owner": ""}, "Choose an office of the list."),
    ({"kind": "wish"}, "Choose a word of the list."),
    ({"due_on": "2025-12-31"}, "due after it"),
    ({"words_en": "For 85.07.30-033.28"}, "person’s number"),
)


def test_a_measure_that_cannot_be_meant_is_refused_in_words(home: AppContext, caller: Caller) -> None:
    """And nothing is noted; the words in another language come back too."""
    for more, said in REFUSED:
        page = caller.send(NEW, NEW, **{**MEASURE_TYPED, "words_de": "Das Protokoll", **more})
        assert page.status_code == 400, said
        assert said in words(page.text)
        assert ("Das Protokoll</textarea>" in page.text) is ("words_de" not in more)
    assert acts.reports.measures(home.acting(SUPERVISOR)) == []


def test_an_initiative_is_noted_with_what_was_counted_and_corrected(home: AppContext, caller: Caller) -> None:
    """By the department that did it; a source is required; a correction takes its place and keeps other figures."""
    sent = {"department": "onss", "kind": "campaign", "first_day": str(today()), "words_en": "Leaflets"}
    counted = {"counted": "leaflets", "number": "200"}
    wrong = caller.send(NEW_DONE, NEW_DONE, **sent, **counted)
    assert "Give a source" in words(wrong.text)
    assert 'value="200"' in wrong.text
    assert "Give a source" in words(caller.send(NEW_DONE, NEW_DONE, **sent, source="x", counted="leaflets").text)
    done = caller.send(NEW_DONE, NEW_DONE, **sent, **counted, source="press release")
    assert "leaflets: 200" in words(caller.get(done.headers["location"]).text)
    path = done.headers["location"].partition("?")[0]
    better = caller.send(path, path, **{**sent, "words_fr": "Dépliants"}, **counted, source="press release 2")
    assert better.headers["location"].endswith("?told=corrected")
    (made,) = acts.reports.initiatives(home.acting(SUPERVISOR))
    assert (made.source, dict(made.what)) == ("press release 2", {"fr": "Dépliants", "en": "Leaflets"})
    assert made.figures == (("leaflets", 200),)
    assert caller.get(path).status_code == 404  # what was corrected is kept, and shown no more
    said = words(caller.get(f"{DONE}?sort=kind").text)
    assert "One initiative this year." in said
    assert "press release 2" in said


def test_a_correction_keeps_the_figures_that_its_form_does_not_show(home: AppContext, caller: Caller) -> None:
    new = an_initiative(figures=(("trained", 40), ("days", 2)))
    made = acts.reports.add_initiative(home.acting(SUPERVISOR), new)
    path = f"{DONE}/{made.reference}"
    fields = {"department": "onss", "kind": "training", "first_day": "2026-11-03", "words_fr": "Journée"}
    assert caller.send(path, path, **fields, counted="trained", number="41", source="note").status_code == 303
    (now_,) = acts.reports.initiatives(home.acting(SUPERVISOR))
    assert now_.figures == (("trained", 41), ("days", 2))


def test_joint_days_are_read_and_not_corrected(home: AppContext, caller: Caller, monkeypatch) -> None:
    """They come from joint actions, to which their page leads; nobody notes one by hand."""
    from inspection.reporting.policy import Initiative

    words_of = {"fr": "Actions communes : 2", "en": "Joint actions: 2"}
    on = date(2026, 11, 3)
    counted = Initiative(
        reference="2026-11", department="onss", kind="joint_day", first_day=on, last_day=on, what=words_of, figures=(),
        source="vigie",
    )  # fmt: skip
    monkeypatch.setattr(acts.reports, "initiatives", lambda _: [counted])
    page = caller.get(f"{DONE}/2026-11").text
    assert 'href="/joint-actions"' in page
    assert "the joint actions of this service" in words(page)
    assert 'method="post" action="/policy' not in page
    sent = {"department": "onss", "kind": "joint_day", "first_day": str(on), "words_en": "x", "source": "x"}
    assert caller.send(NEW_DONE, NEW_DONE, **sent).status_code == 400


def test_empty_registers_teach_in_every_language(caller: Caller) -> None:
    """Both lists, and the forms, whatever the registers hold."""
    for lang in LANGUAGES:
        caller.client.cookies.set(LANGUAGE_COOKIE, lang)
        for path in (REGISTER, DONE, NEW, NEW_DONE):
            page = caller.get(path)
            assert page.status_code == 200
            assert ('class="empty"' in page.text) is (path in (REGISTER, DONE))


def test_registers_are_for_who_keeps_or_audits_them(home: AppContext) -> None:
    """An inspector has no such room; the data officer reads both and keeps neither."""
    for user, status, writes in ((INSPECTOR, 404, 404), (DPO, 200, 404)):
        caller = Caller(home)
        caller.sign_in(user)
        assert [caller.get(one).status_code for one in (REGISTER, DONE)] == [status, status]
        assert [caller.get(one).status_code for one in (NEW, NEW_DONE)] == [writes, writes]
        assert ('href="/policy"' in caller.get("/office").text) is (status == 200)
        assert caller.send(NEW, "/office", **MEASURE_TYPED).status_code >= 400
    assert f'href="{NEW}"' not in caller.get(REGISTER).text
