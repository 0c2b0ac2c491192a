"""The first report as plain text, in the addressee's language; the PDF is set elsewhere from the same data."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from inspection.i18n import language_name
from inspection.referral.model import KEY_SHOWN, Addressee, FirstReport, PersonConcerned, SafeReach
from inspection.referral.report.lacking import Lack, counted_by_age, lacks_of
from inspection.referral.report.shares import share_of, shown_to
from inspection.territory import register_of
from inspection.time_of import clock_in_brussels, day_text, moment_text
from sectors import Catalogue
from sectors.rules.recipients import BundleShare, Part
from sectors.rules.values import Lang

EMPLOYER_KNOWS: Final = "ob_employer_knows"  # the question that asks for it


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
    """Return the report for one addressee, in the order in which it is read out: what is pressing first.

    It holds what the rules let the addressee read: who is told of a minor only gets what concerns minors.

    supplements
        Key of the earlier bundle that it adds to; its first twelve signs are said, as in the name of its folder.
    """
    seen = shown_to(addressee, report, catalogue)
    added = [] if supplements is None else [_supplement(supplements, addressee.language), ""]
    return "\n".join([*added, *_lines(addressee, seen, catalogue)]) + "\n"


def _supplement(key: str, lang: Lang) -> str:
    return say("supplement", lang).format(key=key[:KEY_SHOWN])


def _lines(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> Iterator[str]:
    share = share_of(addressee, catalogue)
    yield from _head(addressee, report, catalogue)
    for part in _BEFORE_THE_PERSONS:
        yield from _SAID[part](report, catalogue, addressee.language) if part in share.parts else ()
    yield from _lacking(report, share, addressee.language)
    yield from _persons(report, share, addressee.language)
    for part in _AFTER_THE_PERSONS:
        yield from _SAID[part](report, catalogue, addressee.language) if part in share.parts else ()
    yield from _foot(addressee, report)
    if "forms" in share.parts:
        yield say("not_a_status", addressee.language)


def _forms(report: FirstReport, _: Catalogue, lang: Lang) -> Iterator[str]:
    yield _field("forms", ", ".join(say(f"form.{form}", lang) for form in report.forms), lang)


def _danger(report: FirstReport, _: Catalogue, lang: Lang) -> Iterator[str]:
    yield _field("danger_now", danger_text(report.danger_now, lang), lang)


def _employer(report: FirstReport, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    yield _field("employer_knows", employer_text(report, catalogue, lang), lang)


def _grounds(report: FirstReport, _: Catalogue, lang: Lang) -> Iterator[str]:
    yield from ("", say("grounds", lang), report.grounds.strip())


def _holders(report: FirstReport, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    yield _field("holders", holders_text(report, catalogue, lang), lang)


def _lodgings(report: FirstReport, _: Catalogue, lang: Lang) -> Iterator[str]:
    yield from (_field("lodging", address, lang) for address in lodging_addresses(report, lang))


def lodging_addresses(report: FirstReport, lang: Lang) -> list[str]:
    """Return the addresses of the lodgings, or where to ask for them."""
    return [one.address for one in report.lodgings] or [say("ask_inspector", lang)]


def holders_text(report: FirstReport, catalogue: Catalogue, lang: Lang) -> str:
    """Return the names of the offices that have the case, or where to ask for them."""
    known = catalogue.recipients
    names = [known[id_].name.say(lang) if id_ in known else id_ for id_ in report.holders]
    return "; ".join(names) or say("ask_inspector", lang)


def danger_text(danger_now: bool | None, lang: Lang) -> str:
    """Return in a word whether somebody is in danger now; None is unknown."""
    return say({True: "yes", False: "no", None: "unknown"}[danger_now], lang)


def employer_text(report: FirstReport, catalogue: Catalogue, lang: Lang) -> str:
    """Return what the person in charge knows, in words, or that nobody noted it."""
    asked = catalogue.questions.get(EMPLOYER_KNOWS)
    labels = {choice.key: choice.label.say(lang) for choice in asked.choices} if asked else {}
    return "; ".join(labels.get(key, key) for key in report.employer_knows) or say("not_noted", lang)


def _calls(report: FirstReport, _: Catalogue, lang: Lang) -> Iterator[str]:
    yield ""
    yield f"{say('calls', lang)}:" if report.calls else say("no_call", lang)
    for call in report.calls:
        said = f": {call.instruction.strip()}" if call.instruction.strip() else ""
        role, outcome = say(f"role.{call.role}", lang), say(f"called.{call.outcome}", lang)
        yield f"  {clock_in_brussels(call.at)} {role}, {outcome}{said}"


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


def _head(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> Iterator[str]:
    lang = addressee.language
    yield title_of(share_of(addressee, catalogue), lang).upper()
    yield ""
    if entered := entered_text(report, lang):
        yield entered
    if report.is_unfinished:
        yield say("unfinished", lang)
    yield _field("reference", report.reference, lang)
    yield from (_field(key, value, lang) for key, value in head_fields(addressee, report, catalogue).items())


def head_fields(addressee: Addressee, report: FirstReport, catalogue: Catalogue) -> dict[str, str]:
    """Return whom a report is for, of which service, and of when, by the keys of their labels."""
    return {
        "to": catalogue.recipients[addressee.recipient].name.say(addressee.language),
        "service": report.service,
        "decided_at": moment_text(report.decided_at),
        "facts_on": day_text(report.facts_on),
    }


def title_of(share: BundleShare, lang: Lang) -> str:
    """Return the title under which an addressee reads its share."""
    return say("title" if share.headed == "case" else f"title_{share.headed}", lang)


def _workplace(report: FirstReport, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    yield from _where(report, lang)
    yield _field("enterprise", report.enterprise_number or say("unknown", lang), lang)
    sector = catalogue.sectors.get(report.sector)
    yield _field("sector", sector.label.say(lang) if sector else report.sector, lang)


def _where(report: FirstReport, lang: Lang) -> Iterator[str]:
    """Say the place as far as it is known: there is always a municipality or a canton."""
    numbered = register_of(report.workplace)
    named = (report.workplace_name, report.address)
    yield _field("workplace", ", ".join(filter(None, named)) or say("unknown", lang), lang)
    if not report.address:
        yield _field("address", say("place_unknown", lang), lang)
    key, code = ("municipality", report.refnis) if report.refnis else ("canton", report.canton)
    yield _field(key, f"{report.place_name} ({code})" if report.place_name else code, lang)
    if numbered is not None:
        yield _field(*numbered, lang)


def _lacking(report: FirstReport, share: BundleShare, lang: Lang) -> Iterator[str]:
    lacks = lacks_of(report, share)
    if lacks:
        yield ""
        yield f"! {say('lacking', lang)}"
        yield from (f"  ! {lack_text(one, lang)}" for one in lacks)
        yield f"  {ring_back_text(report, lang)}"
        yield ""


def lack_text(lack: Lack, lang: Lang) -> str:
    """Return in words what a report leaves open, and of whom."""
    return say(f"lacking.{lack.what}", lang).format(who=", ".join(lack.persons))


def ring_back_text(report: FirstReport, lang: Lang) -> str:
    """Return whom the addressee rings for what the report leaves open; without any number, it asks the service."""
    one = report.ring_back
    if not one.telephone:
        return say("ring_back.unknown", lang).format(service=report.service)
    return say("ring_back", lang).format(whom=say(f"ring_back.{one.role}", lang), number=one.telephone)


def counted_text(report: FirstReport, lang: Lang) -> str:
    """Return how many persons there are: minors, adults, and apart from both those whose age nobody knows."""
    by_age = counted_by_age(report)
    unknown = by_age["unknown"]
    told = {
        "minors": str(len(by_age["minor"])) if by_age["minor"] or not unknown else "",
        "adults": str(len(by_age["adult"])) if by_age["adult"] else "",
        "age_unknown": f"{len(unknown)} ({', '.join(unknown)})" if unknown else "",
    }
    of = "; ".join(_field(key, value, lang) for key, value in told.items() if value)
    return f"{len(report.persons)} – {of}"


def _persons(report: FirstReport, share: BundleShare, lang: Lang) -> Iterator[str]:
    key, persons = "lodged" if share.persons == "lodged" else "persons", report.persons
    yield _field(key, counted_text(report, lang) if persons or key == "persons" else say("lodged_unknown", lang), lang)
    for person in persons:
        yield f"  {person.ref}: " + "; ".join(_person(person, lang))


def _person(person: PersonConcerned, lang: Lang) -> Iterator[str]:
    yield person.name or say("unknown", lang)
    if person.age != "adult":
        yield say({"minor": "minor", "unknown": "age_unknown"}[person.age], lang)
    if person.birth_date:
        yield f"{say('born', lang)} {day_text(person.birth_date)}"
    if person.national_number:
        yield f"{say('number', lang)} {person.national_number}"
    if person.hearing_language:
        yield f"{say('speaks', lang)} {language_name(person.hearing_language, lang)}"
    yield f"{say('where_now', lang)}: {where_text(person, lang)}"
    if person.reach is not None:
        yield _field("reach", reach_text(person.reach, lang), lang)


def where_text(person: PersonConcerned, lang: Lang) -> str:
    """Return where somebody is now, by code and in the inspector's words; to be asked where nobody said."""
    if person.is_lost:
        return say("ask_inspector", lang)
    code = say(f"now_at.{person.now_at}", lang) if person.now_at else ""
    return ", ".join(filter(None, (code, person.where_now)))


