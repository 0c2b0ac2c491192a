"""The draw first, then mandates, then points; and the draw is fair, stable and can be checked again."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from builders_targeting import assessed, catalogue, policy

from inspection.targeting.assessing import Assessments
from inspection.targeting.choosing import allocate, select, window_days
from inspection.targeting.choosing.sampling import sample
from inspection.targeting.model import Mandate
from inspection.time_of import IsoWeek

STRATA = {("gent", "restaurants"): 60, ("gent", "garment"): 8, ("namur", "restaurants"): 20, ("namur", "garment"): 3}
ROOM = {"gent": 20, "namur": 10}
DAYS = IsoWeek.parse("2026-W49").days


def mandate(workplace: str, **more) -> Mandate:
    return Mandate(**{"workplace": workplace, "origin": "complaint", "origin_id": "c1", **more})


def drawn(selection) -> set[str]:
    return {c.workplace for c in selection.arm("random")}


def test_the_arms_have_the_sizes_that_the_policy_gives():
    """Twenty per cent by lot in each district, and twice the room offered in order of points."""
    chosen = select(assessed(STRATA), [], ROOM, policy(), seed=1)
    assert Counter(c.district for c in chosen.arm("random")) == {"gent": 4, "namur": 2}
    assert Counter(c.district for c in chosen.arm("risk")) == {"gent": 40, "namur": 20}
    assert chosen.strata["gent|restaurants"][1] == 60
    assert chosen.frame_size == 91


def test_the_draw_does_not_depend_on_the_order_of_rows():
    """The same seed and frame give the same selection and hash, however the rows came."""
    done = assessed(STRATA)
    turned = Assessments(frame=done.frame.reverse(), cards=done.cards, snapshots=done.snapshots)
    assert select(done, [], ROOM, policy(), seed=4) == select(turned, [], ROOM, policy(), seed=4)


def test_another_seed_gives_another_draw():
    """The seed is what decides."""
    assert len({frozenset(drawn(select(assessed(STRATA), [], ROOM, policy(), seed=s))) for s in range(8)}) > 5


def test_one_more_workplace_does_not_reshuffle_the_others():
    """Adding a workplace changes a stratum's draw by at most the new one taking one place."""
    before = drawn(select(assessed({("gent", "garment"): 50}), [], {"gent": 50}, policy(), seed=2))
    after = drawn(select(assessed({("gent", "garment"): 51}), [], {"gent": 50}, policy(), seed=2))
    assert len(before - after) <= 1
    assert len(before) == len(after) == 10


def test_the_lots_fall_as_often_as_the_probabilities_say():
    """Over 2,000 seeds each workplace is drawn as often as its inclusion probability, in both designs."""
    seeds = 2_000
    for sizes, room in (({"a": 6, "b": 3, "c": 1}, 25), ({"a": 6, "b": 3, "c": 1}, 10), ({"a": 4, "b": 2}, 3)):
        members = {s: [f"est:{s}{n}" for n in range(size)] for s, size in sizes.items()}
        hits: Counter[str] = Counter()
        for seed in range(seeds):
            shares = allocate({"gent": sizes}, {"gent": room}, 0.2, seed)
            for stratum, group in members.items():
                hits.update(sample(seed, "draw", group, shares["gent", stratum].drawn))
        for stratum, group in members.items():
            p = shares["gent", stratum].inclusion
            tolerance = 4.5 * (p * (1 - p) / seeds) ** 0.5
            assert all(hits[w] / seeds == pytest.approx(p, abs=tolerance + 1e-9) for w in group), (stratum, p)


def test_a_drawn_workplace_keeps_the_random_arm_and_carries_its_mandate():
    """A complaint neither removes a workplace from the draw nor turns it into another arm."""
    lot = sorted(drawn(select(assessed(STRATA), [], ROOM, policy(), seed=1)))[0]
    again = select(assessed(STRATA), [mandate(lot)], ROOM, policy(), seed=1)
    both = next(c for c in again.chosen if c.workplace == lot)
    assert both.arm == "random"
    assert both.mandate is not None
    assert not again.arm("mandated")


