"""What one addressee may read of a first report: what the rules give to the reason for which it is told, no more.

`shares` in recipients.yaml names the parts and the persons. Everything else is taken out of the report before text,
pages, data and files are made of it, so that none of them can tell more than another.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from inspection.errors import ReferralFault
from inspection.referral.model import Addressee, FirstReport, Lodging, PersonConcerned
from sectors import Catalogue
from sectors.rules.recipients import BundleShare, Part

_WITHOUT: Final[Mapping[Part, Mapping[str, Any]]] = {
    "workplace": dict.fromkeys(
        ("workplace", "enterprise_number", "workplace_name", "address", "refnis", "canton", "place_name", "sector"), ""
    ),
    "forms": {"forms": ()},
    "danger": {"danger_now": None},
    "employer": {"employer_knows": ()},
    "calls": {"calls": ()},
    "elements": {
        **dict.fromkeys(("elements", "by_person", "dimensions", "indicators", "offences", "provisions"), ()),
        **dict.fromkeys(("unidentified", "evidence_missing"), 0),
    },
    "grounds": {"grounds": ""},
    "exhibits": {"exhibits": ()},
    "holders": {"holders": ()},
    "lodgings": {"lodgings": ()},
}
_UNTOLD: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("name", "birth_date", "national_number", "hearing_language", "where_now", "now_at", "reach")),
    "is_heard": False,
}


def share_of(addressee: Addressee, catalogue: Catalogue) -> BundleShare:
    """Return what an addressee may read; raises ReferralFault where the rules give its reason nothing."""
    if addressee.reason not in catalogue.shares:
        raise ReferralFault("REFER-505", reason=addressee.reason)
    return catalogue.shares[addressee.reason]


def shown_to(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> FirstReport:
    """Return the report as an addressee may read it; what it may not read is blank. The same again changes nothing."""
    share = share_of(addressee, catalogue)
    shown: dict[str, Any] = {"lodgings": _lodgings(addressee, report)}
    for part in _WITHOUT.keys() - set(share.parts):
        shown |= _WITHOUT[part]
    shown["persons"] = tuple(_told(person, share) for person in _persons(addressee, report, share))
    return replace(report, **shown)


def _persons(addressee: Addressee, report: FirstReport, share: BundleShare) -> tuple[PersonConcerned, ...]:
    """Return who is told of; of several lodgings in several areas nobody noted who sleeps in which, so nobody is."""
    if share.persons == "all":
        return report.persons
    if share.persons == "minors":
        return tuple(person for person in report.persons if person.minor)
    mine = _lodgings(addressee, report)
    return tuple(person for person in report.persons if person.is_lodged) if mine and mine == report.lodgings else ()


def _told(person: PersonConcerned, share: BundleShare) -> PersonConcerned:
    told = {*share.details, *(("now_at",) if "where_now" in share.details else ())}
    return replace(person, **{detail: blank for detail, blank in _UNTOLD.items() if detail not in told})


def _lodgings(addressee: Addressee, report: FirstReport) -> tuple[Lodging, ...]:
    """Return the lodgings that an office is concerned by: none any more where they were corrected to lie elsewhere."""
    return tuple(one for one in report.lodgings if addressee.recipient in one.offices)
