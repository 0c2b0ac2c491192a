"""Links between cases: what they are made of, how they fade, and what never makes one."""

import random
import time
from datetime import date, timedelta

import pytest
from builders_control import the_rules
from builders_links import ON, a_case, many_cases, the_policy
from hypothesis import given
from hypothesis import strategies as st

from inspection.referral.linking import (
    LinkedCase,
    LinkKey,
    faded,
    links,
    links_of,
    of_address,
    of_person,
    strength_word,
)

POLICY = the_policy()
GROUNDS = st.sampled_from(sorted(POLICY.grounds))
KEYS = st.builds(LinkKey, ground=GROUNDS, key=st.sampled_from("abcdef"), holders=st.none() | st.integers(0, 40))
DAYS = st.dates(date(2015, 1, 1), ON)
CASES = st.lists(
    st.builds(LinkedCase, case=st.text("0123456789", min_size=1, max_size=3), seen_on=DAYS, keys=st.frozensets(KEYS)),
    max_size=12,
    unique_by=lambda case: case.case,
)


@given(CASES, st.randoms())
def test_the_order_of_the_cases_changes_nothing(cases: list[LinkedCase], dice: random.Random) -> None:
    """Whoever asks first, and however the database sorts, the same links come out."""
    shuffled = dice.sample(cases, len(cases))
    assert links(shuffled, POLICY, ON) == links(cases, POLICY, ON)


@given(CASES)
def test_both_ends_see_the_same_link(cases: list[LinkedCase]) -> None:
    """What links one to the other links the other to the one; nothing links a case to itself."""
    for link in links(cases, POLICY, ON):
        assert link.one < link.other
        assert link in links_of(link.one, cases, POLICY, ON)
        assert link in links_of(link.other, cases, POLICY, ON)
        assert link.beside(link.one) == link.other
        assert link.beside(link.other) == link.one


@given(CASES, DAYS)
def test_an_unrelated_case_changes_nothing(cases: list[LinkedCase], day: date) -> None:
    """A case that shares no key neither makes a link nor weakens one."""
    stranger = a_case("stranger", *((ground, "of nobody else") for ground in POLICY.grounds), seen_on=day)
    assert links([*cases, stranger], POLICY, ON) == links(cases, POLICY, ON)


@given(CASES, st.integers(1, 4000))
def test_a_link_only_fades(cases: list[LinkedCase], days: int) -> None:
    """On a later day there is no new link and none is stronger, until it is gone on the day that it said."""
    now = {(k.one, k.other, k.ground): k for k in links(cases, POLICY, ON)}
    then = {(k.one, k.other, k.ground): k for k in links(cases, POLICY, ON + timedelta(days=days))}
    for place, link in then.items():
        # a ground that was silent beside a stronger one stays silent: it is the keys that count, not what is shown
        assert link.strength < now[place].strength
    for place, link in now.items():
        assert (place in then) == (ON + timedelta(days=days) < link.fades_on)


@given(st.floats(0.01, 1), st.integers(1, 5000), DAYS)
def test_half_of_it_is_left_after_a_half_life(strength: float, half_life: int, since: date) -> None:
    """The one number that a person has to understand."""
    assert faded(strength, since, half_life, since) == strength
    assert faded(strength, since, half_life, since + timedelta(days=half_life)) == pytest.approx(strength / 2)


@pytest.mark.parametrize("ground", sorted(POLICY.grounds))
def test_a_key_that_many_cases_hold_says_nothing(ground: str) -> None:
    """An accountant's address, a large landlord: up to the limit everybody is linked, one case more and nobody is."""
    most = POLICY.grounds[ground].most_cases
    full = [a_case(f"{n:03d}", (ground, "k")) for n in range(most)]
    assert len(links(full, POLICY, ON)) == most * (most - 1) // 2
    assert links([*full, a_case("last", (ground, "k"))], POLICY, ON) == []


def test_a_key_that_many_enterprises_hold_says_nothing() -> None:
    """A professional director sits in hundreds of enterprises: the register knows it, two cases do not."""
    most = POLICY.grounds["mandate"].most_holders
    assert most is not None
    pair = [a_case(case, ("mandate", "k"), holders=most) for case in "ab"]
    assert len(links(pair, POLICY, ON)) == 1
    known_better = [pair[0], a_case("b", ("mandate", "k"), holders=most + 1)]
    assert links(known_better, POLICY, ON) == []


def test_a_ground_is_silent_beside_one_that_says_it_already() -> None:
    """Two cases of one enterprise share its directors and its chain: that is one link, not three."""
    keys = (("enterprise", "e"), ("mandate", "m"), ("chain", "c"), ("workplace", "w"))
    found = links([a_case("a", *keys), a_case("b", *keys)], POLICY, ON)
    assert [link.ground for link in found] == ["enterprise", "workplace"]


