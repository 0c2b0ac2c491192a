"""Who may do what, asked of the store: the role of today's roster, deputies, broken glasses, people from outside.

The table itself is held against an oracle in `test_trust_rights.py`.
"""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders_control import the_rules
from databases import lay_tables
from houses import House, as_user

import inspection.acts
from inspection.errors import AccessRefused
from inspection.settings import Settings
from inspection.store.core import OUTSIDE_ROLES, ROLES
from inspection.store.opening import open_store
from inspection.store.people import BrokenGlassRow, DeputyRow, UserRow
from inspection.trust import may, may_see, require_permission
from inspection.trust.identity import flow_principal
from inspection.trust.rights import rights

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 29)
RULES = rights().rules


@pytest.fixture(scope="module")
def peopled(tmp_path_factory):
    """Give a house with one user of each role in Liège, and one who left; nobody writes there."""
    yield from _peopled(tmp_path_factory.mktemp("access"))


@pytest.fixture
def own(tmp_path):
    """Give one of one's own, to write in."""
    yield from _peopled(tmp_path)


def _peopled(home):
    here = Settings(home=home)
    lay_tables(here)
    house = House(open_store(here), the_rules(), here)
    with house.store.write() as session:
        for role in ROLES:
            office = "pol_liege" if role in OUTSIDE_ROLES else None
            place = None if office else "liege"
            row = UserRow(id=f"u-{role}", service="ONSS", district=place, office=office, role=role, language="fr")
            session.add(row)
        session.add(UserRow(id="u-left", service="ONSS", role="direction", language="fr", active=False))
    yield house
    house.store.close()


def code_of(house: House, context, act: str, **thing) -> str:
    """Return the code with which an act is refused, "" if it is let."""
    try:
        with house.store.read() as session:
            require_permission(session, context, act, **thing)
    except AccessRefused as fault:
        return fault.code
    return ""


@pytest.mark.parametrize("by", ["nobody", "u-left", ""])
def test_an_id_alone_is_no_right(peopled, by):
    """Whoever is unknown or left may do nothing."""
    assert code_of(peopled, as_user(peopled, by, AT), "record.consult") == "ACCESS-010"


def test_another_service_is_another_house(peopled):
    """A supervisor of ONSS approves no week of TSW; the system serves both."""
    assert code_of(peopled, as_user(peopled, "u-supervisor", AT), "plan.approve", service="TSW") == "ACCESS-030"
    assert code_of(peopled, as_user(peopled, "u-system", AT), "plan.propose", service="TSW") == ""


@pytest.mark.parametrize("act", sorted(RULES))
def test_what_a_screen_offers_is_what_the_act_lets(peopled, act):
    """One table answers both: in their own district, whoever is offered an act may do it, and nobody else."""
    with peopled.store.read() as session:
        users = [session.get(UserRow, f"u-{role}") for role in ROLES]
    for user in users:
        place = {"office": user.office} if user.office else {"district": "liege"}
        refused = code_of(peopled, as_user(peopled, user.id, AT), act, service="ONSS", **place)
        assert (refused == "") == may(user, act), (user.role, refused)


def test_what_no_table_names_is_neither_offered_nor_shown(peopled):
    """A new act or screen cannot be forgotten."""
    with peopled.store.read() as session:
        users = [session.get(UserRow, f"u-{role}") for role in ROLES]
    assert not any(may(user, "store.empty") or may_see(user, "store") for user in users)
    unseen = [user.role for user in users if not may_see(user, "controls")]
    assert unseen == ["system", "administrator", *OUTSIDE_ROLES]
    assert [user.role for user in users if may_see(user, "reasons")] == ["supervisor", "direction"]


@pytest.mark.parametrize(("first", "last", "may_it"), [(0, 0, True), (1, 5, False), (-5, -1, False), (-5, 5, True)])
def test_a_deputy_has_the_role_of_whoever_is_absent_on_those_days(own, first, last, may_it):
    """Not a day before, not a day after; in the district of the absent one, and no further."""
    with own.store.write() as session:
        session.add(UserRow(id="u-namur", service="ONSS", district="namur", role="inspector", language="fr"))
        session.flush()
        session.add(a_deputy("u-namur", "u-team_head", ON + timedelta(days=first), ON + timedelta(days=last)))
    context = as_user(own, "u-namur", AT)
    assert (code_of(own, context, "complaint.decide", district="liege") == "") == may_it
    assert code_of(own, context, "complaint.decide", district="namur") == ("ACCESS-040" if may_it else "ACCESS-020")
    assert code_of(own, context, "draft.keep", district="namur") == ""  # their own work goes on


