"""Looks are drawn by lot and judged by somebody else: who cannot choose, who may judge, and who is told."""

from datetime import timedelta

import pytest
from builders_acts import AT, LIEGE, NAMUR, a_control, raised
from builders_control import a_person
from sqlmodel import col, select

from inspection.acts.access import draw_looks, judge_look, looks_to_judge
from inspection.acts.access.judging import _lot
from inspection.acts.alerts import see_alert
from inspection.acts.controls import export_control, save
from inspection.errors import AccessRefused
from inspection.store.records import AuditEntryRow, LookReviewRow
from inspection.time_of import IsoWeek, day_in_brussels, moment_of
from inspection.trust import AppContext
from inspection.trust.rights import rights

WEEK = IsoWeek.of(AT.date())
OVER = moment_of(WEEK.monday + timedelta(days=7), 0)
INSPECTOR, HEAD, SUPERVISOR, DPO = "insp-liege-1", "head-liege", "supervisor-liege", "dpo-1"


def looked(house: AppContext, own: int, others: int) -> list[str]:
    """So many looks at one's own control, and so many of the head at it; returns the ids of the controls."""
    ids = [
        save(house.acting(INSPECTOR, AT), a_control(persons=[a_person(1)]), place=LIEGE).control_id for _ in range(2)
    ]
    for n in range(own):
        export_control(house.acting(INSPECTOR, AT), ids[n % 2])
    for n in range(others):
        export_control(house.acting(HEAD, AT).because("supervision", ids[n % 2]), ids[n % 2])
    return ids


def rows(house: AppContext) -> list[LookReviewRow]:
    with house.store.read() as session:
        return list(session.exec(select(LookReviewRow).order_by(LookReviewRow.n)))


@pytest.mark.few(1)
def test_twenty_are_drawn_and_those_outside_own_controls_weigh_more(house: AppContext) -> None:
    """Once a week, the same lot however often it is asked; a week that runs is not drawn."""
    looked(house, own=30, others=20)
    with pytest.raises(AccessRefused) as running:
        draw_looks(house.acting(DPO, OVER - timedelta(seconds=1)), WEEK)
    assert running.value.code == "ACCESS-099"
    assert draw_looks(house.acting(at=OVER), WEEK) == 20
    drawn = rows(house)
    assert draw_looks(house.acting(DPO, OVER + timedelta(days=1)), WEEK) == 20
    assert [row.id for row in rows(house)] == [row.id for row in drawn]
    assert sum(row.is_outside for row in drawn) >= 14
    assert len({row.seed for row in drawn}) == 1
    with house.store.read() as session:
        entries = [session.get(AuditEntryRow, (row.stream, row.n)) for row in drawn]
    assert all("own" in entry.facts and not entry.facts.get("masked") for entry in entries)
    with pytest.raises(AccessRefused):
        draw_looks(house.acting(SUPERVISOR, OVER), WEEK)  # who judges does not draw


def test_the_lot_follows_from_the_trail_and_from_nothing_else(house: AppContext) -> None:
    """One look more in the week gives another seed; the same seed gives the same lot; shares fill up where few are."""
    looked(house, own=6, others=6)
    with house.store.read() as session:
        reading = select(AuditEntryRow).where(AuditEntryRow.stream == "reading").order_by(col(AuditEntryRow.n))
        mine = [e for e in session.exec(reading) if "own" in e.facts]
    one, again, other = (_lot(mine, seed, 5, 70) for seed in ("a", "a", "b"))
    assert [e.n for e in one] == [e.n for e in again]
    assert {tuple(e.n for e in _lot(mine, str(n), 5, 70)) for n in range(9)} != {tuple(e.n for e in other)}
    assert sum(not e.facts["own"] for e in one) >= 4
    assert len(_lot(mine, "a", 20, 70)) == len(mine)


