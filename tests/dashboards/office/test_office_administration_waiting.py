"""What waits in administration, decided on its pages: a held register, an erasure; and the way to a run in Prefect."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from builders_identity import an_account
from office_shell import DIRECTION, DPO, INSPECTOR, Caller, a_home, words
from sqlmodel import col, select
from waiting_home import destroy_a_case, hold_a_delivery, let_something_be_due

from dashboards.office.drawing import day_words, moment
from inspection import acts
from inspection.acts.retention import ErasureProof
from inspection.i18n import LANGUAGES, t
from inspection.registers.lake import Lake
from inspection.store.records import AuditEntryRow
from inspection.store.records.erasures import ERASURE_STEPS
from inspection.time_of import now
from inspection.trust import AppContext

SUPERVISOR = "supervisor-liege"
_SIGNED_IN: dict[tuple[Path, str], Caller] = {}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which a second person can decide."""
    with a_home(tmp_path_factory.mktemp("waiting") / "home") as house:
        an_account(house, SUPERVISOR, now())
        yield house


def of(house: AppContext, user: str) -> Caller:
    """The browser of somebody who has signed in: one for each, since a password is slow on purpose."""
    if (house.home, user) not in _SIGNED_IN:
        _SIGNED_IN[house.home, user] = Caller(house)
        _SIGNED_IN[house.home, user].sign_in(user)
    return _SIGNED_IN[house.home, user]


def send(caller: Caller, path: str, **fields: str) -> str:
    """Send a form of a page; returns where it led, or the code that the page tells."""
    answer = caller.send(f"/administration{path}", f"/administration{path.rpartition('/')[0] or path}", **fields)
    return str(answer.headers.get("location") or re.findall(r"\b[A-Z]+-\d{3}\b", words(answer.text))[-1])


@pytest.mark.parametrize(("do", "ago"), [("reject", 393), ("release", 386)])
def test_a_held_register_is_released_by_two_or_rejected_by_one(
    home: AppContext, tmp_path: Path, do: str, ago: int
) -> None:
    """Whoever asked for its release cannot also release it, and nobody decides without a reason."""
    hold_a_delivery(home, tmp_path, ago)
    one, two = of(home, DIRECTION), of(home, SUPERVISOR)
    key = re.search(r'name="sha256" value="([0-9a-f]+)"', one.get("/administration/registers").text)[1]
    fields = {"register": "addresses", "sha256": key, "reason": "rung up"}
    assert send(one, "/registers", **fields).endswith("told=decided")
    assert send(one, "/registers", **fields) == "ACCESS-041"
    assert len(Lake(home.settings.lake).held("addresses")) == 1
    assert send(two, "/registers", **{**fields, "reason": ""}).startswith("INTAKE")
    assert send(two, "/registers", do=do, **fields).endswith("told=decided")
    assert not Lake(home.settings.lake).held("addresses")
    assert key not in one.get("/administration/registers").text


def test_an_erasure_is_confirmed_by_another_who_types_its_reference(home: AppContext) -> None:
    """A reference that was mistyped is marked and destroys nothing; nor does whoever proposed it."""
    made = let_something_be_due(home, SUPERVISOR)
    fields = {"reference": made.reference, "sha256": made.sha256, "typed": made.reference.lower()}
    assert send(of(home, SUPERVISOR), "/retention/confirm", **fields) == "ACCESS-041"
    direction = of(home, DIRECTION)
    wrong = direction.send("/administration/retention/confirm", "/administration/retention", **{**fields, "typed": "x"})
    assert 'aria-invalid="true"' in wrong.text
    (waiting,) = acts.retention.erasures(home.acting(DIRECTION))
    assert waiting.confirmed_by is None
    assert send(direction, "/retention/confirm", **fields).endswith("told=destroyed")
    (done,) = acts.retention.erasures(home.acting(DIRECTION))
    assert (done.confirmed_by, done.report) == (DIRECTION, {"erased": {"attachment_without_control": 1}})


