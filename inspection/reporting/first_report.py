"""The first report of a referral on paper: one page for the police, one for the magistrate, the data inside.

Everything that is printed follows from what the addressee may see; who is told of a minor only gets a first page with
the minors, and no second one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from inspection.referral import (
    KEY_SHOWN,
    Addressee,
    CallMade,
    FirstReport,
    PersonConcerned,
    clock_of,
    employer_texts,
    language_name,
    register_of,
    say,
)
from inspection.reporting.first_report_elements import elements_page
from inspection.reporting.typesetting import typeset
from inspection.reporting.written import day_text, moment_text
from sectors import Catalogue, Lang


def first_report_pdf(
    addressee: Addressee, report: FirstReport, catalogue: Catalogue, data: bytes, *, supplements: str | None = None
) -> bytes:
    """Return the report as PDF/A-3 in the addressee's language, with `data` attached as `data.json`.

    The same report gives the same bytes: it is dated by the decision, never by the clock.

    supplements
        Key of the bundle that this one adds to.
    """
    content = first_report_data(addressee, report, catalogue, supplements=supplements)
    return typeset("first_report", content, made_on=report.decided_at, attached=data)


def first_report_data(
    addressee: Addressee, report: FirstReport, catalogue: Catalogue, *, supplements: str | None = None
) -> dict[str, Any]:
    """Return what the report prints as plain values."""
    lang, is_of_minors = addressee.language, addressee.reason == "minor"
    persons = [p for p in report.persons if p.minor or not is_of_minors]
    key = None if supplements is None else supplements[:KEY_SHOWN]
    return {
        "lang": lang,
        "title": say("title_minor" if is_of_minors else "title", lang),
        "page": say("page.of", lang),
        "verify": "" if is_of_minors else say("page.verify", lang),
        "supplement": "" if key is None else say("supplement", lang).format(key=key),
        "unfinished": say("unfinished", lang) if report.is_unfinished else "",
        "reference": report.reference,
        "heading": say("page.minor" if is_of_minors else "page.police", lang),
        "head": _head(addressee, report, catalogue),
        "where_title": say("where", lang),
        "where": _where(report, catalogue, lang),
        "pressing": [] if is_of_minors else _pressing(report, catalogue, lang),
        "persons_title": f"{say('who', lang)} – {_counted(persons, lang)}",
        "persons_head": [say(k, lang) for k in ("column.person", "name", "language", "whereabouts")],
        "persons": [_person(person, lang) for person in persons],
        "nobody": say("nobody", lang),
        "calls_title": "" if is_of_minors else say("calls", lang),
        "calls": [] if is_of_minors else [_call(call, lang) for call in report.calls],
        "no_call": say("no_call", lang),
        "contact": [say("contact", lang), report.contact_telephone or say("unknown", lang)],
        "answer": _answer(addressee),
        "attached": say("attached_data", lang),
        "second": None if is_of_minors else elements_page(report, catalogue, lang),
    }


def _head(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> list[list[str]]:
    lang = addressee.language
    told = {
        "to": catalogue.recipients[addressee.recipient].name.say(lang),
        "service": report.service,
        "decided_at": moment_text(report.decided_at),
        "facts_on": day_text(report.facts_on),
    }
    if addressee.reason != "minor":
        told["forms"] = ", ".join(say(f"form.{form}", lang) for form in report.forms)
    return _labelled(told, lang)


def _where(report: FirstReport, catalogue: Catalogue, lang: Lang) -> list[list[str]]:
    numbered = register_of(report.workplace)
    place, code = ("municipality", report.refnis) if report.refnis else ("canton", report.canton)
    sector = catalogue.sectors.get(report.sector)
    unnamed = report.workplace if numbered else say("unknown", lang)
    told = {
        "workplace": ", ".join(filter(None, (report.workplace_name, report.address))) or unnamed,
        place: f"{report.place_name} ({code})" if report.place_name else code,
        "sector": sector.label.say(lang) if sector else report.sector,
        "enterprise": report.enterprise_number or say("unknown", lang),
        **(dict([numbered]) if numbered else {}),
    }
    return _labelled(told, lang)


def _pressing(report: FirstReport, catalogue: Catalogue, lang: Lang) -> list[list[str]]:
    """Return what who comes now must know before going in."""
    danger = say({True: "yes", False: "no", None: "unknown"}[report.danger_now], lang)
    knows = "; ".join(employer_texts(report, catalogue, lang)) or say("not_noted", lang)
    return _labelled({"danger_now": danger, "employer_knows": knows}, lang)


def _counted(persons: Sequence[PersonConcerned], lang: Lang) -> str:
    return f"{len(persons)} ({say('minors', lang)}: {sum(p.minor for p in persons)})"


def _person(person: PersonConcerned, lang: Lang) -> dict[str, Any]:
    born = f"{say('born', lang)} {day_text(person.birth_date)}" if person.birth_date else ""
    number = f"{say('number', lang)} {person.national_number}" if person.national_number else ""
    return {
        "ref": person.ref,
        "minor": say("minor", lang) if person.minor else "",
        "name": person.name or say("unknown", lang),
        "known": ", ".join(filter(None, (born, number))),
        "language": language_name(person.hearing_language, lang) if person.hearing_language else "–",
        "where": person.where_now or say("ask_inspector", lang),
    }


def _call(call: CallMade, lang: Lang) -> list[str]:
    whom = ", ".join(filter(None, (say(f"role.{call.role}", lang), call.who, call.number)))
    return [clock_of(call.at), whom, say(f"called.{call.outcome}", lang), call.instruction.strip()]


def _answer(addressee: Addressee) -> str:
    hours = addressee.answer_hours
    return "" if hours is None else say("answer", addressee.language).format(hours=hours)


def _labelled(told: Mapping[str, str], lang: Lang) -> list[list[str]]:
    return [[say(key, lang), value] for key, value in told.items()]
