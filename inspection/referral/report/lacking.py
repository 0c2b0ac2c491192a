"""What who comes first needs and a report does not say: named on its first page, with whom to ring for it.

A blank reads as nothing to report. Nothing of this holds a report back: it leaves, and says what it leaves open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from inspection.referral.model import Age, FirstReport, PersonConcerned
from sectors.rules.recipients import BundleShare

AGES: tuple[Age, ...] = ("minor", "adult", "unknown")
Lacks = Literal["danger", "number", "address", "municipality", "employer", "whereabouts", "ages"]


@dataclass(frozen=True)
class Lack:
    """Something that a report leaves open; `persons` of whom, where it is about persons."""

    what: Lacks
    persons: tuple[str, ...] = ()


def lacks_of(report: FirstReport, share: BundleShare) -> tuple[Lack, ...]:
    """Return what a report leaves open of that which its reader may know, the most pressing first.

    Arguments: `report` as its reader sees it.
    """
    return tuple(_lacks(report, share))


def counted_by_age(report: FirstReport) -> dict[Age, tuple[str, ...]]:
    """Return who of a report is a minor, an adult, and of an age that nobody knows."""
    return {age: tuple(person.ref for person in report.persons if person.age == age) for age in AGES}


def _lacks(report: FirstReport, share: BundleShare) -> Iterator[Lack]:
    if "danger" in share.parts and report.danger_now is None:
        yield Lack("danger")
    if not report.contact_telephone:
        yield Lack("number")
    if "workplace" in share.parts and not report.address:
        yield Lack("address")
    if "workplace" in share.parts and not report.refnis:
        yield Lack("municipality")
    if "employer" in share.parts and not report.employer_knows:
        yield Lack("employer")
    yield from _of_persons(report.persons, share)


def _of_persons(persons: tuple[PersonConcerned, ...], share: BundleShare) -> Iterator[Lack]:
    lost = tuple(one.ref for one in persons if one.is_lost) if "where_now" in share.details else ()
    if lost:
        yield Lack("whereabouts", lost)
    ageless = tuple(one.ref for one in persons if one.age == "unknown")
    if ageless:
        yield Lack("ages", ageless)
