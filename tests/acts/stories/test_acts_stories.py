"""The story of a workplace: what happened there, as if nobody had ever told, ordered or suspected anything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import AT, FIRM, LIEGE, SIGNS, WEEK, a_control, a_part, a_yes, an_office, later
from builders_orders import BY as SUPERVISOR
from builders_orders import INSPECTOR, TEAM, ordered, planned
from sqlmodel import select

from inspection.acts.controls import return_control, save
from inspection.acts.orders import permit
from inspection.acts.stories import (
    WorkplaceStory,
    beside_control,
    listing,
    returned_to_me,
    told_controls,
    workplace_story,
)
from inspection.acts.weeks import approve_week, propose_week
from inspection.acts.workplaces import (
    KnownWorkplace,
    NewComplaint,
    keep_complaint,
    place_hold,
    register_complaint,
    remember_workplaces,
)
from inspection.errors import AccessRefused
from inspection.settings import Settings
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import PlanRow
from inspection.trust import AppContext

HEAD, ELSEWHERE = "head-liege", "insp-namur-1"
ONE, TWO = "0197a000-0000-7000-8000-000000000001", "0197a000-0000-7000-8000-000000000002"
SEEN = {"q14_safety": SIGNS["q14_safety"]}  # of the signs the one that is no secret
PERSONS = [{"ref": "P1", "answers": {"q02_dimona": "absent", "q02_worker_knew": True}}]


def known(house: AppContext, workplace: str = FIRM, n: int = 1, **fields: object) -> None:
    """Let a week remember a workplace."""
    values = {"enterprise": "0400000001", "name": f"Exemple {n}", "address": "Rue Test 1", "refnis": LIEGE, **fields}
    row = KnownWorkplace(id=workplace, district="liege", sector="restaurants", seen_on=AT.date(), **values)
    remember_workplaces(house.acting("system", AT), [row])


def visited(house: AppContext, control_id: str = ONE, **fields: object) -> str:
    """Save a control at the workplace with a person who was not declared."""
    control = a_control(control_id=control_id, persons=PERSONS, **fields)
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    return control.control_id


def complained(house: AppContext) -> None:
    """Let somebody tell of the workplace, and a head keep it."""
    told = NewComplaint(workplace=FIRM, district="liege", text="Geheim", language="fr")
    keep_complaint(house.acting(HEAD, AT), register_complaint(house.acting(INSPECTOR, AT), told).id)


def ordered_and_seen(house: AppContext) -> None:
    """Let a magistrate order a visit, and a permitted team carry it out."""
    order = ordered(house)
    permit(house.acting(SUPERVISOR, AT), order.id, "team", TEAM)
    planned(house)
    save(house.acting(INSPECTOR, later(1)), a_control(control_id=TWO, visit="ABCDEF", persons=PERSONS), place=LIEGE)


def stories(house: AppContext, at=None) -> dict[str, WorkplaceStory]:
    """The story as each of several readers has it."""
    readers = ("insp-liege-2", HEAD, SUPERVISOR, "direction-1", "dpo-1")
    return {by: workplace_story(house.acting(by, at or later(2)), FIRM) for by in readers}


def a_house(folder: Path) -> AppContext:
    """A house in which the workplace was visited once."""
    house = an_office(Settings(home=folder))
    known(house)
    return house


@pytest.mark.parametrize(
    ("more", "suspicion"),
    [(complained, None), (None, a_yes()), (None, {**a_yes(), "decision": "no"})],
    ids=["a complaint", "a yes", "a no"],
)
def test_twins_that_differ_in_one_secret_have_the_same_story(
    tmp_path: Path, more: Callable[[AppContext], None] | None, suspicion: dict[str, object] | None
) -> None:
    """Every value, for every reader; the list of controls and what stands beside one as well."""
    plain, secret = a_house(tmp_path / "a"), a_house(tmp_path / "b")
    visited(plain, answers=SEEN)
    visited(secret, **({"answers": dict(SIGNS), "suspicion": suspicion} if suspicion else {"answers": SEEN}))
    if more is not None:
        more(secret)
    assert stories(plain) == stories(secret)
    for by in ("insp-liege-2", HEAD, SUPERVISOR):
        assert told_controls(plain.acting(by, later(2))) == told_controls(secret.acting(by, later(2)))
    assert standing(plain) == standing(secret)
    assert standing(plain)
    for house in (plain, secret):
        house.store.close()


def standing(house: AppContext) -> list[object]:
    """What stands beside the control for a head, without the ids of its deadlines."""
    return [replace(one, id="") for one in beside_control(house.acting(HEAD, later(2)), ONE).clocks]


def test_the_story_has_what_happened(embedded: AppContext) -> None:
    """The visit with its finding and its deadline; who was found stands nowhere; the look is in the trail."""
    known(embedded)
    visited(embedded)
    story = workplace_story(embedded.acting("insp-liege-2", later(2)), FIRM)
    (seen,) = story.seen
    assert seen.led_to.findings
    assert (story.name, story.enterprise, story.closed, story.weeks) == ("Exemple 1", "0400000001", None, None)
    assert "P1" not in repr(story)
    with embedded.store.read() as session:
        looks = [one for one in session.exec(select(AuditEntryRow)) if one.subject == FIRM and one.stream == "reading"]
    assert [one.who for one in looks] == ["insp-liege-2"]


def test_an_ordered_visit_leaves_no_gap(embedded: AppContext) -> None:
    """Who was not permitted reads the same story as before; who carried it out sees it."""
    known(embedded)
    visited(embedded)
    before = stories(embedded)
    ordered_and_seen(embedded)
    after = stories(embedded)
    unknowing = ("direction-1", "dpo-1")  # the team was permitted, and its supervisor registered the order
    assert {by: after[by] for by in unknowing} == {by: before[by] for by in unknowing}
    assert len(workplace_story(embedded.acting(INSPECTOR, later(2)), FIRM).seen) == 2


def test_a_place_that_only_a_complaint_or_an_order_knows_is_none(embedded: AppContext) -> None:
    """Told as what does not exist, in the same words; a place that was remembered for an order too."""
    complained(embedded)
    known(embedded, "est:2000000005")
    told = []
    for workplace in (FIRM, "est:2000000005", "est:2999999999"):
        with pytest.raises(AccessRefused) as refused:
            workplace_story(embedded.acting(HEAD, later(1)), workplace)
        told.append(str(refused.value))
    assert len(set(told)) == 1


def test_days_on_which_nobody_goes_are_for_whoever_plans(embedded: AppContext) -> None:
    """As days alone; an inspector's page has no such part, whatever was placed."""
    known(embedded)
    visited(embedded)
    before = workplace_story(embedded.acting("insp-liege-2", later(2)), FIRM)
    place_hold(embedded.acting(SUPERVISOR, AT), "workplace", FIRM, WEEK.monday)
    assert workplace_story(embedded.acting("insp-liege-2", later(2)), FIRM) == before
    ((first, last),) = workplace_story(embedded.acting(HEAD, later(2)), FIRM).closed or ()
    assert (first, last) == (AT.date(), WEEK.monday)


