"""Conditions of a flexi-job, and work beside a benefit: each by the facts that were noted, none of them assumed."""

from collections.abc import Iterator, Mapping

from inspection.control.checks.quarter_check import quarter_before, quarter_of
from inspection.control.checks.results import Check, CheckMaker, Ground, Result
from inspection.control.filled import Control, PersonFound
from sectors import Catalogue
from sectors.rules.quotas import FlexiRules

_SHOWN: Mapping[bool | None, tuple[str, Result]] = {
    True: ("shown", "ok"),
    False: ("missing", "not_ok"),
    None: ("not_asked", "no_proof"),
}
_REDUCED: Mapping[bool | None, tuple[str, Result]] = {
    True: ("reduced", "not_ok"),
    False: ("not_reduced", "ok"),
    None: ("reduced_unknown", "no_proof"),
}


def flexi_checks(control: Control, person: PersonFound, catalogue: Catalogue) -> Iterator[Check]:
    """Yield whether each condition of a flexi-job is met, for whoever claims to work in one."""
    rules = catalogue.flexi
    if person.answers.get(catalogue.quota_rules.status_question) not in rules.statuses:
        return
    verify = rules.is_to_verify

    def says(name: str, result: Result, question: str | None = None, **values: str) -> Check:
        answered = question is not None and person.answers.get(question) is not None
        grounds = (Ground(kind="observation", what=question),) if answered and question else ()
        maker = CheckMaker(domain="D2", register="flexi", person=person.ref, grounds=grounds, to_verify=verify)
        return maker.says(name, result, **values)

    if rules.sectors_open is not None and control.sector not in rules.sectors_open:
        yield says("sector_not_held", "unclear")
    for name, question in (("framework", rules.framework_question), ("contract", rules.contract_question)):
        shown, result = _SHOWN[_yes_or_no(person, question)]
        yield says(f"{name}_{shown}", result, question)
    quarter = quarter_of(control.facts_on)
    asked = quarter_before(control.facts_on, rules.main_job_quarters_before)
    yield says(*_main_job(person, rules), rules.main_job_question, quarter=quarter, before=asked)
    first = rules.reduced_quarters_before
    if first is None:
        return
    spans = [quarter_before(control.facts_on, first + n) for n in range(rules.reduced_blocks)]
    name, result = _REDUCED[_yes_or_no(person, rules.reduced_question)]
    yield says(name, result, rules.reduced_question, quarter=quarter, first=spans[-1], last=spans[0])


def _main_job(person: PersonFound, rules: FlexiRules) -> tuple[str, Result]:
    answer = person.answers.get(rules.main_job_question)
    if answer in rules.main_job_met:
        return f"main_job_{answer}", "ok"
    return (f"main_job_{answer}", "not_ok") if answer in rules.main_job_unmet else ("main_job_unknown", "no_proof")


def benefit_checks(person: PersonFound, catalogue: Catalogue) -> Iterator[Check]:
    """Yield what is known of a benefit that somebody receives, and whether anything shows that the employer knew."""
    rules = catalogue.benefits
    if person.answers.get(rules.benefit_question) not in rules.paid:
        return
    known = person.answers.get(rules.known_question)
    asked = [rules.benefit_question, *([] if known is None else [rules.known_question])]
    grounds = tuple(Ground(kind="observation", what=question) for question in asked)
    says = CheckMaker(
        domain="D2", register="benefit", person=person.ref, grounds=grounds, to_verify=rules.is_to_verify
    ).says
    if known is None:
        yield says("knowledge_not_asked", "no_proof")
    else:
        yield says("not_shown", "unclear") if known in rules.unshown else says("known", "not_ok")


def _yes_or_no(person: PersonFound, question: str) -> bool | None:
    answer = person.answers.get(question)
    return answer if isinstance(answer, bool) else None
