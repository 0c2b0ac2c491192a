"""Clocks of a control as the house keeps them: what each asks for when it is due, and a deadline that is moved."""

from typing import Any

from builders_acts import AT, FIRM, LIEGE, a_control, later

from inspection.acts.controls import correct_control, save
from inspection.acts.weeks import open_mandates
from inspection.control.filled import Control
from inspection.trust import AppContext

BY = "insp-liege-1"
ANSWERS = {"fm_head_count": 1, "q05_work_rules": ["no_rules"]}


def _with_deadline(day: str, **fields: Any) -> Control:
    return a_control(answers={**ANSWERS, "cl_comply_by": day}, **fields)


def test_a_deadline_to_comply_makes_a_mandated_visit_when_it_is_due(house: AppContext) -> None:
    """Not a day before; and no other clock of the same control sends anybody."""
    save(house.acting(BY, AT), _with_deadline("2026-12-09"), place=LIEGE)
    assert open_mandates(house.acting(), "liege", later(days=13).date()) == []
    (mandate,) = open_mandates(house.acting(), "liege", later(days=14).date())
    assert (mandate.workplace, mandate.origin) == (FIRM, "clock")


def test_a_deadline_that_is_extended_before_the_control_is_finished_moves(house: AppContext) -> None:
    """One clock with the later day, not two and not the earlier one."""
    first = _with_deadline("2026-12-02", left_at=None)
    save(house.acting(BY, AT), first, place=LIEGE)
    longer = _with_deadline("2026-12-16", control_id=first.control_id)
    save(house.acting(BY, later(hours=1)), longer, place=LIEGE)
    assert open_mandates(house.acting(), "liege", later(days=14).date()) == []
    assert len(open_mandates(house.acting(), "liege", later(days=21).date())) == 1


def test_a_follow_up_visit_ends_the_clock_that_asked_for_it(house: AppContext) -> None:
    """Somebody was there after the deadline: nothing more is asked. A closed door, or a visit before it, does not."""
    save(house.acting(BY, AT), _with_deadline("2026-12-09"), place=LIEGE)
    due = later(days=14)
    for days, outcome in ((7, "done"), (14, "closed")):
        at = later(days=days)
        early = a_control(outcome=outcome, entered_at=at, left_at=at, facts_on=at.date())
        save(house.acting(BY, at), early, place=LIEGE)
    assert len(open_mandates(house.acting(), "liege", due.date())) == 1
    follow_up = a_control(entered_at=due, left_at=due, facts_on=due.date())
    save(house.acting(BY, due), follow_up, place=LIEGE)
    assert open_mandates(house.acting(), "liege", later(days=30).date()) == []


def test_a_follow_up_visit_that_is_corrected_away_starts_the_clock_again(house: AppContext) -> None:
    """The door was closed after all: the deadline is owed its visit again, until somebody was really there."""
    save(house.acting(BY, AT), _with_deadline("2026-12-09"), place=LIEGE)
    due = later(days=14)
    follow_up = a_control(entered_at=due, left_at=due, facts_on=due.date())
    save(house.acting(BY, due), follow_up, place=LIEGE)
    assert open_mandates(house.acting(), "liege", due.date()) == []
    closed = follow_up.model_copy(update={"outcome": "closed", "answers": {}, "persons": ()})
    correct_control(house.acting(BY, due), closed, "nobody opened", place=LIEGE)
    assert len(open_mandates(house.acting(), "liege", due.date())) == 1
    correct_control(house.acting(BY, due), follow_up, "they did open", place=LIEGE)
    assert open_mandates(house.acting(), "liege", due.date()) == []