def test_a_planned_visit_is_told_to_its_team_and_to_who_sees_ahead(embedded: AppContext) -> None:
    """Its code and hour, never its arm; reasons over time only to the office, without what people told."""
    part = a_part("liege")
    plan_id = propose_week(embedded.acting(at=AT), WEEK, service="ONSS", parts=[part])
    with embedded.store.read() as session:
        sha256 = session.get_one(PlanRow, plan_id).sha256
    approve_week(embedded.acting(SUPERVISOR, AT), WEEK, sha256)
    place = part.selection.chosen[3].workplace
    own = workplace_story(embedded.acting(INSPECTOR, later(1)), place)
    office = workplace_story(embedded.acting(SUPERVISOR, later(1)), place)
    assert [one.team for one in own.planned] == [one.team for one in office.planned] == ["liege-1"]
    assert own.weeks is None
    assert [(week.week, week.points) for week in office.weeks or ()] == [(str(WEEK), 4)]


def test_links_are_by_employer_and_by_address(embedded: AppContext) -> None:
    """Each once, where the reader works."""
    known(embedded)
    known(embedded, "est:2000000002", 2, address="Rue Autre 5")
    known(embedded, "est:2000000003", 3, enterprise="0400000009", address="RUE TEST 1")
    known(embedded, "est:2000000004", 4, enterprise="0400000009", address="Rue Loin 9")
    for n in (2, 3, 4):
        save(embedded.acting(INSPECTOR, AT), a_control(workplace=f"est:200000000{n}"), place=LIEGE)
    known(embedded, "est:2000000005", 5)  # remembered for an order alone: nobody may learn that it is
    visited(embedded)
    story = workplace_story(embedded.acting(INSPECTOR, later(1)), FIRM)
    assert [(one.by, one.name) for one in story.links] == [("employer", "Exemple 2"), ("address", "Exemple 3")]


def test_what_came_back_waits_until_it_is_corrected(embedded: AppContext) -> None:
    """For who saved it alone."""
    control = visited(embedded)
    assert returned_to_me(embedded.acting(INSPECTOR, later(1))) == ()
    return_control(embedded.acting(HEAD, later(1)), control, "Geheim")
    (back,) = returned_to_me(embedded.acting(INSPECTOR, later(2)))
    assert (back.control, back.by) == (control, HEAD)
    assert returned_to_me(embedded.acting("insp-liege-2", later(2))) == ()


def test_a_deadline_of_an_old_control_is_shown_and_counted(embedded: AppContext, monkeypatch) -> None:
    """However many controls came after it."""
    monkeypatch.setattr(listing, "_MOST", 1)
    known(embedded)
    visited(embedded)
    save(embedded.acting(INSPECTOR, later(days=2)), a_control(control_id=TWO, on=later(days=1).date()), place=LIEGE)
    told = told_controls(embedded.acting(SUPERVISOR, later(days=2)))
    assert [one.control for one in told.controls] == [TWO, ONE]
    assert (told.total, told.running, told.late) == (2, 1, 0)
    overdue = told_controls(embedded.acting(SUPERVISOR, AT + timedelta(days=400)))
    assert (overdue.running, overdue.late) == (1, 1)
