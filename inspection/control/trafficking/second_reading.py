"""The second reading: the operational indicators of the ILO by dimension, shown beside what proposes and never alone.

Persons are taken together: a referral is about a workplace, and each indicator says which persons it came from. What
the ordinary checks establish counts, but never makes a dimension positive alone: abuse must be observed or told.
"""

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from inspection.control.evidence import Evidence, persons_of, questions_of
from inspection.control.trafficking.proposal import DimensionResult, How, IndicatorSeen
from sectors.rules.trafficking import Dimension, Indicator, IndicatorRule, Threshold

_DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)


def indicators_seen(evidence: Sequence[Evidence], indicators: Mapping[str, Indicator]) -> tuple[IndicatorSeen, ...]:
    """Return the indicators that answers point to, in the order of the rules."""
    by_id: dict[str, list[Evidence]] = {}
    for found in evidence:
        if found.points_to.indicator is not None:
            by_id.setdefault(found.points_to.indicator, []).append(found)
    return tuple(_one(indicator, by_id[id_]) for id_, indicator in indicators.items() if id_ in by_id)


def dimensions_of(seen: Sequence[IndicatorSeen], rule: IndicatorRule) -> tuple[DimensionResult, ...]:
    """Return every dimension, with whether these indicators make it positive."""
    return tuple(_dimension(dimension, seen, rule) for dimension in _DIMENSIONS)


def agree(dimensions: Sequence[DimensionResult], rule: IndicatorRule) -> bool:
    """Tell whether dimensions make the pattern of the ILO: the core one positive, and one more beside it."""
    positive = {result.dimension for result in dimensions if result.positive}
    return rule.core_dimension in positive and bool(positive & set(rule.together_with))


def _one(indicator: Indicator, evidence: Sequence[Evidence]) -> IndicatorSeen:
    return IndicatorSeen(
        indicator=indicator.id,
        dimension=indicator.dimension,
        strength=indicator.strength,
        ordinary=indicator.ordinary,
        how=min((found.points_to.how for found in evidence), key=get_args(How).index),
        questions=questions_of(evidence),
        persons=persons_of(evidence),
    )


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