def test_a_run_leads_to_prefect_where_its_address_is_set(home: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that went wrong, and of the others their schedule."""
    acts.alerts.alert_run(home.acting(), "run_failed", "chase", "abc-1")
    caller = of(home, DIRECTION)
    assert "prefect.example" not in caller.get("/administration/flows").text
    known = acts.app()
    where = dataclasses.replace(known.settings, prefect_url="https://prefect.example")
    monkeypatch.setattr("inspection.acts.app", lambda: dataclasses.replace(known, settings=where))
    page = caller.get("/administration/flows").text
    assert 'href="https://prefect.example/runs/flow-run/abc-1"' in page
    assert 'href="https://prefect.example/flows?flow-name=plan-week"' in page


PROOF = "/administration/retention/proof"


def facts(page: str) -> dict[str, str]:
    """What the proof of an erasure says, by the word before it."""
    told = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return {unescape(word): words(said).strip() for word, said in told}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_data_officer_sees_the_proof_of_an_erasure_that_the_command_shows(home: AppContext, lang: str) -> None:
    """When the key went, which rows are left, which copies and backups hold it and until when; the look is recorded."""
    subject = destroy_a_case(home, DPO, DIRECTION)
    found = acts.retention.erasure_proof(home.acting(DPO), subject)
    caller = of(home, DPO)
    caller.client.cookies.set("vigie_language", lang)
    assert f'href="{PROOF}"' in caller.get("/administration/retention").text
    page = caller.get(f"{PROOF}?subject={subject}")
    say = lambda key: t(f"screen.admin.proof.{key}", lang)  # noqa: E731
    told = facts(page.text)
    assert page.status_code == 200
    assert found.reference in told.pop(say("class"))
    assert told == {
        say("rows"): "0",
        say("left"): say("nothing"),
        say("key"): moment(found.destroyed_at, lang),
        say("copies"): "0",
        say("unreadable_copies"): "0",
        say("closed"): day_words(found.backups_closed_on, lang),
        say("backups"): "0",
        say("unreadable"): "0",
        say("without"): day_words(found.backups_without_it_on, lang),
    }
    assert not re.search(r"\b(screen|admin)\.[a-z_]+\b", words(page.text))


def test_a_proof_that_cannot_be_given_says_why(home: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still to be removed; what was not looked at is no zero; a day that has come is no proof."""
    found = ErasureProof(
        subject="abc", reference="ERA-TEST", class_key="subject_request",
        destroyed_at=datetime(2026, 11, 1, tzinfo=UTC),
        copies=None, unreadable_copies=None, backups_closed_on=None,
        backups=None, unreadable_backups=None, backups_without_it_on=None,
        left=dict.fromkeys(ERASURE_STEPS, 2), rows=3,
    )  # fmt: skip
    monkeypatch.setattr(acts.retention, "erasure_proof", lambda *_: found)
    say = lambda key, **more: t(f"screen.admin.proof.{key}", "en", **more)  # noqa: E731
    caller = of(home, DPO)
    caller.client.cookies.set("vigie_language", "en")
    told = facts(caller.get(f"{PROOF}?subject=abc").text)
    assert told[say("rows")] == "3"
    assert told[say("left")] == ", ".join(say(f"left.{what}", n=2) for what in ERASURE_STEPS)
    assert (told[say("copies")], told[say("backups")]) == (say("copies_away"), say("backups_away"))
    assert told[say("closed")] == told[say("without")] == say("none")
    assert not {say("unreadable"), say("unreadable_copies")} & told.keys()
    some = dataclasses.replace(found, copies=1, unreadable_copies=4, backups=5, unreadable_backups=6)
    monkeypatch.setattr(acts.retention, "erasure_proof", lambda *_: some)
    told = facts(caller.get(f"{PROOF}?subject=abc").text)
    assert [told[say(key)] for key in ("copies", "unreadable_copies", "backups", "unreadable")] == ["1", "4", "5", "6"]
    without_key = dataclasses.replace(found, destroyed_at=None, backups=2, backups_without_it_on=date(2026, 12, 31))
    monkeypatch.setattr(acts.retention, "erasure_proof", lambda *_: without_key)
    told = facts(caller.get(f"{PROOF}?subject=abc").text)
    assert not {say("key"), say("copies"), say("closed")} & told.keys()
    assert (told[say("backups")], told[say("without")]) == ("2", day_words(date(2026, 12, 31), "en"))


def test_only_who_may_list_erasures_sees_a_proof_and_each_look_is_recorded(home: AppContext) -> None:
    """The others have no such page; of what was never destroyed it says so, beside what was typed."""
    subject = destroy_a_case(home, DPO, DIRECTION)
    for user in (INSPECTOR, "insp-namur-1"):
        assert of(home, user).get(f"{PROOF}?subject={subject}").status_code in (403, 404)
    before = _looks(home)
    for user in (DPO, DIRECTION):
        assert subject in of(home, user).get(f"{PROOF}?subject={subject}").text
    assert _looks(home) == before + 2
    none = of(home, DPO).get(f"{PROOF}?subject=nothing")
    assert (none.status_code, "ERASURE-103" in none.text, 'value="nothing"' in none.text) == (404, True, True)
    assert of(home, DPO).get(PROOF).status_code == 200


def _looks(home: AppContext) -> int:
    with home.store.read() as session:
        mine = select(AuditEntryRow).where(col(AuditEntryRow.act) == "erasure.list")
        return sum(one.facts.get("kind") == "erasure_proof" for one in session.exec(mine))
