"""What goes into the field: one's own visits, what a magistrate ordered by permission only, and the lists it names."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from builders_acts import AT, FIRM, LIEGE, WEEK, a_control, a_part, later
from builders_dashboards import known
from builders_orders import BY, INSPECTOR, TEAM, ordered, planned
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.orders import permit
from inspection.acts.records import checklist_for
from inspection.acts.weeks import approve_week, field_checklist, field_package, listed_missions
from inspection.acts.weeks.missions import KNOWN, known_facts
from inspection.acts.workplaces import KnownWorkplace, place_hold, remember_workplaces
from inspection.control.reading import read_control
from inspection.errors import AccessRefused
from inspection.sealing import canonical_json
from inspection.store.controls import ChecklistDefinitionRow
from inspection.store.queries import plans
from inspection.store.records import AuditEntryRow
from inspection.time_of import moment_of
from inspection.trust import AppContext

OPENS = moment_of(WEEK.monday, 0) - timedelta(hours=48)


def codes(house: AppContext, by: str = INSPECTOR, at: Any = OPENS) -> list[str]:
    """The codes of somebody's missions."""
    return [one.visit for one in field_package(house.acting(by, at)).missions]


def approved(house: AppContext, *, propose_only: bool = False) -> None:
    """Propose the week with the ordered visit apart, and approve it."""
    plan_id = planned(house)
    if not propose_only:
        sha256 = next(plan.sha256 for plan in plans(house.store) if plan.id == plan_id)
        approve_week(house.acting("direction-1", AT), WEEK, sha256, service="ONSS")


def test_an_ordered_visit_goes_with_a_permitted_team_only(house: AppContext) -> None:
    """Without a permission the package is that of the plan; under hold the visit leaves it again."""
    order = ordered(house)
    approved(house)
    ordinary = codes(house)
    assert len(ordinary) == 3
    assert "ABCDEF" not in ordinary
    permit(house.acting(BY, AT), order.id, "user", INSPECTOR)
    assert codes(house) == ordinary
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    assert set(codes(house)) == {*ordinary, "ABCDEF"}
    assert codes(house, "insp-namur-1") == []
    place_hold(house.acting(BY, AT), "workplace", FIRM, WEEK.monday)
    assert codes(house) == ordinary


def test_a_proposed_week_sends_nobody(house: AppContext) -> None:
    """Until a second person approved it there is no mission; nor once its two weeks are over."""
    approved(house, propose_only=True)
    assert codes(house) == []
    approved(house)
    assert codes(house)
    assert codes(house, at=later(days=-10)) == []
    assert codes(house, at=later(days=14)) == []


def test_a_visit_is_known_from_48_hours_before_its_day_and_no_sooner(house: AppContext) -> None:
    """Planned or ordered: a minute earlier a stolen device knows of neither."""
    permit(house.acting(BY, AT), ordered(house).id, "team", TEAM)
    approved(house)
    assert codes(house, at=OPENS - timedelta(minutes=1)) == []
    assert listed_missions(house.acting(INSPECTOR, OPENS - timedelta(minutes=1))) == ()
    assert len(codes(house)) == 4


def test_what_was_ordered_goes_to_no_client_of_others(house: AppContext) -> None:
    """They keep their list in clear: the permitted team types the code of its sheet."""
    permit(house.acting(BY, AT), ordered(house).id, "team", TEAM)
    approved(house)
    listed = [one.visit for one in listed_missions(house.acting(INSPECTOR, OPENS))]
    assert set(codes(house)) - set(listed) == {"ABCDEF"}
    assert len(listed) == 3


def test_a_mission_says_where_and_nothing_of_why(house: AppContext) -> None:
    """Place, hour and offices of the place; a place that nobody knows has no area, and is told all the same."""
    approved(house)
    first = field_package(house.acting(INSPECTOR, OPENS)).missions[0]
    assert (first.day, first.start, first.area) == (WEEK.monday, "08:30", None)
    remember_workplaces(house.acting(at=AT), known([a_part("liege")]))
    kept = {"id": first.workplace, "district": "liege", "sector": "restaurants", "seen_on": AT.date()}
    place = KnownWorkplace(refnis=LIEGE, enterprise="0800000123", **kept)
    remember_workplaces(house.acting(at=AT), [place])
    first = field_package(house.acting(INSPECTOR, OPENS)).missions[0]
    assert (first.area, first.enterprise, first.report_language) == ("liege", "0800000123", "fr")
    assert not {"arm", "points", "probability", "reasons", "mandate"} & set(vars(first))


def test_what_registers_said_is_the_same_few_facts_for_every_workplace() -> None:
    """Whatever a workplace was chosen for: the facts that gave points do not come along."""
    rows = {
        "values": {"nace_code": "56101", "dmfa_workers": 7, "dimona_late": 4, "name": "X", "started_on": None},
        "reasons": [["late_dimona_share", 0.4, "0.2", 5, "dimona@2026-11-20"]],
        "snapshots": {"late_dimona_share": "dimona@2026-11-20", "establishment_age_years": "kbo@2026-11-22"},
    }
    found = known_facts(json.dumps(rows))
    assert [(one.fact, one.value, one.source, one.as_of) for one in found] == [
        ("nace_code", "56101", "kbo", "2026-11-22"),
        ("dmfa_workers", "7", "dmfa", None),
    ]
    assert {one.fact for one in found} <= set(KNOWN)


def test_a_list_that_went_into_the_field_stays_readable(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that changes while the form is in a cellar makes no answer unreadable."""
    package = field_package(house.acting(INSPECTOR, AT))
    with house.store.read() as session:
        kept = {row.sha256 for row in session.exec(select(ChecklistDefinitionRow))}
    assert kept == {one.sha256 for one in package.checklists}
    mine = next(one for one in package.checklists if one.id == "restaurants")
    control = a_control(workplace=FIRM, place=LIEGE)
    shorter = replace(mine, questions=mine.questions[:-1], sha256="0" * 64, version="0" * 12)
    monkeypatch.setattr("inspection.acts.records.definitions.checklist", lambda *_: shorter)
    raw = canonical_json(control)
    assert read_control(raw, checklist_for(house.acting(at=AT), raw)).checklist == mine.ref
    assert save(house.acting(INSPECTOR, AT), control).is_new
    found = field_checklist(house.acting(BY, AT), "restaurants", mine.sha256)
    assert found is not None
    assert found.questions == mine.questions
    assert field_checklist(house.acting(BY, AT), "restaurants", "1" * 64) is None


def test_taking_a_package_is_recorded_each_time(house: AppContext) -> None:
    """It is a look at the week's plan; who makes no controls takes none."""
    for _ in range(2):
        field_package(house.acting(INSPECTOR, AT))
    with pytest.raises(AccessRefused):
        field_package(house.acting("dpo-1", AT))
    with house.store.read() as session:
        looks = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "package.read")).all()
    assert [(one.who, one.facts) for one in looks] == [(INSPECTOR, {"until": "2026-11-27"})] * 2
