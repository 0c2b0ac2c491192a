"""The week bound: what the planner says of a visit reaches the book with the names that the office knows."""

from dataclasses import replace

from builders_acts import WEEK, a_part
from builders_planning import a_day

from inspection.planning.problem import Alternative, Help, Why
from inspection.reporting.week import DistrictWeek, TeamCard, Whereabouts, bind_district


def a_bound_book(alternatives, unplaced):
    """Bind a district's week whose visits are called by their workplaces."""
    part = a_part("liege")
    names = [chosen.workplace for chosen in part.selection.chosen]
    rounds = tuple(
        replace(each, stops=tuple(replace(s, visit=s.visit.removeprefix("v-")) for s in each.stops))
        for each in part.plan.rounds
    )
    plan = replace(part.plan, rounds=rounds, alternatives=alternatives(names), unplaced=unplaced(names))
    week = DistrictWeek(
        district="liege",
        selection=part.selection,
        team_days=(a_day("liege-1", WEEK.monday),),
        plan=plan,
        iterations=1,
    )
    places = {
        name: Whereabouts(name=f"Firm {n}", address="", postcode="4000", municipality="Liège", lon=5.5, lat=50.6,
                          quality="exact") for n, name in enumerate(names, 1)
    }  # fmt: skip
    return bind_district(
        WEEK, "ONSS", week, places, {"liege-1": TeamCard(language="fr", members=())}, dict.fromkeys(names, "CODE"),
        rules_sha256="0" * 64, snapshots={},
    )  # fmt: skip


def test_a_stop_carries_what_could_stand_in_for_it():
    """By its name, sector and minutes; a stop for which nothing fits carries nothing."""
    book = a_bound_book(
        lambda names: {names[1]: Alternative(visit=names[4], value=200.0, minutes=-3.00049)}, lambda _: {}
    )
    first, second, _ = book.rounds[0].stops
    assert first.alternative is not None
    assert (first.alternative.name, first.alternative.municipality) == ("Firm 5", "4000 Liège")
    assert (first.alternative.sector, first.alternative.minutes) == ("restaurants", -3.0)
    assert second.alternative is None


def test_helps_carry_the_names_of_the_visits_that_they_speak_of():
    """The office postpones a firm, not an id."""
    book = a_bound_book(
        lambda _: {},
        lambda names: {
            names[0]: Why(
                rule="other_required_visits_fill_the_time",
                detail={"visits": f"{names[1]}, {names[2]}"},
                helps=(Help(kind="drop_other_required", detail={"visit": names[2]}), Help(kind="later_end")),
            )
        },
    )
    (missed,) = book.unplaced
    assert missed.detail["names"] == "Firm 2; Firm 3"
    assert [dict(each.detail).get("names") for each in missed.helps] == ["Firm 3", None]
