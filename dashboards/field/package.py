"""The package as JSON: what an inspector takes along, with whom to ring in every area and the card of steps."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names

from inspection import acts
from inspection.control.papers import OnCallNumber, every_step, on_call_numbers
from inspection.i18n import LANGUAGES, Lang, t
from inspection.territory import Municipality, competence, municipalities
from inspection.time_of import day_in_brussels
from inspection.trust import Context
from sectors import Catalogue
from sectors.rules.recipients import RoutingLine
from sectors.rules.values import Text


def package_json(context: Context, device: acts.devices.DeviceUser) -> dict[str, Any]:
    """Return the package of whoever a device speaks for; nothing in it is about persons or about other teams."""
    package = acts.weeks.field_package(context)
    day = day_in_brussels(package.made_at)
    catalogue = context.app.catalogue(day)
    # one day more at the front: a number that holds on its last day may answer into the morning after
    days = [day + timedelta(days=n) for n in range(-1, (package.until - day).days + 1)]
    on_call = acts.alerts.on_call_of_days(context, days)
    return {
        "made_at": package.made_at.isoformat(),
        "user": device.user_id,
        "name": device.name,
        "language": device.language,
        "missions": [_mission(one) for one in package.missions],
        "checklists": [
            {"sector": one.id, "id": one.id, "version": one.version, "sha256": one.sha256, "label": dict(one.label)}
            for one in package.checklists
        ],
        "worker_languages": [
            {"code": one.code, "name": one.name, "direction": one.direction, "checked": one.checked_by is not None}
            for one in catalogue.worker_languages.values()
        ],
        "places": list(_places(catalogue)),
        "areas": [{"key": o.area, "label": four(o.label), "district": o.arrondissement} for o in catalogue.offices],
        "duty": {office.area: _on_call(on_call, office, day) for office in catalogue.offices},
        "card": {"steps": [_step(step) for step in every_step(catalogue)]},
        "rights": {key: [four(one) for one in known.rights] for key, known in catalogue.hearing_capacities.items()},
        "lawyer": [key for key, known in catalogue.hearing_capacities.items() if known.lawyer != "none"],
        "room_grounds": [
            {
                "key": one.key,
                "label": four(one.label),
                "hint": four(one.hint) if one.hint else None,
                "needs": list(one.needs),
            }
            for one in catalogue.room_grounds.values()
        ],
        "service": context.settings.service,
        "findings": _findings(catalogue),
        "evidence": {
            key: {"label": four(one.label), "met_by": one.met_by, "registers": list(one.registers)}
            for key, one in catalogue.usual_evidence.items()
        },
        "visit_record": _visit_record(catalogue),
        "clock_limit_s": catalogue.field_rules.clock_limit_s,
        "hours_needed": dict(catalogue.register_rules.hours_needed),
        "minor_under_years": catalogue.indicator_rule.minor_under_years,
        "map": _map(acts.weeks.round_map(context, package.missions)),
    }


def _map(drawn: acts.weeks.RoundMap) -> dict[str, Any]:
    return {
        "unit": drawn.unit,
        "outlines": [{"name": {"fr": fr, "nl": nl}, "rings": rings} for fr, nl, rings in drawn.outlines],
        "streets": [{"name": {"fr": fr, "nl": nl}, "line": line} for fr, nl, line in drawn.streets],
    }


def four(text: Text) -> dict[str, str]:
    """Return a label in the four languages."""
    return {lang: text.say(lang) for lang in LANGUAGES}


def _findings(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Return each offence by name, with the evidence that it usually lacks: hints that the form judges nothing by."""
    return {
        key: {
            "label": four(offence.label),
            "evidence": [one.key for one in catalogue.usual_evidence.values() if key in one.offences],
        }
        for key, offence in catalogue.offences.items()
    }


