"""Each figure is counted once, adds up over districts and months, and says in four languages what it counts."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from builders_figures import FIRST, LAST, MIDDLE, some_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES, t
from inspection.reporting.figures import FIGURES, count

seeds = st.integers(0, 10**6)
COUNTS = sorted(id_ for id_, figure in FIGURES.items() if figure.kind == "count")


@pytest.mark.parametrize("figure_id", FIGURES)
def test_every_figure_says_what_it_counts_in_four_languages(figure_id: str):
    """Name and definition are there, and no definition is another's."""
    figure = FIGURES[figure_id]
    for lang in LANGUAGES:
        assert t(figure.label, lang)
        others = {t(other.definition, lang) for other in FIGURES.values() if other is not figure}
        assert len(t(figure.definition, lang)) > 40
        assert t(figure.definition, lang) not in others


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_months_and_districts_add_up_to_the_whole(seed: int):
    """A year is the sum of its parts, whichever way it is cut."""
    facts = some_facts(Random(seed))
    for figure_id in COUNTS:
        whole = count(figure_id, facts, FIRST, LAST)
        parts = [count(figure_id, facts, *days) for days in ((FIRST, MIDDLE), (MIDDLE + timedelta(days=1), LAST))]
        assert sum((Counter(part.counts) for part in parts), Counter()) == whole.counts
        for facet in whole.facets:
            assert sum(whole.by(facet).values()) == whole.total


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_every_thing_is_counted_exactly_once(seed: int):
    """As many as there are facts, by brute force over them."""
    facts = some_facts(Random(seed))
    totals = {id_: count(id_, facts, FIRST, LAST).total for id_ in FIGURES}
    assert totals["controls"] == len(facts.controls)
    assert totals["controls_with_finding"] == sum(c.has_finding for c in facts.controls)
    assert totals["findings"] == len(facts.findings)
    assert totals["persons_found"] == sum(c.persons for c in facts.controls)
    assert totals["referrals"] == len(facts.referrals)
    assert totals["victims_detected"] == sum(len(c.victims) for c in facts.controls if c.is_suspicion)
    assert totals["victims_referred"] == sum(len(r.victims) for r in facts.referrals)
    assert totals["deliveries"] == len(facts.deliveries)
    assert totals["visits"] == len(facts.visits)
    assert (totals["signs"], totals["links"]) == (len(facts.signs), len(facts.links))


def test_a_spread_is_the_nearest_rank_of_all_values():
    """Median and ninth decile are values that occurred."""
    facts = some_facts(Random(3), many=80)
    counted = count("time_to_acknowledge", facts, FIRST, LAST)
    values = sorted(d.minutes for d in facts.deliveries if d.minutes is not None)
    spread = counted.spread()
    assert spread is not None
    assert (spread.n, spread.median, spread.p90) == (
        len(values),
        values[(len(values) + 1) // 2 - 1],
        values[-(-9 * len(values) // 10) - 1],
    )
    liege = sorted(d.minutes for d in facts.deliveries if d.minutes is not None and d.district == "liege")
    mine = counted.spread(district="liege")
    assert mine is not None
    assert mine.n == len(liege)
    assert counted.spread(district="nowhere") is None


def test_what_did_not_occur_is_listed_all_the_same():
    """A table whose rows are only what was seen tells by what it leaves out."""
    counted = count("referrals", some_facts(Random(1), many=0), FIRST, LAST)
    assert counted.total == 0
    assert counted.atoms["district"] == ("liege", "namur")
    assert counted.atoms["period"] == tuple(f"2026-{n:02d}" for n in range(1, 13))


def test_unknown_figures_and_days_outside_the_facts_are_refused():
    """A part of a period must not pass for the whole."""
    facts = some_facts(Random(1))
    for figure_id, first, code in (("nothing", FIRST, "938"), ("controls", date(2025, 12, 31), "939")):
        with pytest.raises(ReferralFault) as refused:
            count(figure_id, facts, first, LAST)
        assert refused.value.code == f"REFER-{code}"
