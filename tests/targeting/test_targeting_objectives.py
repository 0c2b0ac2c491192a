"""A year of weeks comes near its policy: what a sector missed is owed, what nobody could do is excused and told."""

from collections import Counter
from dataclasses import replace
from random import Random

import polars as pl
import pytest
from builders_targeting import assessed, catalogue, policy

from inspection.targeting.choosing import ServedWeek, owed, select, year_draft, year_of_visits
from inspection.targeting.choosing.ranking import Candidates, offered, sector_rooms
from inspection.targeting.choosing.sharing import shares_in, with_owed
from inspection.targeting.model import SelectionPolicy

SHARES = {"restaurants": 0.4, "construction": 0.3, "agriculture": 0.2, "garment": 0.1}
SIZES = {"namur": (500, 400, 300, 150), "luxembourg": (300, 300, 300, 100), "eupen": (200, 150, 150, 40)}
ROOM = {"namur": 12, "luxembourg": 9, "eupen": 4}
EASE = {"restaurants": 1.5, "construction": 1.0, "agriculture": 0.45, "garment": 0.8}  # how near they lie to a round
COOLING_OFF = 26  # weeks


def year_policy(at_most: float) -> SelectionPolicy:
    """The shares of the product's kind, and so many times its share at most for a sector that is owed something."""
    made = policy(random_share=0.0, optional_per_capacity=4, shares=SHARES)
    return SelectionPolicy(**{**made.__dict__, "worth_halves_after": 0.25, "owed_at_most": at_most})


def simulated(at_most: float, sizes=SIZES, meant=None, weeks: int = 52, seed: int = 3) -> list[ServedWeek]:
    """A year of allocation: a planner that likes what is near, one door in ten stays closed, one week has no window."""
    lots, mine = Random(seed), replace(year_policy(at_most), year_visits=meant or {})
    rows = [
        (f"{district}{sector}{n}", district, sector, lots.randrange(30))
        for district, several in sizes.items()
        for sector, size in zip(SHARES, several, strict=True)
        for n in range(size)
    ]
    frame = pl.DataFrame(rows, schema=["workplace", "district", "sector", "points"], orient="row")
    frame = frame.with_columns(pl.lit(None, dtype=pl.Float64).alias("probability"))
    served: list[ServedWeek] = []
    seen: dict[str, int] = {}
    for week in range(weeks):
        closed = frozenset({("eupen", "agriculture")}) if week == 7 else frozenset()
        left = {w for w, last in seen.items() if week - last < COOLING_OFF}
        free = frame.filter(~pl.col("workplace").is_in(sorted(left)))
        free = free.filter(~pl.concat_str("district", "sector").is_in(sorted("".join(pair) for pair in closed)))
        rooms = sector_rooms(Candidates(frame, free, closed), ROOM, {}, mine, owed(served), {})
        best = offered(free, rooms, mine).join(frame.select("workplace", "district", "sector"), on="workplace")
        for district, room in ROOM.items():
            here = best.filter(pl.col("district") == district).rows(named=True)
            ranked = sorted(here, key=lambda r: -r["worth"] * EASE[r["sector"]] * lots.uniform(0.7, 1.3))[:room]
            made = [r for r in ranked if lots.random() > 0.1]
            seen |= {r["workplace"]: week for r in made}
            visits = Counter(r["sector"] for r in made)
            own = [r for r in rooms if r.district == district]
            served.append(
                ServedWeek(
                    week=f"2027-W{week + 1:02d}",
                    district=district,
                    shares={r.sector: r.share for r in own},
                    visits=visits,
                    done=visits,
                    excuses={r.sector: r.excuse for r in own if r.excuse},
                )
            )
    return served


def test_over_a_year_every_sector_gets_its_share_and_few_weeks_are_excused():
    """Within a tenth, though the planner likes short ways; without what is owed it would not be."""
    year = year_of_visits(simulated(at_most=2), {})
    assert {one.sector for one in year.sectors} == set(SHARES)
    assert all(abs(one.ratio - 1) <= 0.10 for one in year.sectors), year.sectors
    assert year.district_weeks == 3 * 52
    assert 0 < year.excused_part <= 0.05
    assert ("2027-W08", "eupen", "agriculture", "no_window") in year.excused
    forgetful = {one.sector: one.ratio for one in year_of_visits(simulated(at_most=1), {}).sectors}
    assert forgetful["agriculture"] < 0.9


@pytest.mark.battery(reason="a year of shares is tried in every run by the test before")
def test_where_a_sector_is_small_the_objectives_of_the_year_keep_it_from_running_out():
    """Three workshops in Eupen and twenty in Namur: a tenth of the visits cannot be theirs, and a draft knows."""
    sizes = {d: (*several[:3], {"namur": 20, "luxembourg": 9, "eupen": 3}[d]) for d, several in SIZES.items()}
    members = {d: dict(zip(SHARES, several, strict=True)) for d, several in sizes.items()}
    meant = year_draft({d: room * 52.0 for d, room in ROOM.items()}, members, SHARES)
    assert {d: mine["garment"] for d, mine in meant.items()} == {"namur": 20, "luxembourg": 9, "eupen": 3}
    year = year_of_visits(simulated(2, sizes, meant), meant)
    assert all(abs(one.ratio - 1) <= 0.10 for one in year.sectors), year.sectors
    assert year.excused_part <= 0.05
    assert year_of_visits(simulated(2, sizes), {}).excused_part > 0.05


