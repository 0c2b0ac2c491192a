"""Have the situations a case for all that the rules hold? A new offence, clock or rule without one fails here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any, Literal, get_args

import pytest
from builders_control import the_rules
from builders_situations import Situation, competence_of, situations

from inspection.control.conclusions import Conclusion, is_working_day
from inspection.control.conclusions.clocks import first_day
from inspection.control.conclusions.clocks import last_day as due_of
from inspection.control.trafficking import SignSeen
from sectors.rules.consequences import Clock
from sectors.rules.trafficking import DignitySet, Dimension, IndicatorRule, Strength, Weight

TODAY = the_rules().on(date(2026, 11, 25))
STARTS = (date(2017, 1, 1), date(2024, 7, 1), date(2026, 2, 1), date(2026, 9, 1))
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
Counts = tuple[int, int, int]
Way = Literal["set", "minor"]
SETS: dict[Way, tuple[DignitySet, ...]] = {"set": TODAY.dignity_rule.enough, "minor": TODAY.dignity_rule.of_minors}


def expected_findings(*of: Situation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every finding that situations expect, with what each says of it; without `of`, of all."""
    for situation in of or situations():
        for offence, values in situation.expect.get("findings", {}).items():
            yield from ((offence, line) for line in (values if isinstance(values, list) else [values]))


def all_that(field: str) -> set[str]:
    """Everything that situations expect under a field, lists taken apart."""
    return {key for situation in situations() for key in situation.expect.get(field, ())}


def test_every_offence_has_a_situation():
    """An offence that no case shows is law that nobody has tried."""
    missing = set(TODAY.offences) - {offence for offence, _ in expected_findings()}
    assert not missing, f"tests/situations/findings.yaml has no case for {sorted(missing)}"


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("start", STARTS, ids=str)
def test_every_level_has_its_amounts_in_every_period(start: date, level: int):
    """Each line of the table of sanctions is printed by a case."""
    period = the_rules().on(start).sanctions.period
    assert any(
        the_rules().on(situation.facts_on).sanctions.period == period
        and values.get("level") == level
        and values.get("administrative_eur", values.get("criminal_eur")) is not None
        for situation in situations()
        for _, values in expected_findings(situation)
    ), f"tests/situations/sanctions.yaml has no amounts of level {level} in the period {period}"


def test_the_periods_of_sanctions_are_the_four_that_are_tried():
    """A fifth period asks for its cases."""
    days = (date(2017, 1, 1) + timedelta(days=n) for n in range(365 * 13))
    found = dict.fromkeys(the_rules().on(day).sanctions.valid_from for day in days)
    assert tuple(found) == STARTS


@pytest.mark.parametrize("key", sorted(TODAY.clocks))
def test_every_clock_meets_a_weekend_and_a_public_holiday(key: str):
    """Whether it moves, skips or stays, a case shows it."""
    met = [meeting for event, due in runs(key) for meeting in meetings(TODAY.clocks[key], event, due)]
    assert {"weekend", "holiday"} <= set(met), f"tests/situations/clocks.yaml: {key} meets {sorted(set(met))} only"


def test_the_copy_of_the_report_meets_every_public_holiday_of_the_law():
    """The ten of them, Easter Monday and the turn of the year included."""
    ends = {first_day(TODAY.clocks["pv_copy"], event) + timedelta(days=13) for event, _ in runs("pv_copy")}
    fixed = {(day.month, day.day) for day in ends}
    assert {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)} <= fixed
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} <= ends
    assert (2, 29) in fixed


def runs(key: str) -> Iterator[tuple[date, date]]:
    """Every day on which a situation sets a clock running, with the last day that it expects."""
    questions = {question.event: question.id for question in TODAY.questions.values() if question.event}
    for situation in situations():
        due = situation.expect.get("clocks", {}).get(key)
        if due is None:
            continue
        clock, control = TODAY.clocks[key], situation.control
        events = {"finding": control.entered_at.date(), "facts": control.facts_on}
        events |= {e: date.fromisoformat(str(control.answers[q])) for e, q in questions.items() if q in control.answers}
        event = events[clock.starts]
        yield max(event, events.get(clock.shifted_by or "", event)), due


def meetings(clock: Clock, event: date, due: date) -> Iterator[str]:
    """What stands in the way: for working days any day that counts for nothing, otherwise the day of the end itself."""
    unmoved = due_of(clock.model_copy(update={"moves_to_working_day": False}), event)
    first = first_day(clock, event)
    days = [first + timedelta(days=n) for n in range((due - first).days)] if clock.unit == "working_days" else [unmoved]
    for day in days:
        if day.weekday() >= 5:
            yield "weekend"
        elif not is_working_day(day):
            yield "holiday"


