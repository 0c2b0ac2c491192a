"""The first report as plain text, in the addressee's language; the PDF is set elsewhere from the same data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final

import yaml
from babel import Locale

from inspection.referral.model import KEY_SHOWN, Addressee, FirstReport, PersonConcerned
from inspection.time_of import BRUSSELS
from sectors import Catalogue, Lang

# What the word before the colon of a workplace's id means; the number after it is the one of that register.
REGISTERS: Mapping[str, str] = {"est": "establishment", "site": "works"}
_UNNUMBERED: Final = re.compile(r"site:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
EMPLOYER_KNOWS: Final = "ob_employer_knows"  # the question that asks for it


def register_of(workplace: str) -> tuple[str, str] | None:
    """Return what a workplace's number is, and the number; None where it has none but the control's own id.

    A door that no register knows is found by its sign: nobody can look an id of ours up.
    """
    register, _, number = workplace.partition(":")
    if register not in REGISTERS or _UNNUMBERED.fullmatch(workplace):
        return None
    return REGISTERS[register], number


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return every wording of the first report: key to language to text."""
    text = files("inspection.referral").joinpath("wording.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = {str(k): v for k, v in yaml.load(text, yaml.CBaseLoader).items()}  # noqa: S506  text only
    return found


def say(key: str, lang: Lang) -> str:
    """Return the wording of `key` in `lang`."""
    return words()[key][lang]


def first_report_text(
    addressee: Addressee, report: FirstReport, catalogue: Catalogue, *, supplements: str | None = None
) -> str:
    """Return the report for one addressee; who is told of a minor only gets what concerns minors.

    supplements
        Key of the earlier bundle that it adds to; its first twelve signs are said, as in the name of its folder.
    """
    lines = _minor_lines if addressee.reason == "minor" else _full_lines
    added = [] if supplements is None else [_supplement(supplements, addressee.language), ""]
    return "\n".join([*added, *lines(addressee, report, catalogue)]) + "\n"


def _supplement(key: str, lang: Lang) -> str:
    return say("supplement", lang).format(key=key[:KEY_SHOWN])


def _full_lines(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> Iterator[str]:
    """Yield the report in the order in which it is read out: what is pressing first."""
    lang = addressee.language
    yield from _head("title", addressee, report, catalogue)
    yield _field("forms", ", ".join(say(f"form.{form}", lang) for form in report.forms), lang)
    yield _field("danger_now", say({True: "yes", False: "no", None: "unknown"}[report.danger_now], lang), lang)
    yield _field("employer_knows", "; ".join(employer_texts(report, catalogue, lang)) or say("not_noted", lang), lang)
    yield from _persons(report.persons, lang)
    yield from _calls(report, lang)
    yield from _elements(report, catalogue, lang)
    yield from _labelled("indicators", report.indicators, catalogue, lang)
    yield from _labelled("offences", report.offences, catalogue, lang)
    yield ""
    yield say("grounds", lang)
    yield report.grounds.strip()
    yield from _foot(addressee, report)
    yield say("not_a_status", lang)


def employer_texts(report: FirstReport, catalogue: Catalogue, lang: Lang) -> list[str]:
    """Return what the person in charge knows, in words."""
    asked = catalogue.questions.get(EMPLOYER_KNOWS)
    labels = {choice.key: choice.label.say(lang) for choice in asked.choices} if asked else {}
    return [labels.get(key, key) for key in report.employer_knows]


def _calls(report: FirstReport, lang: Lang) -> Iterator[str]:
    yield ""
    yield f"{say('calls', lang)}:" if report.calls else say("no_call", lang)
    for call in report.calls:
        said = f": {call.instruction.strip()}" if call.instruction.strip() else ""
        yield f"  {clock_of(call.at)} {say(f'role.{call.role}', lang)}, {say(f'called.{call.outcome}', lang)}{said}"


def _elements(report: FirstReport, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """Yield a line for each element that something speaks for: how many observations, of whom."""
    seen = [one for one in report.elements if one.observations and one.element in catalogue.elements]
    if seen:
        yield ""
        yield say("page.magistrate", lang)
    for one in seen:
        element = catalogue.elements[one.element]
        persons = ", ".join(dict.fromkeys(o.person for o in one.observations if o.person))
        of = f"{len(one.observations)}" + (f" ({persons})" if persons else "")
        yield f"  {say(f'part.{element.part}', lang)} – {element.label.say(lang)}: {of}"


def language_name(code: str, lang: Lang) -> str:
    """Return the name of a language in another; its code where that has no name for it."""
    known: str | None = Locale.parse(lang).languages.get(code.partition("-")[0])
    return known or code


def clock_of(at: datetime) -> str:
    """Return the time of day in Brussels."""
    return at.astimezone(BRUSSELS).strftime("%H:%M")


def _minor_lines(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> Iterator[str]:
    yield from _head("title_minor", addressee, report, catalogue)
    yield from _persons([person for person in report.persons if person.minor], addressee.language)
    yield from _foot(addressee, report)


def _head(title: str, addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> Iterator[str]:
    lang = addressee.language
    yield say(title, lang).upper()
    yield ""
    if report.is_unfinished:
        yield say("unfinished", lang)
    yield _field("reference", report.reference, lang)
    yield _field("to", catalogue.recipients[addressee.recipient].name.say(lang), lang)
    yield _field("service", report.service, lang)
    yield _field("decided_at", report.decided_at.astimezone(BRUSSELS).strftime("%d/%m/%Y %H:%M"), lang)
    yield _field("facts_on", report.facts_on.strftime("%d/%m/%Y"), lang)
    yield from _where(report, lang)
    yield _field("enterprise", report.enterprise_number or say("unknown", lang), lang)
    sector = catalogue.sectors.get(report.sector)
    yield _field("sector", sector.label.say(lang) if sector else report.sector, lang)


def _where(report: FirstReport, lang: Lang) -> Iterator[str]:
    """Say the place as far as it is known: there is always an id, and a municipality or a canton."""
    numbered = register_of(report.workplace)
    named = (report.workplace_name, report.address, report.workplace if numbered else "")
    yield _field("workplace", ", ".join(filter(None, named)) or say("unknown", lang), lang)
    key, code = ("municipality", report.refnis) if report.refnis else ("canton", report.canton)
    yield _field(key, f"{report.place_name} ({code})" if report.place_name else code, lang)
    if numbered is not None:
        yield _field(*numbered, lang)


def _persons(persons: Sequence[PersonConcerned], lang: Lang) -> Iterator[str]:
    minors = sum(person.minor for person in persons)
    yield _field("persons", f"{len(persons)} ({say('minors', lang)}: {minors})", lang)
    for person in persons:
        yield f"  {person.ref}: " + "; ".join(_person(person, lang))


def _person(person: PersonConcerned, lang: Lang) -> Iterator[str]:
    yield person.name or say("unknown", lang)
    if person.minor:
        yield say("minor", lang)
    if person.birth_date:
        yield f"{say('born', lang)} {person.birth_date.strftime('%d/%m/%Y')}"
    if person.national_number:
        yield f"{say('number', lang)} {person.national_number}"
    if person.hearing_language:
        yield f"{say('speaks', lang)} {language_name(person.hearing_language, lang)}"
    yield f"{say('where_now', lang)}: {person.where_now or say('ask_inspector', lang)}"


def _labelled(key: str, ids: Sequence[str], catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """List entries of the catalogue by name; one that is not certain says so."""
    table = catalogue.indicators if key == "indicators" else catalogue.offences
    if ids:
        yield ""
        yield say(key, lang)
    for id_ in ids:
        entry = table.get(id_)
        doubt = (
            f" ({say('to_verify', lang)})" if entry and (entry.is_to_verify or entry.label.is_to_verify(lang)) else ""
        )
        yield f"  {id_} {entry.label.say(lang) if entry else ''}{doubt}".rstrip()


def _foot(addressee: Addressee, report: FirstReport) -> Iterator[str]:
    lang = addressee.language
    yield ""
    yield _field("contact", report.contact_telephone, lang)
    if addressee.answer_hours is not None:
        yield say("answer", lang).format(hours=addressee.answer_hours)


def _field(key: str, value: str, lang: Lang) -> str:
    return f"{say(key, lang)}: {value}"