def test_what_was_missed_is_owed_and_what_was_too_much_is_taken_off():
    """Two of ten where four were due: two more next time, from whoever had them; an excused week owes nothing."""
    short = a_week(visits={"a": 2, "b": 8}, shares={"a": 0.4, "b": 0.6})
    assert owed([short]) == {"namur": {"a": pytest.approx(2), "b": pytest.approx(-2)}}
    assert owed([a_week(visits={"b": 10}, shares={"a": 0.4, "b": 0.6}, excuses={"a": "no_window"})]) == {}


def a_week(week="2027-W01", **fields) -> ServedWeek:
    """One week of Namur."""
    return ServedWeek(**{"week": week, "district": "namur", "done": {}, "excuses": {}, **fields})


def test_nobody_gets_more_than_the_multiple_of_its_share_nor_less_than_nothing():
    """A whole season that was missed does not fill the next week."""
    shares = {"a": 0.2, "b": 0.8}
    assert with_owed(shares, {"a": 50.0, "b": -50.0}, 10, 2) == {"a": 1.0, "b": 0.0}
    assert with_owed(shares, {"a": 50.0}, 10, 2) == {"a": pytest.approx(4 / 12), "b": pytest.approx(8 / 12)}
    assert with_owed(shares, {"a": 50.0}, 10, 1) == shares
    small = with_owed({"a": 0.05, "b": 0.95}, {"a": 0.9, "b": -0.9}, 4, 2)
    assert small["a"] * 4 == pytest.approx(1, abs=0.1)


def test_objectives_of_the_year_are_the_shares_of_their_district():
    """Named ones count by their visits, others have none; elsewhere the shares of the country hold."""
    meant = {"garment": 30, "restaurants": 90}
    assert shares_in({"restaurants": 9, "agriculture": 9}, SHARES, meant) == {
        "agriculture": 0.0, "garment": 0.25, "restaurants": 0.75,
    }  # fmt: skip
    assert shares_in({"restaurants": 9, "agriculture": 9}, SHARES, None) == {
        "agriculture": pytest.approx(1 / 3), "restaurants": pytest.approx(2 / 3),
    }  # fmt: skip


def test_each_excuse_is_of_the_closed_list_and_has_its_case():
    """No team, no window, no workplace left; the list in the rules has one more, which the finished plan gives."""
    mine = SelectionPolicy(**{**policy(random_share=0.0).__dict__, "year_visits": {"namur": {"restaurants": 9}}})
    done = assessed({("namur", "restaurants"): 6})
    every = frozenset(done.frame["workplace"])

    def excuse(room: int, **more) -> str | None:
        (one,) = select(done, [], {"namur": room}, mine, 1, **more).rooms
        return one.excuse

    given = [
        excuse(0),
        excuse(4, days_of=lambda *_: ()),
        excuse(4, cooling_off=every),
        excuse(4),
    ]
    assert given == ["no_team", "no_window", "no_workplace", None]
    assert set(catalogue().excuses) == {*given[:3], "held_back"}


def test_a_selection_says_what_it_serves_and_by_which_cards():
    """Objective, shares that add up to one, and the card of each sector are kept with the choice."""
    serious = SelectionPolicy(**{**policy().__dict__, "objective": "serious"})
    chosen = select(assessed({("namur", s): 30 for s in SHARES}), [], {"namur": 10}, serious, 1)
    assert chosen.objective == "serious"
    assert sum(room.share for room in chosen.rooms) == pytest.approx(1)
    assert {room.card for room in chosen.rooms} == {f"{s}@2026-01-01" for s in SHARES}


def test_a_draft_asks_for_no_more_than_there_are_workplaces():
    """Five workshops are five visits a year; what is left goes to the others by their shares."""
    draft = year_draft({"namur": 100.0, "eupen": 10.0}, {"namur": {"garment": 5, "restaurants": 500}}, SHARES)
    assert draft == {"namur": {"garment": 5, "restaurants": 95}}


def test_the_year_is_told_by_district_and_together():
    """Meant, due, counted and made of each; a district with objectives and no week yet stands there too."""
    weeks = [a_week(f"2027-W0{n}", visits={"a": 3, "b": 7}, done={"a": 1}, shares={"a": 0.4, "b": 0.6}) for n in (1, 2)]
    year = year_of_visits(weeks, {"namur": {"a": 200}, "eupen": {"a": 50}})
    (whole,) = [one for one in year.sectors if one.sector == "a"]
    assert (whole.meant, whole.due, whole.visits, whole.done) == (250, pytest.approx(8), 6, 2)
    assert whole.ratio == pytest.approx(0.75)
    assert [(p.district, p.sector, p.ratio) for p in year.places if p.district == "eupen"] == [("eupen", "a", None)]


def test_neither_objective_nor_signal_rests_on_what_bears_on_trafficking():
    """An outcome is a finding by its level; a signal reads registers, days of complaints and sectors, nothing else."""
    rules = catalogue()
    assert {key: one.least_level for key, one in rules.objectives.items()} == {"any": None, "serious": 4}
    office = {"complaints.complaint.kept_on", "office.workplace.sectors"}
    reads = {column for one in rules.signals.values() for column in one.reads} - office
    assert {column.partition(".")[0] for column in reads} <= rules.registers.keys()
