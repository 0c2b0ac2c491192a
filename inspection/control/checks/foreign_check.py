"""Limosa, stay and permit to work: declared before the start, valid that day, for this employer and this job only."""

from collections.abc import Iterator

from inspection.control.checks.results import Check, CheckMaker, Ground, Result, consulted, covers, entry, newest
from inspection.control.filled import AnswerValue, Control, Lookup, PersonFound
from inspection.life_cycles import LookupResult


def limosa_checks(control: Control, person: PersonFound) -> Iterator[Check]:
    """Yield what a look-up says of somebody who is posted, or of whom somebody looked for a declaration.

    The lake holds no Limosa declarations: there is never an extract beside it.
    """
    lookup = newest(control.lookups, "limosa", person.ref)
    grounds = (entry(control), *consulted(lookup))
    says = CheckMaker(domain="D4", register="limosa", person=person.ref, grounds=grounds).says
    is_posted = person.answers.get("q03_status") == "posted"
    if lookup is None or lookup.result == LookupResult.UNAVAILABLE:
        if is_posted:
            yield says("unavailable" if lookup else "not_consulted", "no_proof")
        return
    if lookup.result == LookupResult.NOT_FOUND:
        is_early = lookup.looked_up_at < control.entered_at
        name = "not_found_before_entry" if is_early else "not_found"
        yield says(name, "not_ok" if is_posted and not is_early else "unclear")
        return
    if lookup.declared_at is None:
        yield says("moment_unknown", "unclear")
    else:
        is_before = lookup.declared_at < control.entered_at
        yield says("declared_before", "ok") if is_before else says("declared_during_control", "not_ok")
    inside = covers(lookup, control.entered_at)
    if inside is None:
        yield says("period_unknown", "unclear")
    else:
        yield says("period_covers", "ok") if inside else says("period_misses", "not_ok")


def permit_checks(control: Control, person: PersonFound) -> Iterator[Check]:
    """Yield what the card and a look-up say of the right to work here: a single permit names one employer and job."""
    answer = person.answers.get("q09_permit")
    lookup = newest(control.lookups, "single_permit", person.ref)
    answered = lookup is not None and lookup.result != LookupResult.UNAVAILABLE
    if answer in (None, "not_needed") and not answered:
        return
    says = CheckMaker(
        domain="D4", register="permit", person=person.ref, grounds=_card("q09_permit", answer, lookup)
    ).says
    if answer == "other_job":
        yield says("other_employer_or_job", "not_ok")
    if lookup is not None and lookup.result == LookupResult.NOT_FOUND:
        yield says("not_found", "unclear")
    elif lookup is not None and lookup.result == LookupResult.FOUND:
        inside = covers(lookup, control.entered_at)
        if inside is False:
            yield says("expired", "not_ok")
        elif answer != "valid":
            yield says("limits_not_read", "unclear")
        else:
            yield says("valid", "ok") if inside else says("period_unknown", "unclear")
    elif answer == "valid":
        yield says("card_only", "unclear")


def residence_checks(control: Control, person: PersonFound) -> Iterator[Check]:
    """Yield what the title shown and a look-up say of the right to stay; nothing of whoever needs none."""
    answer = person.answers.get("q09_stay")
    lookup = newest(control.lookups, "residence", person.ref)
    if answer == "not_needed" or (lookup is None and answer != "valid"):
        return
    grounds = _card("q09_stay", answer, lookup)
    yield CheckMaker(domain="D4", register="residence", person=person.ref, grounds=grounds).says(
        *_stay(control, lookup)
    )


def _card(question: str, answer: AnswerValue, lookup: Lookup | None) -> tuple[Ground, ...]:
    """Return the card that was shown, if one was, and the look-up as grounds."""
    card = () if answer is None else (Ground(kind="document", what=question),)
    return (*card, *consulted(lookup))


def _stay(control: Control, lookup: Lookup | None) -> tuple[str, Result]:
    """A register that does not know somebody has not said that they may not stay."""
    if lookup is None:
        return "card_only", "unclear"
    if lookup.result == LookupResult.UNAVAILABLE:
        return "unavailable", "no_proof"
    if lookup.result == LookupResult.NOT_FOUND:
        return "not_found", "unclear"
    inside = covers(lookup, control.entered_at)
    if inside is None:
        return "period_unknown", "unclear"
    return ("valid", "ok") if inside else ("expired", "not_ok")
