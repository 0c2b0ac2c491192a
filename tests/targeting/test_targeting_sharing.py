"""Risk visits follow the service's shares of sectors: in what is offered and in what it is worth, with nothing lost."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from builders_targeting import assessed, card, catalogue, policy
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.targeting.assessing import Assessments, assess_all
from inspection.targeting.choosing import select
from inspection.targeting.choosing.sharing import divide, weights, whole
from inspection.time_of import IsoWeek
from sectors.reader import load_rules

SHARES = {"restaurants": 0.4, "construction": 0.3, "agriculture": 0.2, "garment": 0.1}
STRATA = {("namur", sector): 300 for sector in SHARES}
ROOM = {"namur": 40}
DAYS = IsoWeek.parse("2026-W49").days

sizes = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60), min_size=1)
parts = st.dictionaries(st.sampled_from("abcd"), st.just(0.0) | st.floats(0.001, 0.25))


def risk(done: Assessments, **more) -> Counter[str]:
    chosen = select(done, [], ROOM, policy(random_share=0.0, optional_per_capacity=4, shares=SHARES, **more), 1)
    return Counter(c.sector for c in chosen.arm("risk"))


def test_each_sector_is_offered_by_its_share_whatever_its_points():
    """A sector with the lowest points of the country has its part of the offer all the same."""
    loud = {f"est:namres{n:04d}": 50 for n in range(300)}
    assert risk(assessed(STRATA, loud)) == {"restaurants": 64, "construction": 48, "agriculture": 32, "garment": 16}


def test_what_a_sector_cannot_fill_goes_to_the_others_in_proportion():
    """Without garment workshops and with five farms, two sectors divide the rest as 4 to 3."""
    few = {("namur", "restaurants"): 300, ("namur", "construction"): 300, ("namur", "agriculture"): 5}
    assert risk(assessed(few)) == {"agriculture": 5, "restaurants": 89, "construction": 66}


def test_a_sector_that_nobody_can_visit_this_week_releases_its_share():
    """Out of season a sector has no window: its part is not lost."""
    chosen = select(
        assessed(STRATA), [], ROOM, policy(random_share=0.0, shares=SHARES), 1,
        days_of=lambda sector, _: () if sector == "agriculture" else DAYS,
    )  # fmt: skip
    offered = Counter(c.sector for c in chosen.arm("risk"))
    assert offered == {"restaurants": 40, "construction": 30, "garment": 10}


def test_a_small_sector_keeps_its_least():
    """One visit is asked for, where a share of a hundredth would give none."""
    shares = {"restaurants": 0.99, "garment": 0.01}
    strata = {("namur", "restaurants"): 90, ("namur", "garment"): 3}
    few = policy(random_share=0.0, optional_per_capacity=1, shares=shares, least=1)
    offered = Counter(c.sector for c in select(assessed(strata), [], {"namur": 9}, few, 1).arm("risk"))
    assert offered == {"restaurants": 8, "garment": 1}


def test_equal_places_are_worth_the_same_in_every_sector():
    """At the end of its share a visit of each sector is worth as much: the planner sees one scale."""
    chosen = select(assessed(STRATA), [], ROOM, policy(random_share=0.0, optional_per_capacity=4, shares=SHARES), 1)
    worth = {s: [c.worth for c in chosen.arm("risk") if c.sector == s] for s in SHARES}
    for sector, values in worth.items():
        room = round(ROOM["namur"] * SHARES[sector])
        assert values == sorted(values, reverse=True)
        assert values[room - 1] > 0.25 > values[room], sector  # halved twice when the room is full
    assert [c.worth for c in chosen.arm("risk")] == sorted((v for vs in worth.values() for v in vs), reverse=True)


def test_time_is_worth_the_same_at_the_same_place():
    """A control that takes twice as long is worth twice as much: what is compared is the time of a team."""
    few = replace(policy(random_share=0.0, shares=SHARES), minutes={"restaurants": 60, "construction": 120})
    first = {c.sector: c.worth for c in reversed(select(assessed(STRATA), [], ROOM, few, 1).arm("risk"))}
    ahead = {s: 0.5 ** (0.5 / (40 * SHARES[s]) / 0.5) for s in ("restaurants", "construction")}
    assert first["restaurants"] == pytest.approx(ahead["restaurants"] / 2)
    assert first["construction"] == pytest.approx(ahead["construction"])


def chosen_by(objectives, restaurants: date | None, objective="any", chances=(0.2, 0.8)):
    """The risk arm of twenty building sites and twenty restaurants in Namur; the sites' card is calibrated."""
    every = ("construction", "restaurants")
    frame = pl.DataFrame(
        {
            "workplace": [f"est:{sector}{n:02d}" for sector in every for n in range(20)],
            "sectors": [[sector] for sector in every for _ in range(20)],
            "district": ["namur"] * 40,
            "a": [float(n) for _ in every for n in range(20)],
        }
    )
    bins = {None: 0, 0.0: 0, 10.0: 4}
    days = (date(2026, 1, 1), restaurants)
    cards = [card(s, rate, day, a=bins) for s, rate, day in zip(every, chances, days, strict=True)]
    sectors = {c.sector: catalogue().sectors[c.sector].model_copy(update={"card": c}) for c in cards}
    served = catalogue().selection.model_copy(update={"objective": objective})
    done = assess_all(frame, catalogue().model_copy(update={"sectors": sectors, "selection": served}))
    mine = replace(policy(random_share=0.0, optional_per_capacity=4), year_visits=objectives or {}, objective=objective)
    return select(done, [], {"namur": 8}, mine, 1).arm("risk")


