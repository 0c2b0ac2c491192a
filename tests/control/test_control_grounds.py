"""For whom the elements of the offence are shown: what makes an act, and what may be a fact of the purpose."""

from typing import Any

from builders_control import DAY, a_competence, a_person, a_raw_control, the_checklist, the_rules

from inspection.control.conclusions import conclude
from inspection.control.reading import read_control
from inspection.control.trafficking import PersonGrounds

# seen of the workplace alone, and enough as a purpose: the papers of people, and beds where they work
PAPERS_AND_LODGING = {"q08_found_with_employer": True, "q15_rooms_seen": ["beds_at_work"]}
UNINSURED = {"q06_employer": ["no_insurance"]}


def grounds(answers: dict[str, Any], *, people: int) -> tuple[PersonGrounds, ...]:
    """The grounds of a restaurant where this was seen and the people who were found told nothing."""
    persons = [a_person(n, {}) for n in range(1, people + 1)]
    raw = a_raw_control(answers={**answers, "fm_head_count": people}, persons=persons)
    return conclude(read_control(raw, the_checklist), the_rules(), a_competence()).proposal.grounds


def test_where_nobody_was_found_nobody_was_hired() -> None:
    """Hiring is the act that persons who are found at work show; of a workplace alone it is what was seen there."""
    (found,) = grounds(PAPERS_AND_LODGING, people=1)
    (nobody,) = grounds(PAPERS_AND_LODGING, people=0)
    assert ("recruited", True) in [(act.element, act.by_hiring) for act in found.acts]
    assert nobody.person is None
    assert [(act.element, act.by_hiring) for act in nobody.acts] == [("harboured", False), ("controlled", False)]


def test_what_an_ordinary_check_establishes_is_no_fact_of_the_purpose() -> None:
    """It is shown among the dimensions, and never named as what makes somebody's work against human dignity."""
    (one,) = grounds(PAPERS_AND_LODGING | UNINSURED, people=1)
    assert {fact.factor for fact in one.facts} == {"papers", "lodging"}
    assert the_rules().on(DAY).dignity_factors["no_social_protection"].ordinary
