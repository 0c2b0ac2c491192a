"""The aggravated variant of an offence: for whom of its persons it stands, by what was answered and what concurs."""

from collections.abc import Collection, Iterator, Sequence

from inspection.control.conclusions.attributing import Held
from inspection.control.evidence import Evidence, concerned
from sectors.rules.offences import Offence


def by_variant(
    offence: Offence, found: Sequence[Held], recorded: Sequence[Evidence], beside: Collection[str]
) -> Iterator[tuple[bool, list[Held]]]:
    """Yield the evidence against one offender in its parts: the offence itself, then its aggravated variant.

    What is said of the workplace makes all of it the variant; a person's own answer makes it that for the person.

    recorded
        Circumstances that were noted apart from the offence; they are the default offender's only.
    beside
        The offences that stand against the same offender: some variants ask for several of them.
    """
    shown = [one for one in (*found, *(recorded if found[0].is_default else ())) if _shows(one, offence)]
    if not shown or not _may_stand(offence, beside):
        yield False, list(found)
        return
    everybody = set(concerned(found))
    is_of_all = any(one.person is None for one in shown)
    others = set() if is_of_all else everybody - {one.person for one in shown}
    if others or not (everybody or is_of_all):
        yield False, [left for one in found if (left := one.without(everybody - others))]
    if others < everybody or is_of_all:
        yield True, [left for one in found if (left := one.without(others))]


def _shows(one: Evidence, offence: Offence) -> bool:
    return one.points_to.aggravated and offence.key in (one.points_to.of, one.points_to.offence)


def _may_stand(offence: Offence, beside: Collection[str]) -> bool:
    """Tell whether the law of the day has the variant, and what it asks for beside the circumstance is there."""
    if offence.level_aggravated is None:
        return False
    wanted = offence.variant
    return wanted is None or len(set(wanted.only_with) & set(beside)) >= wanted.at_least
