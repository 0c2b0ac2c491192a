"""The table of rights held against an oracle that was written apart from it, and against tables that say nonsense.

The oracle knows the house in other words: who is of which circle, and for each act the circle that may do it. It reads
no line of the table.
"""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from oracle_of_rights import CIRCLES, Person, Record, expected

from inspection.store.core import ROLES
from inspection.trust.rights import Grant, Thing, Who, access_page, refusal, rights
from inspection.trust.rights.table import FILE, read_rights

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 29)
FRESH = 15
PAIRS = 20_000
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "access.md"
ACTS = sorted(rights().rules)


def _person(chance: random.Random) -> Person:
    role = chance.choice(ROLES)
    is_outside = role in CIRCLES["outside"]
    stands_in = chance.random() < 0.25 and not is_outside
    return Person(
        role=role,
        service=chance.choice(["ONSS", "TSW"]),
        district=chance.choice(["liege", "namur", None]) if not is_outside else None,
        office=chance.choice(["pol_liege", "aud_namur"]) if is_outside else None,
        first=chance.choice([None, ON, ON + timedelta(days=1)]),
        last=chance.choice([None, ON, ON - timedelta(days=1)]),
        stands_in_as=chance.choice(["inspector", "team_head", "supervisor", "direction"]) if stands_in else None,
        stands_in_at=chance.choice(["liege", "namur"]),
        stands_in_from=ON + timedelta(days=chance.choice([-3, 0, 1])),
        stands_in_to=ON + timedelta(days=chance.choice([-1, 0, 5])),
        proven=chance.choice([timedelta(0), timedelta(minutes=15), timedelta(minutes=15, seconds=1), None]),
        only=frozenset(chance.sample(ACTS, 3)) if role == "system" and chance.random() < 0.7 else None,
        broke=chance.random() < 0.3,
    )


def _record(chance: random.Random) -> Record:
    return Record(
        service=chance.choice(["ONSS", "TSW", None]),
        district=chance.choice(["liege", "namur", None]),
        office=chance.choice(["pol_liege", "aud_namur", None]),
        before_by_them=chance.random() < 0.3,
    )


def _who(one: Person) -> Who:
    grants = [Grant(role=one.role, district=one.district, office=one.office, first=one.first, last=one.last)]
    if one.stands_in_as is not None:
        grants.append(
            Grant(
                role=one.stands_in_as,
                district=one.stands_in_at,
                first=one.stands_in_from,
                last=one.stands_in_to,
            )
        )
    return Who(
        user="me",
        service=one.service,
        grants=grants,
        rights=one.only,
        proven_at=None if one.proven is None else AT - one.proven,
        opened=frozenset({"record"}) if one.broke else frozenset(),
    )


def _thing(record: Record, act: str) -> Thing:
    first = rights().rules[act].apart_from
    return Thing(
        id="record",
        service=record.service,
        districts=None if record.district is None else (record.district,),
        office=record.office,
        done_by={first: "me" if record.before_by_them else "somebody"} if first else {},
    )


def test_the_table_and_the_oracle_say_the_same_of_twenty_thousand_pairs() -> None:
    """Whoever reads the oracle and whoever reads the table learn the same house: no difference, on either side."""
    chance, wrong, seen = random.Random(22), [], Counter[bool]()
    for n in range(PAIRS):
        act = ACTS[n % len(ACTS)]
        one, record = _person(chance), _record(chance)
        found = refusal(rights(), _who(one), act, _thing(record, act), at=AT, on=ON, fresh_minutes=FRESH)
        may = expected(one, record, act, ON)
        seen[may] += 1
        if (found is None) != may:
            wrong.append((act, one, record, found))
    assert wrong == []
    assert min(seen.values()) > PAIRS / 20, seen  # a draw that nearly always refuses would find nothing


def test_an_act_that_the_table_does_not_name_is_nobodys() -> None:
    """A new act cannot be forgotten."""
    for role in ROLES:
        who = Who(user="me", service="ONSS", grants=[Grant(role=role, district="liege")], proven_at=AT)
        found = refusal(rights(), who, "store.empty", Thing(), at=AT, on=ON, fresh_minutes=FRESH)
        assert found is not None
        assert found.code == "ACCESS-020"


@pytest.mark.parametrize(
    "spoil",
    [
        {"sections": {"x": {"a.b": {"who": ["nobody_known"]}}}},
        {"sections": {"x": {"a.b": {"who": []}}}},
        {"sections": {"x": {"a.b": {"who": ["staff"], "wher": "anywhere"}}}},
        {"sections": {"x": {"a.b": {"who": ["staff"], "where": "district"}}}},
        {"sections": {"x": {"a.b": {"who": ["staff"], "proof": "always"}}}},
        {"sections": {"x": {"a.b": {"who": ["staff"], "apart_from": "c.d"}}}},
        {"sections": {"x": {"a.b": {"who": ["staff"]}}, "y": {"a.b": {"who": ["staff"]}}}},
        {"flows": {"chase": ["nothing.known"]}},
        {"house": ["nothing.known"]},
        {"roles": {"inspector": {"reach": "the_moon"}}},
    ],
)
def test_a_table_that_says_nonsense_is_refused(spoil: dict[str, object]) -> None:
    """A mistyped word would open a door or close one; the house does not start with it."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if "sections" in spoil:
        raw |= {"flows": {}, "house": []}
    with pytest.raises((ValueError, KeyError)):
        read_rights(raw | spoil)


def test_no_flow_has_a_right_that_the_table_keeps_from_the_system() -> None:
    """What a schedule is named for is also what the system may do: else its first run would find out."""
    for flow, acts in rights().flows.items():
        for act in acts:
            assert "system" in rights().rules[act].roles, (flow, act)


def test_nobody_outside_may_do_what_the_house_does() -> None:
    """Offices outside prove who they are, see their sessions, name their deputies, and answer on the portal."""
    outside = set(CIRCLES["outside"])
    allowed = {act for act, rule in rights().rules.items() if rule.roles & outside}
    assert allowed == {
        "session.begin",
        "session.list",
        "session.end",
        "passkey.keep",
        "passkey.list",
        "deputy.name",
        "deputy.end",
        "deputy.list",
        "user.see",
        "text.keep",
        *_ON_THE_PORTAL,
    }


_ON_THE_PORTAL = {
    "portal.list",
    "portal.open",
    "portal.ask",
    "portal.acknowledge",
    "portal.refuse",
    "portal.send_on",
    "portal.embargo",
    "portal.outcome",
    "portal.contact",
    "portal.finding",
}


def test_the_page_of_reference_is_what_the_table_says() -> None:
    """Write it again with `vigie rights show --markdown > docs/reference/access.md`."""
    assert PAGE.read_text(encoding="utf-8") == access_page() + "\n"
