"""Who may do what: every act × role × own or other district, by the table."""

import re
from pathlib import Path

import pytest
from databases import lay_tables

import inspection.acts
from inspection.errors import AccessRefused
from inspection.settings import Settings
from inspection.store.core import ROLES
from inspection.store.opening import open_store
from inspection.store.people import UserRow
from inspection.trust import RULES, may, may_see, require_permission

EVERYWHERE = {"supervisor", "direction", "system", "auditor_dpo"}
ANYWHERE = {
    "control.correct",
    "control.save",
    "draft.keep",
    "extract.consult",
    "suspicion.decide",
    "suspicion.enter_for",  # whoever is rung at night may be of any district
    "follow_up.list",  # what one sees and ends is decided for each by who owes it
    "follow_up.end",
    "consent.record",
    "guardian.notify",
    "attachment.keep",
    "device.use",
    "openrosa.use",
    "package.read",
}


@pytest.fixture(scope="module")
def peopled(tmp_path_factory):
    """Give a store with one user of each role in Liège, and one who left."""
    here = Settings(home=tmp_path_factory.mktemp("access"))
    lay_tables(here)
    store = open_store(here)
    with store.write() as session:
        for role in ROLES:
            session.add(UserRow(id=f"u-{role}", service="ONSS", district="liege", role=role, language="fr"))
        for role in ("inspector", "team_head"):
            session.add(UserRow(id=f"u-nowhere-{role}", service="ONSS", role=role, language="fr"))
        session.add(UserRow(id="u-left", service="ONSS", role="direction", language="fr", active=False))
    yield store
    store.close()


@pytest.mark.parametrize("act", sorted(RULES))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("district", ["liege", "namur"])
def test_every_cell_of_the_table(peopled, act, role, district):
    """A role that the rule names may act at home; elsewhere roles of the whole service, and the field where somebody
    may be in need."""
    elsewhere = role in EVERYWHERE or act in ANYWHERE
    expected = role in RULES[act].roles and (district == "liege" or elsewhere)
    with peopled.read() as session:
        if expected:
            assert require_permission(session, f"u-{role}", act, district=district, service="ONSS").role == role
        else:
            with pytest.raises(AccessRefused):
                require_permission(session, f"u-{role}", act, district=district, service="ONSS")


@pytest.mark.parametrize("role", ["inspector", "team_head"])
@pytest.mark.parametrize("act", sorted(set(RULES) - ANYWHERE))
def test_a_field_role_without_a_district_has_none(peopled, act, role):
    """A gap in the roster closes doors; it opens none."""
    for district in ("liege", "namur"):
        with peopled.read() as session, pytest.raises(AccessRefused):
            require_permission(session, f"u-nowhere-{role}", act, district=district, service="ONSS")


def test_an_act_without_a_rule_is_refused_to_everybody(peopled):
    """A new act cannot be forgotten."""
    with peopled.read() as session, pytest.raises(AccessRefused, match="nobody"):
        require_permission(session, "u-direction", "store.empty")


@pytest.mark.parametrize("by", ["u-left", "u-unknown", ""])
def test_who_is_unknown_or_has_left_may_do_nothing(peopled, by):
    """An id alone is no right."""
    with peopled.read() as session, pytest.raises(AccessRefused, match="No active user"):
        require_permission(session, by, "record.consult")


def test_another_service_is_another_house(peopled):
    """A supervisor of ONSS approves no week of TSW; the system serves both."""
    with peopled.read() as session:
        with pytest.raises(AccessRefused, match="TSW"):
            require_permission(session, "u-supervisor", "plan.approve", service="TSW")
        assert require_permission(session, "u-system", "plan.propose", service="TSW")


@pytest.mark.parametrize("act", sorted(RULES))
def test_what_a_screen_offers_is_what_the_act_lets(peopled, act):
    """One table answers both: in their own district, whoever is offered an act may do it, and nobody else."""
    with peopled.read() as session:
        for role in ROLES:
            user = session.get(UserRow, f"u-{role}")
            try:
                allowed = require_permission(session, user.id, act, district="liege", service="ONSS") is user
            except AccessRefused:
                allowed = False
            assert may(user, act) == allowed


def test_what_no_table_names_is_neither_offered_nor_shown(peopled):
    """A new act or screen cannot be forgotten."""
    with peopled.read() as session:
        users = [session.get(UserRow, f"u-{role}") for role in ROLES]
    assert not any(may(user, "store.empty") or may_see(user, "store") for user in users)
    assert [user.role for user in users if not may_see(user, "home")] == ["system"]
    assert [user.role for user in users if may_see(user, "reasons")] == ["supervisor", "direction"]


def test_every_rule_is_asked_by_an_act_and_every_act_asks_by_a_rule():
    """The table and the acts name the same things."""
    sources = [p.read_text() for p in Path(inspection.acts.__file__).parent.rglob("*.py")]
    asked = {
        name
        for source in sources
        for name in re.findall(r'(?:require_permission\(\s*[\w.]+,\s*[\w.]+,|tx\.require\()\s*"([a-z_.]+)"', source)
    }
    assert asked == set(RULES)
