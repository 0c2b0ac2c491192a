"""The first report of a referral on paper: one page for the police, one for the magistrate, the data inside.

Everything that is printed follows from what the addressee may see: who is told of a minor only, or of a lodging in its
area, gets a first page with that, and no second one.
"""

from collections.abc import Mapping
from typing import Any, Final

from inspection.i18n import language_name
from inspection.referral.model import KEY_SHOWN, Addressee, CallMade, FirstReport, PersonConcerned
from inspection.referral.report import (
    counted_text,
    danger_text,
    employer_text,
    entered_text,
    head_fields,
    holders_text,
    lack_text,
    lacks_of,
    lodging_addresses,
    reach_text,
    ring_back_text,
    say,
    share_of,
    shown_to,
    title_of,
    where_text,
)
from inspection.reporting.cases.first_report_elements import elements_page
from inspection.reporting.paper import code_image, typeset
from inspection.territory import register_of
from inspection.time_of import clock_in_brussels, day_text
from sectors import Catalogue
from sectors.rules.recipients import BundleShare
from sectors.rules.values import Lang

_HEADINGS: Final = {"case": "page.police", "minor": "page.minor", "lodging": "page.lodging"}
_RED_LINES: Final[Mapping[str, str]] = {
    "danger": "danger_now",
    "employer": "employer_knows",
    "number": "contact",
    "address": "address",
    "municipality": "municipality",
}


def first_report_pdf(
    addressee: Addressee,
    report: FirstReport,
    catalogue: Catalogue,
    data: bytes,
    *,
    supplements: str | None = None,
    link: str = "",
) -> bytes:
    """Return the report as PDF/A-3 in the addressee's language, with `data` attached as `data.json`.

    The same report gives the same bytes: it is dated by the decision, never by the clock.

    supplements
        Key of the bundle that this one adds to.
    link
        Address of the case on the portal, printed as a code on page one; "" for none.
    """
    content = first_report_data(addressee, report, catalogue, supplements=supplements)
    content |= {"code": code_image(link) if link else "", "portal": say("portal", addressee.language)}
    return typeset("first_report", content, made_on=report.decided_at, attached=data)


def first_report_data(
    addressee: Addressee, report: FirstReport, catalogue: Catalogue, *, supplements: str | None = None
) -> dict[str, Any]:
    """Return what the report prints as plain values."""
    lang, share = addressee.language, share_of(addressee, catalogue)
    seen = shown_to(addressee, report, catalogue)
    key = None if supplements is None else supplements[:KEY_SHOWN]
    return {
        "lang": lang,
        "title": title_of(share, lang),
        "page": say("page.of", lang),
        "verify": say("page.verify", lang) if share.is_of_case else "",
        "supplement": "" if key is None else say("supplement", lang).format(key=key),
        "unfinished": say("unfinished", lang) if report.is_unfinished else "",
        "entered": entered_text(report, lang),
        "reference": report.reference,
        "heading": say(_HEADINGS[share.headed], lang),
        "head": _head(addressee, seen, catalogue),
        "where_title": say("where", lang),
        "where": _where(seen, catalogue, lang) if "workplace" in share.parts else _concerned(seen, catalogue, lang),
        "red": [say(key, lang) for key in _reds(share, seen)],
        "lacking": _lacking(share, seen, lang),
        "pressing": _pressing(share, seen, catalogue, lang),
        "persons_title": _persons_title(share, seen, lang),
        "persons_head": [say(k, lang) for k in ("column.person", "name", "language", "whereabouts")],
        "persons": [_person(person, lang) for person in seen.persons],
        "nobody": say("lodged_unknown" if share.persons == "lodged" else "nobody", lang),
        "calls_title": say("calls", lang) if "calls" in share.parts else "",
        "calls": [_call(call, lang) for call in seen.calls],
        "no_call": say("no_call", lang),
        "contact": [say("contact", lang), report.contact_telephone or say("unknown", lang)],
        "answer": _answer(addressee),
        "attached": say("attached_data", lang),
        "second": elements_page(seen, catalogue, lang) if share.is_of_case else None,
    }


