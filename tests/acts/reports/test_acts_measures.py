"""The coordination cell's register and the initiatives: added by the office, changed by rows, never overwritten."""

from datetime import date
from typing import Any

import pytest
from builders_acts import AT, FIRM, later
from builders_policy import BY, DIRECTION, a_joint_action, a_measure, an_initiative
from databases import owned
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.acts.reports import add_initiative, add_measure, change_measure, initiatives, measures
from inspection.errors import AccessRefused, ReferralFault
from inspection.reporting.policy import Measure, measure_overview
from inspection.trust import AppContext


def states(measure: Measure) -> list[str]:
    return [change.state for change in measure.history]


def test_a_measure_is_added_changed_and_keeps_its_history(house: AppContext) -> None:
    """What is not given stays; an end says what shows it; the same change again adds nothing."""
    made = add_measure(house.acting(BY, AT), a_measure())
    change_measure(house.acting(BY, later(1)), made.reference, state="in_progress")
    done = change_measure(
        house.acting(DIRECTION, later(2)), made.reference.lower(), state="done", evidence="  Syllabus\n distributed"
    )
    again = change_measure(
        house.acting(DIRECTION, later(3)), made.reference, state="done", evidence="Syllabus distributed"
    )
    assert again == done == measures(house.acting(BY))[0]
    assert states(done) == ["open", "in_progress", "done"]
    assert (done.now.owner, done.now.due_on, done.now.evidence) == (
        "onss", date(2026, 12, 31), "Syllabus distributed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "wish"}, "945"),
        ({"meeting": "lunch"}, "945"),
        ({"title": {"fr": "  "}}, "971"),
        ({"title": {"fr": "x" * 601}}, "972"),
        ({"title": {"fr": "voir 85.07.30-033.00"}}, "973"),  # looks like somebody's number
        ({"owner": "nobody"}, "947"),
        ({"due_on": date(2026, 10, 5)}, "974"),  # before the meeting
        ({"decided_on": date(2026, 11, 26), "due_on": None}, "974"),  # a meeting that was not held yet
    ],
)
def test_what_cannot_be_a_measure_is_refused(house: AppContext, fields: dict[str, Any], code: str) -> None:
    """Each mistake has its code, and nothing is kept."""
    with pytest.raises(ReferralFault, match=f"REFER-{code}"):
        add_measure(house.acting(BY, AT), a_measure(**fields))
    assert measures(house.acting(BY)) == []


def test_an_end_needs_evidence_and_a_change_its_measure(house: AppContext) -> None:
    """Nothing is done because somebody said so."""
    made = add_measure(house.acting(BY, AT), a_measure())
    with pytest.raises(ReferralFault, match="REFER-949"):
        change_measure(house.acting(BY, later(1)), made.reference, state="done")
    with pytest.raises(ReferralFault, match="REFER-948"):
        change_measure(house.acting(BY, later(1)), "MES-XXXXXX", state="open")


def test_the_office_keeps_the_registers_and_nobody_else(house: AppContext) -> None:
    """A team head adds nothing; an inspector does not even read."""
    with pytest.raises(AccessRefused):
        add_measure(house.acting("head-liege", AT), a_measure())
    with pytest.raises(AccessRefused):
        measures(house.acting("insp-liege-1"))
    with pytest.raises(AccessRefused):
        add_initiative(house.acting("insp-liege-1", AT), an_initiative())


def test_no_row_of_the_registers_can_be_changed(house: AppContext) -> None:
    """On either database."""
    add_measure(house.acting(BY, AT), a_measure())
    add_initiative(house.acting(BY, AT), an_initiative())
    for table, column in (("measure", "kind"), ("measure_change", "state"), ("initiative", "source")):
        for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), owned(house.store).write() as session:
                session.connection().execute(text(statement))


def test_a_meeting_reads_what_is_late_first_then_what_falls_due_and_what_ended(house: AppContext) -> None:
    """Every open measure stands in exactly one group; what ended before the last reading is not told again."""
    days = {"late": date(2026, 11, 1), "due": date(2026, 12, 1), "far": date(2027, 6, 1), "none": None}
    made = {k: add_measure(house.acting(BY, AT), a_measure(due_on=day)).reference for k, day in days.items()}
    for name, hours in (("old", 1), ("new", 30)):
        made[name] = add_measure(house.acting(BY, AT), a_measure()).reference
        change_measure(house.acting(BY, later(hours)), made[name], state="dropped", evidence="no budget")
    days = {"on": date(2026, 11, 27), "due_until": date(2026, 12, 31)}
    read = measure_overview(measures(house.acting(BY)), **days, since=later(24))
    told = {
        group: [next(k for k, r in made.items() if r == m.reference) for m in getattr(read, group)]
        for group in ("late", "due", "running", "ended")
    }
    assert told == {"late": ["late"], "due": ["due"], "running": ["far", "none"], "ended": ["new"]}


def test_an_initiative_is_corrected_by_another_that_names_it(house: AppContext) -> None:
    """The correction stands in its place; the same again changes nothing; one is corrected once."""
    first = add_initiative(house.acting(BY, AT), an_initiative())
    assert add_initiative(house.acting(BY, later(1)), an_initiative()) == first
    better = an_initiative(figures=(("personnes formées", 41),), replaces=first.reference)
    second = add_initiative(house.acting(DIRECTION, later(2)), better)
    assert initiatives(house.acting(BY)) == [second]
    with pytest.raises(ReferralFault, match="REFER-951"):
        add_initiative(house.acting(BY, later(3)), an_initiative(source="x", replaces=first.reference))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "dinner"}, "945"),
        ({"source": " "}, "946"),
        ({"figures": (("persons", -1),)}, "946"),
        ({"department": "nobody"}, "947"),
        ({"last_day": date(2026, 11, 2)}, "950"),
        ({"first_day": date(2026, 12, 1)}, "950"),
    ],
)
def test_what_cannot_be_an_initiative_is_refused(house: AppContext, fields: dict[str, Any], code: str) -> None:
    """Each mistake has its code."""
    with pytest.raises(ReferralFault, match=f"REFER-{code}"):
        add_initiative(house.acting(BY, AT), an_initiative(**fields))


def test_joint_days_come_from_actions_by_month_without_place_or_sector(house: AppContext) -> None:
    """Those that took place, in the period that is asked for; nothing tells where."""
    december = {"day": date(2026, 12, 2), "first_day": date(2026, 12, 2), "last_day": date(2026, 12, 2)}
    for fields in ({}, {"shares": {"liege": 1, "namur": 2}}, {"state": "called_off"}, december):
        a_joint_action(house, **fields)
    (found,) = initiatives(house.acting(BY), since=date(2026, 11, 1), until=date(2026, 11, 30))
    assert (found.kind, found.department, found.first_day) == ("joint_day", "onss", date(2026, 11, 5))
    assert found.what["en"] == "2 joint action(s) carried out by 5 team(s)"
    assert "liege" not in str(found)
    assert FIRM not in str(found)


def test_a_joint_action_counts_in_the_year_of_its_own_day(house: AppContext) -> None:
    """It was to be placed between Christmas and the second of January, and took place on that second."""
    window = {"first_day": date(2025, 12, 29), "last_day": date(2026, 1, 2), "day": None}
    a_joint_action(house, **window, planned_day=date(2026, 1, 2))
    context = house.acting(BY)
    assert initiatives(context, since=date(2025, 1, 1), until=date(2025, 12, 31)) == []
    (found,) = initiatives(context, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert (found.reference, found.first_day, found.last_day) == ("2026-01", date(2026, 1, 2), date(2026, 1, 2))
