"""A first report as structured data: what one addressee may see of it, in our own codes and those of the standard."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from inspection.referral.model import Addressee, CallMade, FirstReport, PersonConcerned
from inspection.referral.references import check_reference
from inspection.referral.report import elements, htcds, lacking, shares
from inspection.referral.report.exhibits import Exhibit
from inspection.territory import register_of
from sectors import Catalogue
from sectors.rules.recipients import BundleShare, Part

SCHEMA: Final = "vigie/first-report/1"
# what alone makes no supplement: nobody reads a report twice because a control came to its end
_NOT_OF_THE_CASE: Final = frozenset(
    {"decided_at", "rules_sha256", "is_unfinished", "evidence_missing", "ages", "lacking", "ring_back"}
)
_FOLLOWS_FROM_OURS: Final = frozenset({"htcds"})  # it follows from our own codes, by whichever version of the program
WHOLE_CASE_PART: Final = "elements"  # stands in the data of whoever works it
_EACH: Final[Mapping[str, str]] = {"persons": "ref", "exhibits": "number"}
_WHERE_TAKEN: Final = frozenset({"lon", "lat"})


def structured(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> dict[str, Any]:
    """Return what an addressee may see: the parts and persons that the rules give to why it is told."""
    share, seen = shares.share_of(addressee, catalogue), shares.shown_to(addressee, report, catalogue)
    found = {
        "schema": SCHEMA,
        "reference": check_reference(report.reference),
        "recipient": addressee.recipient,
        "language": addressee.language,
        "service": report.service,
        "decided_at": report.decided_at.isoformat(),
        "facts_on": report.facts_on.isoformat(),
        "is_unfinished": report.is_unfinished,
        "contact_telephone": report.contact_telephone,
        "ring_back": asdict(seen.ring_back),
        "lacking": [{"what": one.what, "persons": list(one.persons)} for one in lacking.lacks_of(seen, share)],
        "persons": [_person(one, share) for one in seen.persons],
        "ages": {age: len(refs) for age, refs in lacking.counted_by_age(seen).items()},
    }
    if report.entered_for is not None:
        found["entered_for"] = {
            "told_at": report.entered_for.told_at.isoformat(),
            "is_confirmed": report.entered_for.is_confirmed,
        }
    for part in share.parts:
        found |= _PARTS[part](seen, catalogue)
    return found | _standard(share, seen, catalogue)


def case_facts(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the data tell of the case: not when, by which rules, or in which bundle a file came."""
    found = {name: value for name, value in data.items() if name not in _NOT_OF_THE_CASE}
    if "exhibits" in found:
        with_it = {"attached": "held", "sent": "held"}
        found["exhibits"] = [{**e, "state": with_it.get(e["state"], e["state"])} for e in found["exhibits"]]
    return found


def adds_nothing(data: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Tell whether data tell an office nothing of the case that those which it holds do not, whenever they were made.

    What it may read no longer is no news, nor are the codes of the standard, nor where an exhibit was taken once that
    is left out. Who holds a whole case is sent no notice of what concerns it in that case.
    """
    now, before = case_facts(data), case_facts(held)
    is_notice = WHOLE_CASE_PART in before and WHOLE_CASE_PART not in now
    names = now.keys() - _FOLLOWS_FROM_OURS
    if not is_notice and not names <= before.keys():
        return False
    return all(_is_held(name, now[name], before[name], some=is_notice) for name in names & before.keys())


def _is_held(name: str, now: Any, before: Any, *, some: bool) -> bool:
    """Compare a part with what is held; `some`: of persons and exhibits fewer may be told now."""
    if name not in _EACH:
        return bool(now == before)
    known = {one[_EACH[name]]: one for one in before}
    each = all(_says_no_more(one, known.get(one[_EACH[name]], {})) for one in now)
    return each and (some or len(now) == len(before))


def _says_no_more(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    told_now = (item for item in one.items() if not (item[0] in _WHERE_TAKEN and item[1] is None))
    return all(name in other and other[name] == value for name, value in told_now)


def _standard(share: BundleShare, report: FirstReport, catalogue: Catalogue) -> dict[str, Any]:
    """Return the codes of the standard for what an addressee reads in ours, and for nothing else."""
    if "forms" not in share.parts:
        return {}
    codes: dict[str, Any] = {
        "version": htcds.VERSION,
        "typeofexploitation": htcds.exploitation(report.forms),
        "traffickingstatus": htcds.STATUS,
        "traffickingstatusdecisionmakingorg": htcds.DECIDED_BY,
    }
    if "elements" in share.parts:
        codes["methodofrecruitment"] = htcds.recruitment_methods(report.indicators)
        codes["methodsofcontrol"] = htcds.control_methods(report.indicators)
    if "workplace" in share.parts:
        sector = catalogue.sectors.get(report.sector)
        codes["forcedlabourindustry"] = htcds.industry(sector) if sector and "economic" in report.forms else None
    return {"htcds": codes}


def _elements(report: FirstReport, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "unidentified": report.unidentified,
        "evidence_missing": report.evidence_missing,
        "elements": [
            {
                "element": seen.element,
                "part": catalogue.elements[seen.element].part if seen.element in catalogue.elements else "",
                "observations": [elements.observed(one) for one in seen.observations],
            }
            for seen in report.elements
        ],
        "by_person": [asdict(one) for one in report.by_person],
        "dimensions": [asdict(one) for one in report.dimensions],
        "indicators": list(report.indicators),
        "offences": list(report.offences),
    }


def _workplace(report: FirstReport) -> dict[str, str]:
    register, number = register_of(report.workplace) or ("", "")
    return {
        "id": report.workplace,
        "register": register,
        "register_number": number,
        "place": report.place_name,
        "canton": report.canton,
        "enterprise_number": report.enterprise_number,
        "name": report.workplace_name,
        "address": report.address,
        "refnis": report.refnis,
        "sector": report.sector,
    }


def _person(person: PersonConcerned, share: BundleShare) -> dict[str, Any]:
    born = person.birth_date.isoformat() if person.birth_date else None
    known = {**asdict(person), "birth_date": born}
    told = {name: known[name] for name in ("ref", "minor", *share.details) if name != "reach"}
    later = {
        name: known[name] for name in ("now_at", "reach") if known[name] is not None
    }  # of no report before 2026-12
    return told | later


def _call(call: CallMade) -> dict[str, Any]:
    return {**asdict(call), "at": call.at.isoformat()}


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    known = asdict(exhibit)
    marked = {} if exhibit.marked_of is None else {"marked_of": exhibit.marked_of}  # of no report before 2026-12
    told = {name: value for name, value in known.items() if name != "marked_of"} | marked
    return {**told, "name": exhibit.name, "taken_at": exhibit.taken_at.isoformat()}


_PARTS: Final[Mapping[Part, Callable[[FirstReport, Catalogue], dict[str, Any]]]] = {
    "workplace": lambda report, _: {"workplace": _workplace(report)},
    "forms": lambda report, catalogue: {"forms": list(report.forms), "rules_sha256": catalogue.sha256},
    "danger": lambda report, _: {"danger_now": report.danger_now},
    "employer": lambda report, _: {"employer_knows": list(report.employer_knows)},
    "calls": lambda report, _: {"calls": [_call(call) for call in report.calls]},
    "elements": _elements,
    "grounds": lambda report, _: {"grounds": report.grounds},
    "exhibits": lambda report, _: {"exhibits": [_exhibit(one) for one in report.exhibits]},
    "holders": lambda report, _: {"holders": list(report.holders)},
    "lodgings": lambda report, _: {"lodgings": [one.address for one in report.lodgings]},
}
