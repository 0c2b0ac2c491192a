"""The parts of a control before a browser without a screen: what each shows, who may do what, and that looks stand."""

from collections.abc import Iterator

import pytest
from builders_identity import an_account
from builders_office import a_full_control
from office_shell import INSPECTOR, Caller, a_home, words
from sqlmodel import col, select

from inspection.i18n import LANGUAGES, Lang
from inspection.store.records import AuditEntryRow
from inspection.time_of import now
from inspection.trust import AppContext

HEAD, SUPERVISOR = "head-liege", "supervisor-liege"
PLAIN = ("", "/answers", "/onsite", "/checks", "/exhibits", "/people", "/exchange", "/chain", "/guarded")
SECRETS = ("SECRET-1", "SECRET-2", "SECRET-3", "SECRET-4", "SECRET-5", "SECRET-6", "papers held")
WHY = {"purpose": "supervision"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which a head and a supervisor have an account too."""
    with a_home(tmp_path_factory.mktemp("parts") / "home") as house:
        for user in (HEAD, SUPERVISOR):
            an_account(house, user, now())
        yield house


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
@pytest.mark.few(2)
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