@pytest.mark.parametrize("dimension", get_args(Dimension))
@pytest.mark.few(2)
def test_every_dimension_is_tried_at_its_boundary(dimension: Dimension):
    """Each smallest set that is enough, and each largest that is not, as far as its indicators go."""
    rule, held = TODAY.indicator_rule, inventory(dimension)
    tried = {
        (counts(made, dimension), is_positive(made, dimension)) for made in conclusions() if abuse(made, dimension)
    }
    for wanted in enough(rule, held):
        assert (wanted, True) in tried, f"{dimension}: no case with (strong, medium, weak) = {wanted}, positive"
    for wanted in not_enough(rule, held):
        assert (wanted, False) in tried, f"{dimension}: no case with (strong, medium, weak) = {wanted}, not positive"


def test_the_boundaries_are_those_of_the_written_rule():
    """Two strong; one strong and one other; three medium; two medium and one weak."""
    rule = TODAY.indicator_rule
    assert set(enough(rule, (4, 9, 4))) == {(2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 3, 0), (0, 2, 1)}
    assert set(not_enough(rule, (4, 9, 4))) == {(1, 0, 0), (0, 2, 0), (0, 1, 4)}


def test_the_case_is_tried_with_each_dimension_and_without_the_core():
    """Exploitation with each of the others, alone, and all the others without it."""
    rule = TODAY.indicator_rule
    made = {frozenset(positive(one)): "ilo" in one.proposal.patterns for one in conclusions()}
    for other in rule.together_with:
        assert made[frozenset({rule.core_dimension, other})] is True
    assert made[frozenset({rule.core_dimension})] is False
    assert made[frozenset(rule.together_with)] is False


@pytest.mark.parametrize("wanted", [(way, n) for way, sets in SETS.items() for n in range(len(sets))], ids=str)
def test_human_dignity_is_tried_at_its_boundary(wanted: tuple[Way, int]):
    """Each set that is enough, exactly, and with one dimension less of each kind that it asks for."""
    way, n = wanted
    rule = SETS[way][n]
    tried = {one for made in conclusions() if (one := dignity_counts(made)) is not None}
    ways = {found for found, counts in tried if reaches(counts, rule) and counts[0] == rule.weighs}
    assert way in ways, f"no case with just {rule}"
    short = [counts for found, counts in tried if found is None]
    assert any(counts[0] == rule.weighs - 1 for counts in short), "none with one dimension less"
    for kind, least in ((1, rule.beyond), (2, rule.of_work)):
        if least:
            assert any(counts[0] >= rule.weighs and counts[kind] < least for counts in short), f"none short of {kind}"


def test_an_ordinary_factor_counts_for_nothing():
    """What check D2 shows stands beside others, and all of it together is no set."""
    ordinary = {key for key, factor in TODAY.dignity_factors.items() if factor.ordinary}
    made = {frozenset(seen.key for seen in one.proposal.dignity): one.proposal.patterns for one in conclusions()}
    assert made[frozenset(ordinary)] == ()
    assert made[frozenset({"pay", "papers", *ordinary})] == ()


def test_everything_else_that_the_rules_name_has_a_case():
    """Consequences, effects, legal orders, groups, factors, signs, reasons to set aside, remarks."""
    findings = [values for _, values in expected_findings()]
    assert {values.get("consequence") for values in findings} >= {"warning", "deadline", "pv"}
    assert {key for values in findings for key in values.get("effects", ())} == set(TODAY.legal_effects)
    orders = {key for values in findings for key in values.get("legal_orders", ())}
    assert orders == {"federal", *TODAY.legal_orders}
    assert all_that("groups") == set(TODAY.national_groups)
    assert all_that("dignity") == set(TODAY.dignity_factors)
    assert all_that("grave") == {key for key, fact in TODAY.dignity_facts.items() if fact.dignity == "grave"}
    assert all_that("patterns") == {"ilo", "dignity", "grave"}
    assert all_that("strong") == set(TODAY.strong_signs)
    remarked = {"report_language", "report_language_choice", "part_time_minimum", "factor_without_offence"}
    assert all_that("remarks") == remarked
    reasons = {why for situation in situations() for why in situation.expect.get("set_aside", {}).values()}
    assert reasons == {"only_with", "presumed_victim", "excluded"}
    assert {key for values in findings for key in values.get("factors", ())} == set(TODAY.aggravating_factors)
    assert any(situation.expect.get("minors") for situation in situations())
    assert all_that("to_clarify") == set(TODAY.to_clarify)


