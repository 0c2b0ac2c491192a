"""Floods of tips: k copies count once, no real tip is displaced, volume frames no firm (battery B13)."""

import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from builders_targeting import assessed, catalogue, policy

from inspection.targeting import tips
from inspection.targeting.choosing import select
from inspection.targeting.tips import FLOOD, LANES, ORDINARY, URGENT, Tip, lanes, sketch_of
from sectors.rules.selection import CardSignal

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
KEY = b"k" * 32
RULES = catalogue().tip_rules
WORDS = """cook waiter night pay cash hours boss kitchen cellar room papers passport holiday week month since never
always contract sunday brother delivery phone cold door window scooter rent taken kept hidden tired sick child school"""
FIRMS = 400
FRAMED, REAL = "est:genres0300", "est:genres0200"
READ_A_DAY = 20
MANY = int(os.environ.get("VIGIE_TIPS", "10000"))


def a_tip(n: int, workplace: str = FRAMED, text: str | None = None, **fields: object) -> Tip:
    """A tip of a source and a device of its own, with a text of its own unless one is given."""
    chance = random.Random(n)
    said = text or " ".join(chance.choices(WORDS.split(), k=30))
    told = {"source": f"s{n}", "device": f"d{n}", "at": AT + timedelta(minutes=n % 7_000), **fields}
    return Tip(id=f"{n:06d}", workplace=workplace, sketch=sketch_of(said, KEY, RULES.least_words), **told)


def spread(n: int) -> str:
    """A firm out of all, another for each tip."""
    return f"est:genres{n % FIRMS:04d}"


STORY = " ".join(WORDS.split()[:30])


def varied(n: int) -> str:
    """A text with some words changed, as somebody does who sends one story again and again."""
    said, chance = STORY.split(), random.Random(n)
    for place in chance.sample(range(len(said)), 2):
        said[place] = f"word{chance.randrange(10_000)}"
    return " ".join(said)


STRATEGIES: dict[str, Callable[[int], Tip]] = {
    "one source, many texts": lambda n: a_tip(n, source="one"),
    "one text nearly the same, many sources": lambda n: a_tip(n, text=varied(n)),
    "one device": lambda n: a_tip(n, device="one", at=AT + timedelta(seconds=n)),
    "all different, about one firm": lambda n: a_tip(n),
    "one source, about every firm": lambda n: a_tip(n, spread(n), source="one"),
    "one text nearly the same, about every firm": lambda n: a_tip(n, spread(n), text=varied(n)),
}


def read_and_kept(told: list[Tip]) -> list[Tip]:
    """Return what the office keeps: each day it reads so many in the order of the lanes, and believes all of them."""
    lane = lanes(told, RULES)
    waiting = sorted(told, key=lambda tip: (LANES.index(lane[tip.id]), tip.at, tip.id))
    return [tip for tip in waiting[: READ_A_DAY * 5] if lane[tip.id] != FLOOD]


def places(kept: list[Tip]) -> dict[str, int]:
    """Return the place of each firm by its points: those of its own, and what the real card gives for kept tips."""
    lane = lanes(kept, RULES)
    counted: dict[str, int] = {}
    for tip in kept:
        counted[tip.workplace] = counted.get(tip.workplace, 0) + (lane[tip.id] != FLOOD)
    (own,) = (one for one in catalogue().sectors["restaurants"].card.signals if one.signal == "complaints_kept_365d")
    chance = random.Random(7)
    points = {spread(n): chance.randrange(20) + _points(own, counted.get(spread(n), 0)) for n in range(FIRMS)}
    chosen = select(
        assessed({("gent", "restaurants"): FIRMS}, points), [], {"gent": FIRMS}, policy(optional_per_capacity=1), seed=1
    )
    order = sorted(chosen.chosen, key=lambda one: (-one.points, one.workplace))
    return {one.workplace: place for place, one in enumerate(order)}


def _points(signal: CardSignal, count: int) -> int:
    return [one.points for one in signal.bins if one.start is not None and one.start <= count][-1]