def test_nobody_judges_their_own_look_nor_their_people_where_another_can(house: AppContext) -> None:
    """The supervisor of the district leaves it to another one and to the data protection officer."""
    looked(house, own=0, others=3)
    draw_looks(house.acting(at=OVER), WEEK)
    assert looks_to_judge(house.acting(SUPERVISOR, OVER)) == []
    mine = looks_to_judge(house.acting(DPO, OVER))
    assert [(one.looker, one.purpose, one.is_outside) for one in mine] == [(HEAD, "supervision", True)] * 3
    assert len(looks_to_judge(house.acting("supervisor-namur", OVER))) == 3
    with pytest.raises(AccessRefused):
        looks_to_judge(house.acting(HEAD, OVER))
    for by, words, code in ((SUPERVISOR, "fits", "ACCESS-095"), (DPO, " ", "ACCESS-096")):
        with pytest.raises(AccessRefused) as refused:
            judge_look(house.acting(by, OVER), mine[0].id, "fitting", words)
        assert refused.value.code == code
    made = judge_look(house.acting("supervisor-namur", OVER), mine[0].id, "fitting", "The control was returned.")
    assert (made.verdict, made.judged_by, made.words) == ("fitting", "supervisor-namur", "The control was returned.")
    with pytest.raises(AccessRefused):
        judge_look(house.acting(DPO, OVER), mine[0].id, "unexplained", "Twice.")
    assert [one.kind for one in raised(house)] == []


def test_a_look_of_the_officer_is_judged_by_somebody_else(house: AppContext) -> None:
    """Who answers for the data is looked at like everybody."""
    (control, _) = looked(house, own=0, others=0)
    export_control(house.acting(DPO, AT).because("audit"), control)
    draw_looks(house.acting(at=OVER), WEEK)
    assert looks_to_judge(house.acting(DPO, OVER)) == []
    assert [one.looker for one in looks_to_judge(house.acting("direction-1", OVER))] == [DPO]


def test_one_that_is_not_explained_is_told_and_one_that_nobody_judged(house: AppContext) -> None:
    """The officer is told at once of the first, once, and of the second after the days of the rules."""
    looked(house, own=0, others=2)
    draw_looks(house.acting(at=OVER), WEEK)
    first, second = looks_to_judge(house.acting("supervisor-namur", OVER))
    judge_look(house.acting("supervisor-namur", OVER), first.id, "unexplained", "No visit, no call, no note.")
    assert [(a.kind, a.subject, a.for_role) for a in raised(house)] == [("look_unexplained", first.id, "auditor_dpo")]
    days = house.catalogue(day_in_brussels(OVER)).looks.judge_within_days
    for _ in range(2):
        draw_looks(house.acting(at=OVER + timedelta(days=days, minutes=1)), WEEK)
    assert [(a.kind, a.subject) for a in raised(house)][1:] == [("look_unjudged", second.id)]
    see_alert(house.acting(DPO, OVER + timedelta(days=days, hours=1)), raised(house)[0].id)
    judge_look(house.acting("supervisor-namur", OVER + timedelta(days=days)), second.id, "fitting", "It was returned.")
    assert raised(house) == []


def test_a_week_without_a_look_is_drawn_once_too(house: AppContext) -> None:
    """The flow asks every night; the trail says it once."""
    for night in range(3):
        assert draw_looks(house.acting(at=OVER + timedelta(days=night)), WEEK) == 0
    with house.store.read() as session:
        assert len(session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "look.draw")).all()) == 1


def test_the_nightly_flow_may_draw_and_judges_nothing() -> None:
    """Its rights hold the draw only."""
    assert "look.draw" in rights().flows["keep"]
    assert not [flow for flow, its in rights().flows.items() if "look.judge" in its]


def test_looks_of_another_district_are_told_of_there(house: AppContext) -> None:
    """The alert names the district of whoever looked."""
    made = save(house.acting("insp-namur-1", AT), a_control(), place=NAMUR).control_id
    export_control(house.acting("head-namur", AT).because("supervision", made), made)
    draw_looks(house.acting(at=OVER), WEEK)
    (one,) = looks_to_judge(house.acting(DPO, OVER))
    judge_look(house.acting(DPO, OVER), one.id, "unexplained", "Not said.")
    assert [a.district for a in raised(house)] == ["namur"]
