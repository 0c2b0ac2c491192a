"""Every address of the portal with every principal: what is not an office's own answers as what does not exist.

Each copy bears marks that no other has, so that a leak is seen wherever it stands. Pairs are drawn: 40 in every run
(VIGIE_PAIRS), 20,000 in `make battery`.
"""

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from houses import House
from office_shell import token_in
from portal_callers import Caller
from portal_house import PDF, Laid, a_case, a_person, a_portal_home, a_report, lay

from inspection.acts.portal.values import ContactCopy, FindingCopy, ListCopy
from inspection.time_of import now

PAIRS = int(os.environ.get("VIGIE_PAIRS", "40"))
KINDS = {
    "auditorate": ("case", ("aud-antwerpen", "aud-liege", "aud-gent")),
    "reference_magistrate": ("case", ("aud-bruxelles", "aud-liege")),
    "police_cell": ("case", ("fgp-antwerpen", "pjf-liege", "pjf-namur")),
    "central_cell": ("case", ("djsoc-thb",)),
    "reception_centre": ("contact", ("payoke", "surya", "pag-asa")),
    "regional_service": ("finding", ("work-flanders",)),
}
OF_A_CASE = ("", "/names", "/words", "/files/first_report.pdf", "/files/manifest.json", "/say")
MARK = re.compile(r"Mark[0-9]{4}")
TOKEN = re.compile(r"[0-9a-f]{32,}(?:\.[\w-]{12})?|[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d")


@dataclass(frozen=True)
class Marked:
    """A copy with its mark."""

    laid: Laid
    mark: str


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Marked]]:
    """Give a home with some copies of each office, and two people of each kind and office."""
    with a_portal_home(tmp_path_factory.mktemp("pairs") / "home") as house:
        yield list(filled(house))


def filled(house: House) -> Iterator[Marked]:
    """Lay down three copies for each office, and a weekly list for those that work cases."""
    offices = {office: kind for kind, among in KINDS.values() for office in among}
    n = 1000
    for office, kind in offices.items():
        for _ in range(3):
            n += 1
            yield Marked(
                lay(
                    house,
                    f"{n:032x}",
                    a_copy(kind, office, f"Mark{n}"),
                    files={"first_report.pdf": PDF, "manifest.json": b"{}"},
                ),
                f"Mark{n}",
            )
        if kind == "case":
            n += 1
            row = {"group": "new", "reference": f"Mark{n}", "state": "sent", "decided_at": now().isoformat()}
            copy = ListCopy(
                reference=f"2026-W{n % 50 + 1:02}", office=office, week="2026-W40", published_at=now(), rows=(row,)
            )
            yield Marked(lay(house, f"{n:032x}", copy), f"Mark{n}")
    with house.store.write() as session:
        session.add_all(
            a_person(house, name_of(role, office), role, office)
            for role, (_, among) in KINDS.items()
            for office in among
        )


def a_copy(kind: str, office: str, mark: str) -> Any:
    """A copy of a kind that says its mark wherever it says something."""
    at = now()
    if kind == "contact":
        return ContactCopy(
            reference=mark, office=office, state="queued", queued_at=at, due_at=at, persons=1, callback=mark
        )
    if kind == "finding":
        values = {"workplace_name": mark, "findings": [], "address": mark, "callback": mark, "facts_on": "2026-11-20"}
        return FindingCopy(reference=mark, office=office, state="queued", queued_at=at, due_at=at, values=values)
    report = a_report(
        reference=mark, grounds=mark, workplace={"name": mark, "address": mark, "place": mark, "sector": ""}
    )
    return a_case(at, mark, office, place=mark, data=report, others=(), others_of_ours=())


def name_of(role: str, office: str) -> str:
    """The user of a role and office."""
    return f"{role}-of-{office}"


def addresses(one: Marked) -> list[str]:
    """Every address of a copy, as a page or a form; and those of the other kinds with its id."""
    id_ = one.laid.id
    return [*(f"/case/{id_}{tail}" for tail in OF_A_CASE), f"/list/{id_}"]


def answer_of(caller: Caller, path: str, token: str) -> Any:
    """Open an address, or send its form."""
    if path.endswith("/say"):
        return caller.post(path, {"form_token": token, "kind": "question", "words": "which door?", "word_id": "x"})
    return caller.get(path)


def plain(text: str) -> str:
    """A page without what differs from one time to the next."""
    return TOKEN.sub("", text)


def test_nobody_is_shown_what_is_not_addressed_to_their_office(marked: list[Marked]) -> None:
    """No mark of another office, and the answer of an address that nothing has."""
    dice, seen, leaks, unlike = random.Random(11), 0, [], []
    people = [(role, office) for role, (_, among) in KINDS.items() for office in among]
    each = PAIRS // len(people) + 1
    for role, office in people:
        caller = Caller(name_of(role, office))
        token = token_in(caller.get("/help").text)
        mine = {one.mark for one in marked if one.laid.office == office}
        for _ in range(each):
            one = dice.choice(marked)
            path = dice.choice(addresses(one))
            answer = answer_of(caller, path, token)
            leaks += [(role, office, path)] if set(MARK.findall(answer.text)) - mine else []
            if one.laid.office != office:
                absent = answer_of(caller, path.replace(one.laid.id, f"{dice.getrandbits(128):032x}"), token)
                alike = (absent.status_code, plain(absent.text)) == (answer.status_code, plain(answer.text))
                unlike += (
                    []
                    if alike and answer.status_code in (400, 403, 404)
                    else [(role, office, path, answer.status_code)]
                )
            seen += 1
    assert seen >= PAIRS
    assert leaks == []
    assert unlike == []


def test_every_list_of_an_office_holds_its_own_only(marked: list[Marked]) -> None:
    """The pages that list things, for everybody; what is their own they do see."""
    for role, (kind, among) in KINDS.items():
        for office in among:
            caller, mine = Caller(name_of(role, office)), {one.mark for one in marked if one.laid.office == office}
            found = {
                mark
                for path in ("/", "/open", "/closed", "/list", "/absence", "/reach")
                for mark in MARK.findall(caller.get(path).text)
            }
            assert found <= mine, (role, office, kind)
            assert found, (role, office, kind)


@pytest.mark.battery(reason="20,000 pairs through the real application: 27 minutes beside other work")
def test_twenty_thousand_pairs(marked: list[Marked], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, drawn so often that no kind of pair is missing."""
    monkeypatch.setitem(globals(), "PAIRS", 20_000)
    test_nobody_is_shown_what_is_not_addressed_to_their_office(marked)
