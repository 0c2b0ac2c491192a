"""From evidence to indicators, dimensions and a proposal with its grounds.

For the indicators persons are taken together: a referral is about a workplace, and each says which persons it came
from. Human dignity and grave signs are judged for each person alone. What the ordinary checks establish counts, but
never makes a dimension positive alone: abuse must be observed or told.
"""

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from inspection.control.evidence import Evidence, person_order, persons_of, questions_of
from inspection.control.filled import Control
from inspection.control.trafficking.proposal import DimensionResult, How, IndicatorSeen, Pattern, Proposal, seen_as
from inspection.control.trafficking.signs import dignity_seen, groups_seen, is_younger, strong_seen
from inspection.control.trafficking.victims import grave_seen, is_against_dignity, marks_of, victims
from sectors import Catalogue
from sectors.rules.trafficking import Dimension, Indicator, IndicatorRule, Threshold

_DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)


def propose(control: Control, evidence: Sequence[Evidence], catalogue: Catalogue) -> Proposal:
    """Return what the rules say about trafficking; they suppress nothing, and the inspector may decide otherwise.

    Three ways, any of which is enough: the pattern of the ILO, conditions of one person that Belgian judges weigh as a
    set, and a grave sign.
    """
    seen = _seen(evidence, catalogue.indicators)
    rule = catalogue.indicator_rule
    dimensions, marks = dimensions_of(seen, rule), marks_of(control, catalogue)
    grave = grave_seen(marks, catalogue)
    patterns: list[Pattern] = []
    if agree(dimensions, rule):
        patterns.append("ilo")
    if any(is_against_dignity(shown, catalogue) for shown in victims(marks).values()):
        patterns.append("dignity")
    if grave:
        patterns.append("grave")
    return Proposal(
        positive=bool(patterns),
        indicators=seen,
        dimensions=dimensions,
        minors=_minors(control, evidence, catalogue),
        groups=groups_seen(control, catalogue),
        dignity=dignity_seen(control, catalogue),
        patterns=tuple(patterns),
        strong=strong_seen(control, catalogue),
        grave=grave,
    )


def dimensions_of(seen: Sequence[IndicatorSeen], rule: IndicatorRule) -> tuple[DimensionResult, ...]:
    """Return every dimension, with whether these indicators make it positive."""
    return tuple(_dimension(dimension, seen, rule) for dimension in _DIMENSIONS)


def agree(dimensions: Sequence[DimensionResult], rule: IndicatorRule) -> bool:
    """Tell whether dimensions make the pattern of the ILO: the core one positive, and one more beside it."""
    positive = {result.dimension for result in dimensions if result.positive}
    return rule.core_dimension in positive and bool(positive & set(rule.together_with))


def _minors(control: Control, evidence: Sequence[Evidence], catalogue: Catalogue) -> tuple[str, ...]:
    """Return who is a minor on the day of the facts, may be, or is found in an offence that can only concern one."""
    of_minors = {key for key, offence in catalogue.offences.items() if offence.of_minors}
    found = {one.person for one in evidence if one.person is not None and one.points_to.offence in of_minors}
    years = catalogue.indicator_rule.minor_under_years
    born = {who.ref for who in control.persons if is_younger(who, control.first_facts_on, years)}
    in_doubt = {who.ref for who in control.persons if who.under_age}
    return tuple(sorted(found | born | in_doubt, key=person_order))


def _seen(evidence: Sequence[Evidence], indicators: Mapping[str, Indicator]) -> tuple[IndicatorSeen, ...]:
    by_id: dict[str, list[Evidence]] = {}
    for found in evidence:
        if found.points_to.indicator is not None:
            by_id.setdefault(found.points_to.indicator, []).append(found)
    return tuple(_one(indicator, by_id[id_]) for id_, indicator in indicators.items() if id_ in by_id)


def _one(indicator: Indicator, evidence: Sequence[Evidence]) -> IndicatorSeen:
    how = min((found.points_to.how for found in evidence), key=get_args(How).index)
    return seen_as(indicator, how, questions_of(evidence), persons_of(evidence))


def _dimension(dimension: Dimension, seen: Sequence[IndicatorSeen], rule: IndicatorRule) -> DimensionResult:
    here = [one for one in seen if one.dimension == dimension]
    abuse = any(not one.ordinary and one.how != "checked" for one in here)
    return DimensionResult(
        dimension=dimension,
        positive=abuse and any(_reaches(here, threshold) for threshold in rule.dimension_positive),
        indicators=tuple(one.indicator for one in here),
    )


def _reaches(seen: Sequence[IndicatorSeen], threshold: Threshold) -> bool:
    strong = sum(one.strength == "strong" for one in seen)
    medium = sum(one.strength != "weak" for one in seen)
    return strong >= threshold.strong and medium >= threshold.medium and len(seen) >= threshold.any
