"""A control that an inspector began at the desk: a restaurant, unplanned, with what a test says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from builders_acts import AT, a_part
from builders_dashboards import known
from builders_joint import an_approved_week
from office_shell import INSPECTOR, a_home

from inspection import acts
from inspection.control.reading import read_control
from inspection.time_of import day_in_brussels, today
from inspection.trust import AppContext

# What shows of one person that the rules propose trafficking.
EXPLOITED = {"q02_dimona": "absent", "q11_pay": "token", "q10_hours": "excessive", "q15_sleeps": "workplace"}


def a_draft(house: AppContext, by: str = INSPECTOR, **more: Any) -> str:
    """Begin it, and return its id; unless something else is said, nothing is missing to save it."""
    context = house.acting(by)
    at = context.at.replace(second=0, microsecond=0)
    raw = {
        "checklist": acts.records.checklist_on(context.app, "restaurants", today()).ref.model_dump(),
        "visit": None,
        "workplace": "est:2999000001",
        "sector": "restaurants",
        "outcome": "done",
        "entered_at": at.isoformat(),
        "left_at": None,
        "facts_on": day_in_brussels(at).isoformat(),
        "report_language": "fr",
        "answers": {"fm_head_count": 1},
        "persons": [],
        "suspicion": None,
        "origin": "own_initiative",
    }
    return acts.controls.begin_draft(context, {**raw, **more}, place="62063").id


def a_correction(house: AppContext, by: str = INSPECTOR) -> str:
    """Save such a control, and begin to correct it; returns the id of both."""
    draft, at = a_draft(house, by), house.acting(by).at.isoformat()
    filling = acts.controls.open_draft(house.acting(by), draft)
    ended = {**filling.control, "left_at": at}
    context = house.acting(by)
    read = acts.records.checklist_for(context, ended)
    acts.controls.save(context, read_control(ended, read), place=filling.place)
    acts.controls.drop_draft(house.acting(by), draft, because="finished")
    return acts.controls.begin_correction(house.acting(by), draft).id


@contextmanager
def a_home_with_a_week(folder: Path) -> Iterator[AppContext]:
    """Give a home with an approved week of Liège, whose visits wait for their controls."""
    with a_home(folder / "home") as opened:
        acts.workplaces.remember_workplaces(opened.acting(at=AT), known([a_part("liege")]))
        an_approved_week(opened)
        yield opened


def nothing_begun(house: AppContext, by: str = INSPECTOR) -> None:
    """Give up every draft of somebody."""
    for draft in acts.controls.own_drafts(house.acting(by)):
        acts.controls.drop_draft(house.acting(by), draft.id, because="given_up")
