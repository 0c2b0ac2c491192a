"""Limosa, stay and permit to work: declared before the start, valid that day, for this employer and this job only."""

from collections.abc import Iterator

from inspection.control.checks.results import Check, Ground, Result, covers, looked_up, newest
from inspection.control.filled import Control, Lookup, PersonFound


def limosa_checks(control: Control, person: PersonFound) -> Iterator[Check]:
    """Yield what a look-up says of somebody who is posted, or of whom somebody looked for a declaration.

    The lake holds no Limosa declarations: there is never an extract beside it.
    """
    lookup = newest(control.lookups, "limosa", person.ref)
    is_posted = person.answers.get("q03_status") == "posted"
    if lookup is None or lookup.result == "unavailable":
        if is_posted:
            yield _limosa(control, person, lookup, "unavailable" if lookup else "not_consulted", "no_proof")
        return
    if lookup.result == "not_found":
        is_early = lookup.looked_up_at < control.entered_at
        name = "not_found_before_entry" if is_early else "not_found"
        yield _limosa(control, person, lookup, name, "not_ok" if is_posted and not is_early else "unclear")
        return
    yield _limosa(control, person, lookup, *_declared(control, lookup))
    inside = covers(lookup, control.entered_at)
    name = {True: "period_covers", False: "period_misses", None: "period_unknown"}[inside]
    results: dict[bool | None, Result] = {True: "ok", False: "not_ok", None: "unclear"}
    yield _limosa(control, person, lookup, name, results[inside])


def _declared(control: Control, lookup: Lookup) -> tuple[str, Result]:
    if lookup.declared_at is None:
        return "moment_unknown", "unclear"
    return (
        ("declared_before", "ok") if lookup.declared_at < control.entered_at else ("declared_during_control", "not_ok")
    )


def _limosa(control: Control, person: PersonFound, lookup: Lookup | None, name: str, result: Result) -> Check:
    seen = Ground(kind="observation", what="entry", at=control.entered_at)
    grounds = (seen, looked_up(lookup)) if lookup else (seen,)
    return Check(domain="D4", person=person.ref, key=f"limosa.{name}", result=result, grounds=grounds)


def permit_checks(control: Control, person: PersonFound) -> Iterator[Check]:
    """Yield what the card and a look-up say of the right to work here: a single permit names one employer and job."""
    answer = person.answers.get("q09_permit")
    lookup = newest(control.lookups, "single_permit", person.ref)
    answered = lookup is not None and lookup.result != "unavailable"
    if answer in (None, "not_needed") and not answered:
        return
    card = (Ground(kind="document", what="q09_permit"),) if answer is not None else ()
    grounds = (*card, *((looked_up(lookup),) if lookup else ()))

    def says(name: str, result: Result) -> Check:
        return Check(domain="D4", person=person.ref, key=f"permit.{name}", result=result, grounds=grounds)

    if answer == "other_job":
        yield says("other_employer_or_job", "not_ok")
    if lookup is not None and lookup.result == "not_found":
        yield says("not_found", "unclear")
    elif lookup is not None and lookup.result == "found":
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
    card = (Ground(kind="document", what="q09_stay"),) if answer is not None else ()
    grounds = (*card, *((looked_up(lookup),) if lookup else ()))
    name, result = _residence(control, lookup)
    yield Check(domain="D4", person=person.ref, key=f"residence.{name}", result=result, grounds=grounds)


def _residence(control: Control, lookup: Lookup | None) -> tuple[str, Result]:
    """A register that does not know somebody has not said that they may not stay."""
    if lookup is None:
        return "card_only", "unclear"
    if lookup.result == "unavailable":
        return "unavailable", "no_proof"
    if lookup.result == "not_found":
        return "not_found", "unclear"
    inside = covers(lookup, control.entered_at)
    if inside is None:
        return "period_unknown", "unclear"
    return ("valid", "ok") if inside else ("expired", "not_ok")