def test_a_link_is_as_old_as_its_older_fact_and_counts_what_is_shared() -> None:
    """Three persons met in both, the first time two years ago."""
    met = tuple(("person", key) for key in "xyz")
    (link,) = links([a_case("a", *met, seen_on=ON - timedelta(days=730)), a_case("b", *met)], POLICY, ON)
    rule = POLICY.grounds["person"]
    assert (link.since, link.shared) == (ON - timedelta(days=730), 3)
    assert link.strength == pytest.approx(rule.strength * 0.5 ** (730 / rule.half_life_days))
    assert strength_word(link.strength, POLICY.rules) == "medium"


@pytest.mark.parametrize("ground", sorted(POLICY.grounds))
def test_a_link_has_faded_before_its_keys_are_deleted(ground: str) -> None:
    """Otherwise a link would end by what was cleared away, and not by what it says."""
    (link,) = links([a_case("a", (ground, "k")), a_case("b", (ground, "k"))], POLICY, ON)
    kept = the_rules().on(ON).retention["link_key"].days
    assert kept is not None
    assert (link.fades_on - ON).days <= kept


def test_keys_of_two_grounds_never_meet() -> None:
    """The same text as an enterprise and as a person is nothing."""
    assert links([a_case("a", ("enterprise", "k")), a_case("b", ("workplace", "k"))], POLICY, ON) == []


@pytest.mark.battery(reason="it measures work; what links are made of is tried in every run")
def test_ten_times_the_cases_cost_about_ten_times_the_work() -> None:
    """Near linear, though everybody shares a landlord: a key that says nothing is set aside before its pairs."""
    few, many = many_cases(1_000), many_cases(10_000)
    links(few, POLICY, ON)  # the first run pays for what is read once
    ratio = _seconds(many) / max(_seconds(few), 1e-3)
    assert len(links(many, POLICY, ON)) > len(links(few, POLICY, ON)) > 100
    assert ratio < 40


def _seconds(cases: list[LinkedCase]) -> float:
    best = []
    for _ in range(3):
        started = time.process_time()
        links(cases, POLICY, ON)
        best.append(time.process_time() - started)
    return min(best)


@pytest.mark.parametrize(
    "other",
    [
        "Rue Saint-Léonard 12 bte 3, 4000 Liège",
        "rue st leonard, 12 - 4000 LIEGE",
        "12, R. Saint Léonard, 4000",
        "Rue Saint-Léonard 12/ boîte A, 4000 Luik, Belgique",
    ],
)
def test_one_address_has_one_form(other: str) -> None:
    """However it was typed, with or without box and town."""
    first = of_address("Rue Saint-Léonard 12, 4000 Liège")
    assert first is not None
    assert (found := of_address(other)) is not None
    assert found.text == first.text


@pytest.mark.parametrize(
    "nothing", ["", "Liège", "4000 Liège", "Rue Saint-Léonard", "12", "Rue Saint-Léonard, 4000 Liège"]
)
def test_a_street_or_a_town_is_no_address(nothing: str) -> None:
    """Without the number of a house, half a quarter would be linked."""
    assert of_address(nothing) is None


def test_two_houses_are_two_addresses() -> None:
    """Also two postcodes, and a house and its neighbour."""
    texts = [of_address(f"Kerkstr. {n}, {code} Gent") for n in ("5", "5a", "6") for code in ("9000", "9040")]
    assert len({found.text for found in texts if found}) == 6
    assert of_address("Kerkstraat 5, 9000 Gent") == texts[0]


def test_a_person_is_met_again_by_number_else_by_name_and_birth_date() -> None:
    """The weaker one only where there is no number; a name alone, or a birth date alone, is nobody."""
    born = date(1990, 1, 2)
    by_number = of_person("90.01.02-999 00", "Vasil Exempel", born)
    assert by_number is not None
    assert (by_number.ground, by_number.text) == ("person", "90010299900")
    by_name = of_person(None, "EXEMPEL Vásil", born)
    assert by_name is not None
    assert by_name.ground == "person_name"
    assert by_name == of_person("passport 77", "Vasil Exempel", born)
    assert by_name != of_person(None, "Vasil Exempel", date(1990, 2, 1))
    assert of_person(None, "Vasil Exempel", None) is None
    assert of_person(None, None, born) is None
    assert of_person(None, "Васил Пример", born) is not None


def test_nothing_of_what_is_hashed_shows() -> None:
    """A traceback speaks of nobody."""
    shown = repr(of_person("90010299900", None, None)) + repr(a_case("a", ("person", "secret")))
    assert "90010299900" not in shown
    assert "secret" not in shown