def test_mandates_are_taken_once_with_the_earliest_deadline():
    """Two mandates for one workplace are one visit, by the one that is due first."""
    early, late = date(2026, 12, 1), date(2026, 12, 20)
    place = "est:genres0007"
    mandates = [mandate(place, not_after=late), mandate(place, origin="clock", origin_id="k", not_after=early)]
    taken = select(assessed(STRATA), mandates, ROOM, policy(random_share=0.0), seed=1).arm("mandated")
    assert [(c.workplace, c.mandate.not_after) for c in taken] == [(place, early)]


def test_cooling_off_binds_the_risk_arm_only():
    """A recent control keeps the score away, never the draw and never a mandate."""
    done = assessed(STRATA, points={"est:genres0000": 50})
    everyone = frozenset(done.frame["workplace"])
    cooled = select(done, [mandate("est:gengar0001")], ROOM, policy(), seed=1, cooling_off=everyone)
    assert drawn(cooled) == drawn(select(done, [], ROOM, policy(), seed=1))
    assert not cooled.arm("risk")
    assert "est:gengar0001" in {c.workplace for c in cooled.chosen}


def test_a_mandate_for_a_workplace_in_no_register_is_handed_back():
    """Whoever has a mandate there is told; nobody else's chance changes."""
    place, unknown = "est:genres0000", "est:nowhere"
    kept = select(assessed(STRATA), [mandate(place), mandate(unknown)], ROOM, policy(), seed=1)
    assert place in {c.workplace for c in kept.chosen}
    assert [m.workplace for m in kept.unmatched] == [unknown]
    assert kept.frame_size == 91


def test_risk_goes_by_points_and_equal_points_by_id():
    """The best come first; a tie never depends on the order of rows."""
    done = assessed(
        {("gent", "restaurants"): 9}, points={"est:genres0004": 8, "est:genres0002": 8, "est:genres0007": 9}
    )
    best = select(done, [], {"gent": 2}, policy(random_share=0.0), seed=1).arm("risk")
    assert [c.workplace for c in best] == ["est:genres0007", "est:genres0002", "est:genres0004", "est:genres0000"]
    assert all(a.points >= b.points for a, b in pairwise(best))


def test_the_day_of_a_random_visit_is_drawn_among_the_days_of_its_sector():
    """Only days with a window, no later than a mandate that it carries, and not always the same one."""
    days = {"restaurants": DAYS[4:], "garment": DAYS[:2]}
    chosen = [c for s in range(12) for c in select(assessed(STRATA), [], ROOM, policy(), s, days_of=days).arm("random")]
    assert {c.day for c in chosen if c.sector == "restaurants"} == set(DAYS[4:])
    assert {c.day for c in chosen if c.sector == "garment"} == set(DAYS[:2])
    lot = chosen[0]
    due = select(
        assessed(STRATA), [mandate(lot.workplace, not_after=min(days[lot.sector]))], ROOM, policy(), 0, days_of=days
    )
    assert next(c for c in due.chosen if c.workplace == lot.workplace).day == min(days[lot.sector])


def test_days_may_depend_on_the_district():
    """A function of sector and district serves where a district has no team on some days."""
    only = select(assessed(STRATA), [], ROOM, policy(), 1, days_of=lambda _sector, d: DAYS[:1] if d == "gent" else ())
    assert {(c.district, c.day) for c in only.arm("random")} == {("gent", DAYS[0]), ("namur", None)}


def test_window_days_follow_the_sector_files():
    """Every sector that is switched on has a day in an ordinary week."""
    days = window_days(catalogue(), DAYS)
    assert set(days) == {s.key for s in catalogue().enabled_sectors()}
    assert all(days.values())


def test_what_was_known_is_frozen_with_its_hash():
    """Each selected workplace has its values, reasons and register days under one hash, which the values decide."""
    chosen = select(assessed(STRATA), [], ROOM, policy(), seed=1)
    assert set(chosen.frozen) == {c.workplace for c in chosen.chosen}
    first, second = (chosen.frozen[c.workplace] for c in chosen.chosen[:2])
    assert len(str(first["sha256"])) == 64
    assert first["sha256"] != second["sha256"]
    assert first["snapshots"] == {"s": "kbo@2026-11-25"}
    assert "name" not in first["values"]