def test_a_deputy_of_a_deputy_has_nothing_of_the_first(own):
    """What somebody has as a deputy they do not pass on; and one that was ended holds no more."""
    with own.store.write() as session:
        session.add(UserRow(id="u-namur", service="ONSS", district="namur", role="inspector", language="fr"))
        session.flush()
        session.add(a_deputy("u-inspector", "u-supervisor", ON, ON))
        session.add(a_deputy("u-namur", "u-inspector", ON, ON))
    assert code_of(own, as_user(own, "u-inspector", AT), "plan.approve", service="ONSS") == ""
    assert code_of(own, as_user(own, "u-namur", AT), "plan.approve", service="ONSS") == "ACCESS-020"
    with own.store.write() as session:
        row = session.get(DeputyRow, "u-inspector-u-supervisor")
        row.ended_at, row.ended_by = AT, "u-direction"
        session.add(row)
    assert code_of(own, as_user(own, "u-inspector", AT), "plan.approve", service="ONSS") == "ACCESS-020"


@pytest.mark.parametrize(("minutes", "may_it"), [(-1, False), (0, True), (29, True), (30, False)])
def test_a_broken_glass_opens_one_record_for_some_minutes(own, minutes, may_it):
    """That record and no other, to read and not to write, and for nobody else."""
    with own.store.write() as session:
        session.add(
            BrokenGlassRow(
                id="glass",
                service="ONSS",
                user_id="u-inspector",
                kind="control",
                subject="the-control",
                words=own.store.seal("broken_glass.words", "glass", "nobody answers"),
                begun_at=AT if minutes >= 0 else AT + timedelta(minutes=1),
                ends_at=AT + timedelta(minutes=30) if minutes >= 0 else AT,
            )
        )
    context = as_user(own, "u-inspector", AT + timedelta(minutes=max(minutes, 0)))
    there = {"district": "namur", "subject": "the-control"}
    assert (code_of(own, context, "record.consult", **there) == "") == may_it
    assert code_of(own, context, "record.consult", **(there | {"subject": "another"})) == "ACCESS-040"
    assert code_of(own, context, "partner.confirm", **there) == "ACCESS-040"
    other = as_user(own, "u-team_head", AT)
    assert code_of(own, other, "record.consult", **there) == "ACCESS-040"


def test_a_flow_does_what_its_work_needs_and_nothing_else(peopled):
    """Also where the system may: chasing sends nothing."""
    context = peopled.acting_as(flow_principal("chase", "ONSS", AT), AT)
    assert code_of(peopled, context, "deadlines.chase") == ""
    assert code_of(peopled, context, "delivery.send") == "ACCESS-075"
    assert code_of(peopled, peopled.at_the_door(AT), "deadlines.chase") == "ACCESS-075"


def test_somebody_outside_is_let_in_on_their_days_only(own):
    """Whoever moved on and was forgotten here is out by the day that two people wrote down."""
    with own.store.write() as session:
        user = session.get(UserRow, "u-police_cell")
        user.first_day, user.last_day = ON, ON
        session.add(user)
    for days, code in ((-1, "ACCESS-020"), (0, ""), (1, "ACCESS-020")):
        context = as_user(own, "u-police_cell", AT + timedelta(days=days))
        assert code_of(own, context, "session.list", service="ONSS") == code


ASKED = re.compile(
    r"(?:require_permission\(\s*[\w.]+,\s*[\w.]+,\s*|(?:tx|asker)\.require\(\s*"
    r"|require_in_service\(\s*[\w.]+,\s*|^    act = )"
    r'"([a-z_.]+)"',
    re.MULTILINE,
)


def test_every_rule_is_asked_by_an_act_and_every_act_asks_by_a_rule():
    """The table and the acts name the same things."""
    sources = [p.read_text() for p in Path(inspection.acts.__file__).parent.rglob("*.py")]
    asked = {name for source in sources for name in re.findall(ASKED, source)}
    assert asked == set(RULES)


def a_deputy(deputy: str, absent: str, first: date, last: date) -> DeputyRow:
    """Return a row that lets somebody stand in for somebody."""
    return DeputyRow(
        id=f"{deputy}-{absent}",
        service="ONSS",
        absent_id=absent,
        deputy_id=deputy,
        first_day=first,
        last_day=last,
        made_by="u-direction",
        made_at=AT,
    )
