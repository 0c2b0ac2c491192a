"""A first report as structured data: what one addressee may see of it, in our own codes and those of the standard."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from inspection.referral import htcds
from inspection.referral.exhibits import Exhibit
from inspection.referral.model import Addressee, CallMade, FirstReport, PersonConcerned
from inspection.referral.references import check_reference
from inspection.referral.wording import register_of
from sectors import Catalogue

SCHEMA: Final = "vigie/first-report/1"
# what alone makes no supplement: nobody reads a report twice because a control came to its end
_NOT_OF_THE_CASE: Final = frozenset({"decided_at", "rules_sha256", "is_unfinished", "evidence_missing"})


def structured(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> dict[str, Any]:
    """Return what an addressee may see; who is told of a minor only gets the minors and nothing of the case."""
    told_of_minors = addressee.reason == "minor"
    common = {
        "schema": SCHEMA,
        "reference": check_reference(report.reference),
        "recipient": addressee.recipient,
        "language": addressee.language,
        "service": report.service,
        "decided_at": report.decided_at.isoformat(),
        "facts_on": report.facts_on.isoformat(),
        "is_unfinished": report.is_unfinished,
        "workplace": _workplace(report),
        "contact_telephone": report.contact_telephone,
        "persons": [_person(p) for p in report.persons if p.minor or not told_of_minors],
    }
    return common if told_of_minors else common | _case(report, catalogue)


def told(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the data tell of the case: not when, by which rules, or in which bundle a file came."""
    found = {name: value for name, value in data.items() if name not in _NOT_OF_THE_CASE}
    if "exhibits" in found:
        with_it = {"attached": "held", "sent": "held"}
        found["exhibits"] = [{**e, "state": with_it.get(e["state"], e["state"])} for e in found["exhibits"]]
    return found


def _case(report: FirstReport, catalogue: Catalogue) -> dict[str, Any]:
    sector = catalogue.sectors.get(report.sector)
    return {
        "rules_sha256": catalogue.sha256,
        "forms": list(report.forms),
        "danger_now": report.danger_now,
        "calls": [_call(call) for call in report.calls],
        "employer_knows": list(report.employer_knows),
        "unidentified": report.unidentified,
        "evidence_missing": report.evidence_missing,
        "elements": [
            {
                "element": seen.element,
                "part": catalogue.elements[seen.element].part if seen.element in catalogue.elements else "",
                "observations": [asdict(one) for one in seen.observations],
            }
            for seen in report.elements
        ],
        "dimensions": [asdict(one) for one in report.dimensions],
        "indicators": list(report.indicators),
        "offences": list(report.offences),
        "grounds": report.grounds,
        "exhibits": [_exhibit(one) for one in report.exhibits],
        "htcds": {
            "version": htcds.VERSION,
            "typeofexploitation": htcds.exploitation(report.forms),
            "methodsofcontrol": htcds.control_methods(report.indicators),
            "forcedlabourindustry": htcds.industry(sector) if sector and "economic" in report.forms else None,
            "traffickingstatus": htcds.STATUS,
            "traffickingstatusdecisionmakingorg": htcds.DECIDED_BY,
        },
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


def _person(person: PersonConcerned) -> dict[str, Any]:
    born = person.birth_date.isoformat() if person.birth_date else None
    return {**asdict(person), "birth_date": born}


def _call(call: CallMade) -> dict[str, Any]:
    return {**asdict(call), "at": call.at.isoformat()}


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    return {**asdict(exhibit), "name": exhibit.name, "taken_at": exhibit.taken_at.isoformat()}
