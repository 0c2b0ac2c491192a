"""Quotas of the special statuses: how much of the year's hours or days was used, and what cannot be said.

More than a quota is no offence by itself: each result says what follows, and leaves the finding to the inspector.
"""

from collections.abc import Iterator

from inspection.control.checks.quota_count import Counted, count
from inspection.control.checks.results import Check, CheckMaker, Extract, Ground, Result
from inspection.control.filled import Control, PersonFound
from inspection.time_of import day_in_brussels
from sectors import Catalogue
from sectors.rules.quotas import Quota

_PASSED: dict[str, tuple[str, Result]] = {
    "contributions": ("passed_contributions", "unclear"),
    "requalification": ("passed_requalification", "not_ok"),
    "unknown": ("passed", "unclear"),
}


def quota_checks(
    control: Control, person: PersonFound, extracts: tuple[Extract, ...], catalogue: Catalogue
) -> Iterator[Check]:
    """Yield what each quota of the status that a person claims comes to in the year of the facts."""
    rules = catalogue.quota_rules
    status = person.answers.get(rules.status_question)
    mine = [one for one in catalogue.quotas.values() if one.subject == "worker" and status in one.statuses]
    chosen = [one for one in mine if not one.schemes or _is_of_scheme(one, control, person, catalogue)]
    held = _of_the_year(extracts, control, person.ref)
    if mine and not chosen:
        yield _maker(person.ref, ()).says("scheme_unknown", "unclear")
    unnamed = catalogue.register_rules.unnamed_committee
    for quota in chosen:
        yield _check(quota, control, person.ref, count(quota, control.facts_on.year, held, person.answers, unnamed))


def employer_quota_checks(control: Control, extracts: tuple[Extract, ...], catalogue: Catalogue) -> Iterator[Check]:
    """Yield what each quota of the employer comes to, where somebody found claims the status that it is about."""
    question = catalogue.quota_rules.status_question
    statuses = {person.answers.get(question) for person in control.persons}
    held = _of_the_year(extracts, control, "workplace")
    unnamed = catalogue.register_rules.unnamed_committee
    for quota in catalogue.quotas.values():
        is_asked = control.sector in quota.sectors and statuses & set(quota.statuses)
        if quota.subject == "employer" and is_asked:
            yield _check(quota, control, None, count(quota, control.facts_on.year, held, control.answers, unnamed))


def _of_the_year(extracts: tuple[Extract, ...], control: Control, subject: str) -> list[Extract]:
    """Return what was frozen about somebody; nothing where it sums another year, that of the entry."""
    is_same = day_in_brussels(control.entered_at).year == control.facts_on.year
    return [one for one in extracts if is_same and one.subject == subject]


def _is_of_scheme(quota: Quota, control: Control, person: PersonFound, catalogue: Catalogue) -> bool:
    typed = person.answers.get(catalogue.quota_rules.scheme_question)
    return typed in quota.schemes if typed is not None else control.sector in quota.sectors


def _check(quota: Quota, control: Control, ref: str | None, counted: Counted) -> Check:
    says = _maker(ref, counted.grounds, quota).says
    year = control.facts_on.year
    if counted.unplanned:
        return says("without_hours", "no_proof", year=year, missing=counted.unplanned)
    if counted.least is None or counted.most is None:
        return says("not_counted", "no_proof", year=year)
    if quota.most is None:
        return says("limit_unknown", "unclear", year=year, count=counted.least)
    if counted.most <= quota.most:
        return says("within", "ok", year=year, count=counted.most, most=quota.most)
    if counted.least <= quota.most:
        said = {"count": counted.least, "other": counted.most, "most": quota.most}
        return says("two_readings", "unclear", year=year, **said)
    name, result = _PASSED[quota.passed]
    over = counted.least - quota.most
    return says(name, result, year=year, count=counted.least, most=quota.most, over=over)


def _maker(ref: str | None, grounds: tuple[Ground, ...], quota: Quota | None = None) -> CheckMaker:
    about = None if quota is None else quota.label
    verify = quota is not None and quota.is_to_verify
    return CheckMaker(domain="D2", register="quota", person=ref, grounds=grounds, about=about, to_verify=verify)