def _visit_record(catalogue: Catalogue) -> dict[str, Any]:
    """Return the words of the visit record, and the documents that each sector's employers are asked for."""
    rules = catalogue.visit_record
    words = {name: four(value) for name in type(rules).model_fields if isinstance(value := getattr(rules, name), Text)}
    asked = {
        sector.key: [four(one) for one in catalogue.documents_asked(sector)] for sector in catalogue.enabled_sectors()
    }
    return {"due_days": rules.due_days, "words": words, "documents": asked}


def _mission(one: acts.weeks.Mission) -> dict[str, Any]:
    plain = ("visit", "start", "workplace", "name", "enterprise", "address", "lon", "lat", "sector", "area")
    return {
        **{name: getattr(one, name) for name in plain},
        "day": one.day.isoformat(),
        "report_language": one.report_language,
        "known": [
            {
                "label": {lang: t(f"field.known.{fact.fact}", lang) for lang in LANGUAGES},
                "value": fact.value,
                "source": fact.source,
                "as_of": fact.as_of,
            }
            for fact in one.known
        ],
    }


def _places(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """Yield every municipality with its offices' area: where a control that nobody planned may take place."""
    for refnis, place in municipalities(catalogue.day).items():
        offices = competence(place, catalogue.day, offices=catalogue.offices)
        yield {
            "key": refnis,
            "label": _names(place, offices.report_languages),
            "district": offices.arrondissement,
            "area": offices.area,
            "report_languages": list(offices.report_languages),
        }


def _names(place: Municipality, spoken: tuple[str, ...]) -> dict[str, str]:
    """Return a municipality's names; who reads neither French nor Dutch gets the one that stands on its signs."""
    local = place.name_nl if spoken == ("nl",) else place.name_fr
    return {"fr": place.name_fr, "nl": place.name_nl, "de": local, "en": local}


def _on_call(on_call: acts.alerts.OnCallDays, office: RoutingLine, first: date) -> list[dict[str, Any]]:
    """Return the numbers of an area that hold on some day until the package is old; unknown ones are left out.

    A roster that begins next Monday is in it already: the form may be without a network by then. So is one that ended
    yesterday with a night: it answers until the morning.
    """
    found: dict[OnCallNumber, date] = {}
    for day, rules in on_call.rules.items():
        for one in on_call_numbers(rules, office.area) if office in rules.offices else ():
            if one.number is not None and (one.is_overnight or day >= first):
                found.setdefault(one, day)
    earliest = {True: first - timedelta(days=1), False: first}
    return [
        {
            **_number(one),
            "valid_from": None if day == earliest[one.is_overnight] else day.isoformat(),
            "absent": [[start.isoformat(), end.isoformat()] for start, end in on_call.absent.get(one.line, ())],
        }
        for one, day in found.items()
    ]


def _number(one: OnCallNumber) -> dict[str, Any]:
    """Return a number with its hours; `night_ends` where these go on after midnight."""
    return {
        "role": one.role,
        "recipient": one.recipient,
        "label": _label(one),
        "number": one.number,
        "hours": _hours(one),
        "night_ends": one.ends if one.is_overnight else None,
        "to_verify": one.to_verify,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
    }


def _label(one: OnCallNumber) -> dict[str, str]:
    """Return what stands beside a number; a deputy's says so."""
    said = four(one.label)
    return said if one.rank == 1 else {lang: f"{said[lang]} ({t('field.duty.deputy', lang)})" for lang in LANGUAGES}


def _hours(one: OnCallNumber) -> dict[str, str] | None:
    """Return when a number answers: in words, or as days and clock where the roster gives them."""
    if one.hours:
        return {lang: t(f"field.hours.{one.hours}", lang) for lang in LANGUAGES}
    clock = f"{one.starts}–{one.ends}" if one.starts else ""
    if not (clock or one.days):
        return None
    return {lang: " ".join(filter(None, (_days(one.days, lang), clock))) for lang in LANGUAGES}


def _days(days: tuple[int, ...], lang: Lang) -> str:
    names = get_day_names("abbreviated", locale=lang)
    return ", ".join(names[day] for day in days)


def _step(step: Any) -> dict[str, Any]:
    return {"key": step.key, "label": four(step.label), "hint": four(step.hint), "role": step.role, "when": step.when}