def test_every_area_of_the_routing_table_has_one_legal_order():
    """Or a finding there would not say whose law it falls under."""
    areas = Counter(area for order in TODAY.legal_orders.values() for area in order.areas)
    assert areas == {office.area: 1 for office in TODAY.offices}
    assert competence_of("eupen").report_languages == ("de",)


def conclusions() -> Iterator[Conclusion]:
    """What follows from each situation."""
    return (situation.conclusion for situation in situations())


def positive(made: Conclusion) -> set[str]:
    """The positive dimensions of a conclusion."""
    return {result.dimension for result in made.proposal.dimensions if result.positive}


def dignity_counts(made: Conclusion) -> tuple[Way | None, Counts] | None:
    """By which way one person is enough, and how many dimensions weigh, reach beyond, and are of the work.

    None where several persons were found, or a fact needs more than one answer: those are counted by their own cases.
    """
    if len(made.proposal.grounds) > 1 or made.proposal.grave:
        return None
    if made.proposal.grounds:
        (one,) = made.proposal.grounds
        shown = [(fact.factor, fact.weight) for fact in one.facts]
        way: Way | None = one.way
    else:
        people = {person for seen in made.proposal.dignity for person in seen.persons}
        if len(people) > 1:
            return None
        shown, way = [(key, weight) for seen in made.proposal.dignity for key, weight in weights_of(seen)], None
    factors = TODAY.dignity_factors
    kept = [(factors[key], weight) for key, weight in shown if not factors[key].ordinary]
    weighing = {factor.key: factor for factor, weight in kept if weight != "supports"}
    beyond = {factor.key for factor, _ in kept if factor.beyond}
    return way, (len(weighing), len(beyond), sum(factor.of_work for factor in weighing.values()))


def weights_of(seen: SignSeen) -> Iterator[tuple[str, Weight]]:
    """With which weight the questions of a dimension may have shown it, as far as one question tells it."""
    factor = TODAY.dignity_factors[seen.key]
    weighing = {sign.question for sign in factor.signs}
    yield seen.key, "weighs" if weighing & set(seen.questions) else "supports"


def reaches(counts: Counts, rule: DignitySet) -> bool:
    """Whether counts reach a set."""
    return counts[0] >= rule.weighs and counts[1] >= rule.beyond and counts[2] >= rule.of_work


def is_positive(made: Conclusion, dimension: Dimension) -> bool:
    """Whether one of them is positive."""
    return dimension in positive(made)


def abuse(made: Conclusion, dimension: Dimension) -> bool:
    """Whether anything but the ordinary was observed or told in a dimension."""
    here = (seen for seen in made.proposal.indicators if seen.dimension == dimension)
    return any(not seen.ordinary and seen.how != "checked" for seen in here)


def counts(made: Conclusion, dimension: Dimension) -> Counts:
    """How many strong, medium and weak indicators a conclusion has in a dimension."""
    return _by_strength(seen.strength for seen in made.proposal.indicators if seen.dimension == dimension)


def inventory(dimension: Dimension) -> Counts:
    """How many strong, medium and weak indicators there are in a dimension."""
    return _by_strength(one.strength for one in TODAY.indicators.values() if one.dimension == dimension)


def enough(rule: IndicatorRule, held: Counts) -> Iterator[Counts]:
    """The smallest sets that make a dimension positive."""
    for here in _sets(held):
        if _reaches(rule, here) and not any(_reaches(rule, less) for less in _next(here, -1)):
            yield here


def not_enough(rule: IndicatorRule, held: Counts) -> Iterator[Counts]:
    """The largest sets that do not: one indicator more of any kind that is left would be enough."""
    for here in _sets(held):
        more = [one for one in _next(here, 1) if all(n <= most for n, most in zip(one, held, strict=True))]
        if not _reaches(rule, here) and all(_reaches(rule, one) for one in more):
            yield here


def _by_strength(found: Iterable[Strength]) -> Counts:
    number = Counter(found)
    strong, medium, weak = (number[strength] for strength in STRENGTHS)
    return strong, medium, weak


def _sets(held: Counts) -> Iterator[Counts]:
    return product(*(range(min(most, 4) + 1) for most in held))  # type: ignore[return-value]


def _next(here: Counts, step: int) -> Iterator[Counts]:
    for at in range(3):
        changed = [n + step * (at == place) for place, n in enumerate(here)]
        if min(changed) >= 0:
            yield (changed[0], changed[1], changed[2])


def _reaches(rule: IndicatorRule, here: Counts) -> bool:
    """The rule, read again from the data and written apart from the product's own."""
    strong, medium, weak = here
    return any(
        strong >= t.strong and strong + medium >= t.medium and strong + medium + weak >= t.any
        for t in rule.dimension_positive
    )