MEANT = {"namur": {"construction": 100, "restaurants": 100}}


def test_probabilities_compare_sectors_only_where_the_year_has_objectives():
    """Calibrated cards alone do not decide between sectors: the service must have said what it means to visit."""
    by_place = [(c.sector, c.worth) for c in chosen_by(None, date(2026, 1, 1))]
    assert {w for s, w in by_place if s == "restaurants"} == {w for s, w in by_place if s == "construction"}
    half_named = {"namur": {"restaurants": 100}}
    assert {c.sector for c in chosen_by(half_named, date(2026, 1, 1))} == {"restaurants"}
    compared = chosen_by(MEANT, date(2026, 1, 1))
    assert [c.sector for c in compared[:4]] == ["restaurants"] * 4
    assert compared[0].worth == pytest.approx((1 + compared[0].probability) / 2)


@pytest.mark.parametrize(("restaurants", "objective"), [(None, "any"), (date(2026, 1, 1), "serious")])
def test_worth_is_the_place_where_a_card_is_not_calibrated_for_what_is_served(restaurants, objective):
    """One card that nobody fitted, or cards fitted to something else: no probability decides anything."""
    worth = {s: set() for s in ("construction", "restaurants")}
    for one in chosen_by(MEANT, restaurants, objective):
        worth[one.sector].add(one.worth)
    assert worth["construction"] == worth["restaurants"]


def test_probabilities_stay_inside_the_shares():
    """A minute inside any sector's room is worth more than one beyond the room of the most probable sector."""
    compared = chosen_by(MEANT, date(2026, 1, 1), chances=(0.02, 0.98))
    room = {s: [c.worth for c in compared if c.sector == s] for s in ("construction", "restaurants")}
    assert all(len(values) == 16 for values in room.values())
    assert min(room["construction"][:4]) > 0.5 > max(room["restaurants"][4:])


def test_a_place_counts_equals_together():
    """Three with the most points all stand third of nine: nobody is called first by an accident of numbers."""
    done = assessed({("namur", "restaurants"): 9}, {f"est:namres000{n}": 8 for n in range(3)})
    chosen = select(done, [], {"namur": 9}, policy(random_share=0.0), 1).chosen
    assert Counter((c.place, c.place_of) for c in chosen) == {(3, 9): 3, (9, 9): 6}


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 90), sizes, parts, st.integers(0, 3))
def test_no_room_is_lost_and_nobody_gets_more_than_there_is(room, members, shares, least):
    """The room is full wherever some sector with a part has workplaces left, and no sector exceeds its own."""
    given_ = divide(room, members, shares, least)
    counts = whole(given_, members)
    assert set(counts) == {s for s, size in members.items() if size}
    assert all(0 <= counts[s] <= members[s] and 0 <= given_[s] <= members[s] + 1e-9 for s in counts)
    assert sum(given_.values()) <= room + 1e-9
    assert sum(counts.values()) == round(sum(given_.values()))
    free = [s for s, part in weights(members, shares).items() if part > 1e-9 and given_[s] < members[s] - 1e-6]
    if free:
        assert sum(given_.values()) == pytest.approx(room)


def test_the_product_names_every_core_sector_and_dates_its_shares():
    """No core sector is left to what others leave; before the dated line all sectors were equal."""
    rules = load_rules()
    now = rules.on(date(2026, 11, 26))
    core = {s.key for s in now.enabled_sectors() if s.core}
    assert core == set(now.selection.risk_shares)
    assert min(now.selection.risk_shares.values()) > 0
    assert sum(now.selection.risk_shares.values()) <= 1
    assert now.selection.is_to_verify
    assert not rules.on(date(2026, 11, 23)).selection.risk_shares


def test_the_policy_in_the_file_reaches_the_selection():
    """What the service decides is what `vigie week` divides by."""
    from inspection.weeks import policies

    now = catalogue()
    assert policies(now).selection.risk_shares == now.selection.risk_shares
    assert "DECISION TO BE TAKEN" in (Path("sectors") / "common" / "selection.yaml").read_text()
