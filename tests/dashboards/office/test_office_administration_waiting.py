"""What waits in administration, decided on its pages: a held register, an erasure; and the way to a run in Prefect."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_identity import an_account
from office_shell import DIRECTION, Caller, a_home, words
from waiting_home import hold_a_delivery, let_something_be_due

from inspection import acts
from inspection.registers.lake import Lake
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