def hold(strategy: str, many: int) -> None:
    """Hold a flood of so many false tips: against one false tip alone, which one person can always tell."""
    real = replace(a_tip(900_001, REAL), is_urgent=True, at=AT + timedelta(days=3))
    plain = replace(a_tip(900_002, "est:genres0100"), at=AT - timedelta(hours=1))
    false = [STRATEGIES[strategy](n) for n in range(many)]
    alone = places(read_and_kept([real, plain, false[0]]))
    kept = read_and_kept([real, plain, *false])
    assert real.id in {tip.id for tip in kept[:1]}, "the urgent one is read first"
    assert plain.id in {tip.id for tip in kept[:2]}, "what came before a flood is read before it"
    flooded = places(kept)
    for firm in (REAL, plain.workplace, FRAMED):
        assert abs(flooded[firm] - alone[firm]) < (5 if firm == FRAMED else 1), strategy


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.few(2)
def test_a_flood_moves_neither_a_real_case_nor_a_framed_firm(strategy: str) -> None:
    """Six ways to pour in false tips: the real case stays, the framed firm moves fewer than five places."""
    hold(strategy, 600)


@pytest.mark.battery(reason="10,000 false tips in each of six ways")
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_ten_thousand_false_tips_hold(strategy: str) -> None:
    """The same with ten thousand, or as many as VIGIE_TIPS says."""
    hold(strategy, MANY)


@pytest.mark.battery(reason="the comparison's own check; floods are tried in every run")
def test_without_clustering_a_flood_is_noticed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: where every tip counts, each strategy moves somebody, so that these tests can fail."""
    every = lambda told, _rules: {tip.id: URGENT if tip.is_urgent else ORDINARY for tip in told}  # noqa: E731
    monkeypatch.setitem(globals(), "lanes", every)
    for strategy in STRATEGIES:
        with pytest.raises(AssertionError):
            hold(strategy, 300)


def test_copies_count_once_and_people_count_each() -> None:
    """Two people with two stories are two; one who writes again is one; weeks apart, one is heard again."""
    two = [a_tip(1), a_tip(2)]
    assert set(lanes(two, RULES).values()) == {ORDINARY}
    again = replace(two[0], id="x", at=AT + timedelta(days=30))
    assert lanes([*two, again], RULES)["x"] == FLOOD
    later = replace(two[0], id="x", at=AT + timedelta(days=RULES.source_days + 200), sketch=a_tip(3).sketch)
    assert lanes([*two, later], RULES)["x"] == ORDINARY


def test_an_urgent_tip_about_a_flooded_firm_is_read_first() -> None:
    """Volume displaces none; a copy of an urgent one is no second urgent one."""
    flood = [a_tip(n) for n in range(100)]
    real = replace(a_tip(900), is_urgent=True, at=AT + timedelta(days=2))
    copy = replace(real, id="copy", at=AT + timedelta(days=3))
    found = lanes([*flood, real, copy], RULES)
    assert (found[real.id], found["copy"]) == (URGENT, FLOOD)
    assert [one for one, lane in found.items() if lane == ORDINARY] == ["000000"]


def test_short_words_that_many_say_are_no_copies_elsewhere() -> None:
    """ "Black work" about ten firms is ten tips; about one firm, by whoever, it is one text."""
    elsewhere = [replace(a_tip(n, spread(n)), sketch=("same",)) for n in range(10)]
    assert set(lanes(elsewhere, RULES).values()) == {ORDINARY}
    assert sketch_of("travail au noir", KEY, RULES.least_words) == ()


def test_a_sketch_needs_the_key() -> None:
    """Nobody tries texts against sketches without it; signs, case and accents do not count."""
    assert sketch_of(STORY, KEY) != sketch_of(STORY, b"x" * 32)
    assert sketch_of("Payé en liquide, la nuit!", KEY) == sketch_of("paye en liquide la nuit", KEY)
    assert tips.LANES[0] == URGENT


def test_the_first_tip_of_each_flood_counts() -> None:
    """Whoever floods a firm once does not bury the next wave about it, which may be real."""
    later = [a_tip(100 + n, at=AT + timedelta(days=150, hours=n)) for n in range(RULES.flood_tips)]
    told = [a_tip(n, at=AT + timedelta(hours=n)) for n in range(RULES.flood_tips)] + later
    found = lanes(told, RULES)
    assert [tip.id for tip in told if found[tip.id] == ORDINARY] == [told[0].id, later[0].id]