def _head(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> list[list[str]]:
    lang = addressee.language
    told = head_fields(addressee, report, catalogue)
    if report.forms:
        told["forms"] = ", ".join(say(f"form.{form}", lang) for form in report.forms)
    return _labelled(told, lang)


def _concerned(report: FirstReport, catalogue: Catalogue, lang: Lang) -> list[list[str]]:
    """Return the lodgings in the area of an office that is only concerned, and who has the case."""
    lodgings = [[say("lodging", lang), address] for address in lodging_addresses(report, lang)]
    return [*lodgings, *_labelled({"holders": holders_text(report, catalogue, lang)}, lang)]


def _where(report: FirstReport, catalogue: Catalogue, lang: Lang) -> list[list[str]]:
    numbered = register_of(report.workplace)
    named = ", ".join(filter(None, (report.workplace_name, report.address)))
    place, code = ("municipality", report.refnis) if report.refnis else ("canton", report.canton)
    sector = catalogue.sectors.get(report.sector)
    told = {
        "workplace": named or say("unknown", lang),
        **({} if report.address else {"address": say("place_unknown", lang)}),
        **({} if report.refnis else {"municipality": say("place_unknown", lang)}),
        place: f"{report.place_name} ({code})" if report.place_name else code,
        "sector": sector.label.say(lang) if sector else report.sector,
        "enterprise": report.enterprise_number or say("unknown", lang),
        **(dict([numbered]) if numbered else {}),
    }
    return _labelled(told, lang)


def _pressing(share: BundleShare, report: FirstReport, catalogue: Catalogue, lang: Lang) -> list[list[str]]:
    """Return what who comes now must know before going in."""
    told = {}
    if "danger" in share.parts:
        told["danger_now"] = danger_text(report.danger_now, lang)
    if "employer" in share.parts:
        told["employer_knows"] = employer_text(report, catalogue, lang)
    return _labelled(told, lang)


def _lacking(share: BundleShare, report: FirstReport, lang: Lang) -> dict[str, Any] | None:
    """Return what the report leaves open and whom to ring for it; None where it leaves nothing open."""
    found = lacks_of(report, share)
    if not found:
        return None
    ring = ring_back_text(report, lang)
    return {"title": say("lacking", lang), "lines": [lack_text(one, lang) for one in found], "ring": ring}


def _reds(share: BundleShare, report: FirstReport) -> list[str]:
    """Return the words of the lines whose value is missing, so that each is red where it stands too."""
    return [_RED_LINES[one.what] for one in lacks_of(report, share) if one.what in _RED_LINES]


def _persons_title(share: BundleShare, report: FirstReport, lang: Lang) -> str:
    """Return the heading of the persons; nobody known to be lodged is not nobody, and no number is given."""
    if share.persons != "lodged":
        return f"{say('who', lang)} – {counted_text(report, lang)}"
    return " – ".join([say("lodged", lang), *([counted_text(report, lang)] if report.persons else [])])


def _person(person: PersonConcerned, lang: Lang) -> dict[str, Any]:
    born = f"{say('born', lang)} {day_text(person.birth_date)}" if person.birth_date else ""
    number = f"{say('number', lang)} {person.national_number}" if person.national_number else ""
    return {
        "ref": person.ref,
        "minor": say("minor", lang) if person.minor else "",
        "name": person.name or say("unknown", lang),
        "known": ", ".join(filter(None, (born, number))),
        "ageless": say("age_unknown", lang) if person.age == "unknown" else "",
        "language": language_name(person.hearing_language, lang) if person.hearing_language else "–",
        "where": where_text(person, lang),
        "is_lost": person.is_lost,
        "reach": f"{say('reach', lang)}: {reach_text(person.reach, lang)}" if person.reach else "",
    }


def _call(call: CallMade, lang: Lang) -> list[str]:
    whom = ", ".join(filter(None, (say(f"role.{call.role}", lang), call.who, call.number)))
    return [clock_in_brussels(call.at), whom, say(f"called.{call.outcome}", lang), call.instruction.strip()]


def _answer(addressee: Addressee) -> str:
    hours = addressee.answer_hours
    return "" if hours is None else say("answer", addressee.language).format(hours=hours)


def _labelled(told: Mapping[str, str], lang: Lang) -> list[list[str]]:
    return [[say(key, lang), value] for key, value in told.items()]
