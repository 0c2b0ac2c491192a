"""What links a case to others, on its page: looked for, a ground and a strength, confirmed by a head; never a name."""

import re
from collections.abc import Iterator

import pytest
from builders_identity import an_account
from builders_link_cases import HEAD, NUMBER, a_case, a_person
from office_shell import INSPECTOR, Caller, a_home, words
from sqlmodel import col, select

from inspection import acts
from inspection.store.records import AuditEntryRow
from inspection.time_of import now
from inspection.trust import AppContext

Home = tuple[AppContext, str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Give a home with a case that one person and one enterprise link to another."""
    with a_home(tmp_path_factory.mktemp("links") / "home") as house:
        an_account(house, HEAD, now())
        met = [a_person(national_number=NUMBER, name="Vasil Exempel", birth_date="1990-01-02")]
        first = a_case(house, 71, persons=met, at=now())
        a_case(house, 72, "namur", firm=71, persons=met, at=now())
        yield house, first


def browser_of(home: Home, user: str, lang: str = "en") -> Caller:
    made = Caller(home[0])
    made.client.cookies.set("vigie_language", lang)
    made.sign_in(user)
    return made


def looks(home: Home) -> int:
    with home[0].store.read() as session:
        return len(session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == "link.find")).all())


@pytest.mark.parametrize(
    ("lang", "ground"),
    [
        ("fr", "Même entreprise"),
        ("nl", "Zelfde onderneming"),
        ("de", "Dasselbe Unternehmen"),
        ("en", "Same enterprise"),
    ],
)
def test_links_are_shown_when_asked_for_and_the_look_is_recorded(home: Home, lang: str, ground: str) -> None:
    """In the reader's language; in one's own open case nobody is asked why, and only a head decides."""
    before, way, caller = looks(home), f"/board/{home[1]}/links", browser_of(home, INSPECTOR, lang)
    page = caller.get(way).text
    assert ground not in words(page)
    assert 'name="purpose"' not in page
    assert looks(home) == before
    page = caller.send(way, way).text
    assert ground in words(page)
    assert "screen." not in words(page)
    assert looks(home) == before + 1
    assert not [secret for secret in (NUMBER, "Exempel", "1990") if secret in page]
    assert f"{way}/decide" not in page


def test_a_head_says_why_and_confirms_with_a_reason(home: Home) -> None:
    """Without one it is refused and nothing is kept; a confirmed link stands on the case, a rejected one is gone."""
    house, case = home
    way, head, why = f"/board/{case}/links", browser_of(home, HEAD), {"purpose": "handle_referral", "case": case}
    assert f'href="{way}"' in head.get(f"/board/{case}").text
    unasked = head.send(way, way)
    assert unasked.status_code >= 400
    assert "Same enterprise" not in words(unasked.text)
    page = head.send(way, way, **why).text
    link = re.findall(r'name="link" value="([^"]+)"', page)
    refused = head.send(f"{way}/decide", way, **why, link=link[0], do="confirm", words=" ", abroad="")
    assert "Write why, in a few words." in words(refused.text)
    assert "Same enterprise" in words(refused.text)
    assert head.send(f"{way}/decide", way, link=link[0], words="Same kitchen.").status_code == 422
    assert acts.links.list_links(house.acting(HEAD)) == []
    answer = head.send(
        f"{way}/decide", way, link=link[0], do="confirm", words="Same kitchen.", abroad="recruited_abroad"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{way}?told=confirmed")
    assert "Link confirmed" in words(head.get(f"{way}?told=confirmed").text)
    (kept,) = acts.links.list_links(house.acting(HEAD))
    assert kept.foreign_link == "recruited_abroad"
    head.send(f"{way}/decide", way, link=link[1], do="reject", words="Another kitchen.")
    assert link[1] not in head.send(way, way, **why).text


def test_an_inspector_decides_nothing_whatever_a_browser_sends(home: Home) -> None:
    way, caller = f"/board/{home[1]}/links", browser_of(home, INSPECTOR)
    link = acts.links.find_links(home[0].acting(INSPECTOR), home[1])[0].reference
    assert caller.send(f"{way}/decide", way, link=link, do="reject", words="No.").status_code >= 400