def reach_text(reach: SafeReach, lang: Lang) -> str:
    """Return how somebody can be reached safely, in one line."""
    how = say(f"reach.{reach.how}", lang) if reach.how else ""
    spoken = language_name(reach.language, lang) if reach.language else ""
    return ", ".join(filter(None, (how, reach.through, reach.when, spoken)))


def entered_text(report: FirstReport, lang: Lang) -> str:
    """Return that a colleague entered a report for the inspector, and whether it was confirmed; "" of any other."""
    if report.entered_for is None:
        return ""
    key = "entered_for.confirmed" if report.entered_for.is_confirmed else "entered_for.open"
    return say(key, lang).format(at=moment_text(report.entered_for.told_at))


def _page_2(report: FirstReport, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    yield from _elements(report, catalogue, lang)
    yield from _labelled("indicators", report.indicators, catalogue, lang)
    yield from _labelled("offences", report.offences, catalogue, lang)
    if report.provisions:
        yield ""
        yield say("provisions", lang)
        yield from (f"  {text}" for text in provision_texts(report, catalogue, lang))


def provision_texts(
    report: FirstReport, catalogue: Catalogue, lang: Lang, kinds: Collection[str] = ("offence", "information")
) -> Iterator[str]:
    """Yield each provision that the report names, as readers of a language cite it; what is not certain says so."""
    for one in (each for each in report.provisions if each.kind in kinds):
        doubt = f" ({say('to_verify', lang)})" if one.is_to_verify else ""
        yield f"{one.label.say(lang)}: {catalogue.cite(one.article, lang)}{doubt}"


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
    yield _field("contact", report.contact_telephone or say("unknown", lang), lang)
    if addressee.answer_hours is not None:
        yield say("answer", lang).format(hours=addressee.answer_hours)


def _field(key: str, value: str, lang: Lang) -> str:
    return f"{say(key, lang)}: {value}"


_Say = Callable[[FirstReport, Catalogue, Lang], Iterator[str]]
_SAID: Final[Mapping[Part, _Say]] = {
    "workplace": _workplace,
    "forms": _forms,
    "holders": _holders,
    "lodgings": _lodgings,
    "danger": _danger,
    "employer": _employer,
    "calls": _calls,
    "elements": _page_2,
    "grounds": _grounds,
}
_BEFORE_THE_PERSONS: Final[tuple[Part, ...]] = ("workplace", "forms", "holders", "lodgings", "danger", "employer")
_AFTER_THE_PERSONS: Final[tuple[Part, ...]] = ("calls", "elements", "grounds")
