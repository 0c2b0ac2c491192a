"""Which signs a control shows, and where each came from: an answer, a count, a time of day, or somebody's age."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from inspection.control.evidence import answer_keys, person_order
from inspection.control.filled import AnswerValue, Control, PersonFound
from inspection.control.trafficking.proposal import SignSeen
from inspection.registers import birth_date_of
from sectors.rules.trafficking import Sign, Span

if TYPE_CHECKING:
    from sectors import Catalogue


def groups_seen(control: Control, catalogue: "Catalogue") -> tuple[SignSeen, ...]:
    """Return the groups of the national list that answers show, in its order: context, in no rule."""
    return tuple(_seen(control, ((key, group.signs, None) for key, group in catalogue.national_groups.items())))


def dignity_seen(control: Control, catalogue: "Catalogue") -> tuple[SignSeen, ...]:
    """Return the dimensions of human dignity that one answer shows, of whomever: they are weighed for each person."""
    factors = catalogue.dignity_factors
    seen = _seen(control, ((key, signs_of_factor(key, catalogue), None) for key in factors))
    return tuple(replace(sign, ordinary=factors[sign.key].ordinary) for sign in seen)


def offences_of_minors(catalogue: "Catalogue") -> frozenset[str]:
    """Return the keys of the offences that can only concern a minor."""
    return frozenset(key for key, offence in catalogue.offences.items() if offence.of_minors)


def signs_of_factor(key: str, catalogue: "Catalogue") -> tuple[Sign, ...]:
    """Return the answers of which each shows a dimension of human dignity by itself, whatever its weight."""
    factor = catalogue.dignity_factors[key]
    facts = (fact for fact in catalogue.dignity_facts.values() if fact.factor == key and len(fact.facts) == 1)
    return (*factor.signs, *factor.supports, *(sign for fact in facts for sign in fact.signs))


def strong_seen(control: Control, catalogue: "Catalogue") -> tuple[SignSeen, ...]:
    """Return the strong signs that answers or an age show: each leaves the question of trafficking open by itself."""
    strong = ((key, sign.signs, sign.under_years) for key, sign in catalogue.strong_signs.items())
    return tuple(_seen(control, strong))


def places_of(control: Control, sign: Sign) -> Iterator[tuple[str, str | None, tuple[str, ...]]]:
    """Yield where answers show a sign: question, person (None for the workplace), and the answers that do."""
    for person, answers in ((None, control.answers), *((one.ref, one.answers) for one in control.persons)):
        if shown := shown_by(answers.get(sign.question), sign):
            yield sign.question, person, shown


def _seen(control: Control, wanted: Iterator[tuple[str, tuple[Sign, ...], int | None]]) -> Iterator[SignSeen]:
    for key, signs, years in wanted:
        found = [place for sign in signs for place in places_of(control, sign)]
        first = control.first_facts_on
        young = {who.ref for who in control.persons if years is not None and is_younger(who, first, years)}
        if found or young:
            persons = young | {who for _, who, _ in found if who is not None}
            yield SignSeen(
                key=key,
                questions=tuple(sorted({question for question, _, _ in found})),
                persons=tuple(sorted(persons, key=person_order)),
            )


def shown_by(value: AnswerValue, sign: Sign) -> tuple[str, ...]:
    """Return what of an answer shows a sign: keys, or the count or the time itself; nothing where it does not."""
    if sign.at_least is not None:
        is_enough = isinstance(value, int) and not isinstance(value, bool) and value >= sign.at_least
        return (str(value),) if is_enough else ()
    if sign.within is not None:
        return (value,) if isinstance(value, str) and is_within(value, sign.within) else ()
    given = answer_keys(value)
    return tuple(answer for answer in sign.answers if answer in given)


def is_within(time: str, span: Span) -> bool:
    """Tell whether a time of day lies between two minutes, both included; a span may go over midnight."""
    first, last = span
    minute = time[: len(first)]
    return first <= minute <= last if first <= last else minute >= first or minute <= last


def is_younger(person: PersonFound, on: date, years: int) -> bool:
    """Tell whether a person's known date of birth makes them younger than that; unknown is neither younger nor older.

    The date of birth as it was written down counts first, then that of the person's number.
    """
    born = born_on(person, on)
    return born is not None and (on.year - years, on.month, on.day) < (born.year, born.month, born.day)


def born_on(person: PersonFound, on: date) -> date | None:
    """Return a person's date of birth as it was written down, else that of their number; None where neither says."""
    return person.birth_date or birth_date_of(person.national_number or "", on)
