"""The second page of a first report: each element of the offence with the observations that speak for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from inspection.control.trafficking import PersonGrounds
from inspection.referral.model import FirstReport
from inspection.referral.report import ElementSeen, Exhibit, Observation, provision_texts, say
from inspection.reporting.cases.dossier_facts import answer_text
from inspection.reporting.paper import HASH_SHOWN, TO_VERIFY
from inspection.time_of import clock_in_brussels
from sectors import Catalogue
from sectors.rules.offences import Offence
from sectors.rules.trafficking import DignityFact, DignityFactor, Element, Indicator
from sectors.rules.values import Lang

_PARTS = ("act", "purpose", "aggravating")
_COLUMNS = ("observation", "how", "who_when", "exhibit")
_Key = tuple[str | None, tuple[str, ...], str]
_Known = dict[_Key, int]


def elements_page(report: FirstReport, catalogue: Catalogue, lang: Lang) -> dict[str, Any]:
    """Return page 2: act, purpose, aggravating circumstances, for whom the rules propose it, the ILO's, the rest.

    An observation that speaks for several elements is printed once and named by its number after that.
    """
    known: _Known = {}
    parts = [
        {
            "title": say(f"part.{part}", lang),
            "elements": [_element(one, catalogue, lang, known) for one in _spoken(report, catalogue, part)],
        }
        for part in _PARTS
        if _spoken(report, catalogue, part)
    ]
    return {
        "heading": say("page.magistrate", lang),
        "columns": ["", *(say(f"column.{name}", lang) for name in _COLUMNS)],
        "parts": parts,
        "by_person_title": say("by_person", lang),
        "by_person": [*_by_person(report.by_person, catalogue, lang, known)],
        "dimensions_title": say("dimensions", lang),
        "dimensions": [*_dimensions(report, catalogue, lang)],
        "dimension_note": say("dimension_note", lang),
        "unknown_title": say("not_known", lang),
        "unknown": [*_unknown(report, catalogue, lang)],
        "offences_title": say("offences", lang) if report.offences else "",
        "offences": [_offence(key, catalogue, lang) for key in report.offences],
        "provisions_title": say("provisions", lang) if report.provisions else "",
        "provisions": [*provision_texts(report, catalogue, lang, ("offence",))],
        "exhibits_title": say("exhibits", lang) if report.exhibits else "",
        "exhibits": [_exhibit(one, lang) for one in report.exhibits],
        "grounds_title": say("grounds", lang),
        "grounds": report.grounds.strip().split("\n"),
        "not_a_status": say("not_a_status", lang),
    }


def _spoken(report: FirstReport, catalogue: Catalogue, part: str) -> list[ElementSeen]:
    """Return the elements of a part that something speaks for."""
    known = catalogue.elements
    return [e for e in report.elements if e.observations and e.element in known and known[e.element].part == part]


def _element(seen: ElementSeen, catalogue: Catalogue, lang: Lang, known: _Known) -> dict[str, Any]:
    """Return an element with its new observations as rows, and the numbers of those that were printed before."""
    several: dict[_Key, list[Observation]] = {}
    for one in seen.observations:
        several.setdefault((one.question, one.answers, one.how), []).append(one)
    new = {key: same for key, same in several.items() if key not in known}
    again = ", ".join(str(known[key]) for key in several if key in known)
    known |= {key: n for n, key in enumerate(new, len(known) + 1)}
    return {
        "label": _marked(catalogue.elements[seen.element], lang),
        "rows": [[str(known[key]), *_row(same, catalogue, lang)] for key, same in new.items()],
        "again": say("also", lang).format(numbers=again) if again else "",
    }


def _by_person(
    grounds: Sequence[PersonGrounds], catalogue: Catalogue, lang: Lang, known: _Known
) -> Iterator[list[str]]:
    """Yield who it is, the acts, and the facts with what makes them enough: whoever has the same in one row."""
    rows: dict[tuple[str, str], list[str]] = {}
    for one in grounds:
        who = one.person or say("nobody_found", lang)
        minor = f" ({say('is_minor', lang)})" if one.is_minor else ""
        rows.setdefault(_grounds_of(one, catalogue, lang, known), []).append(who + minor)
    yield from ([", ".join(who), acts, facts] for (acts, facts), who in rows.items())


def _grounds_of(one: PersonGrounds, catalogue: Catalogue, lang: Lang, known: _Known) -> tuple[str, str]:
    """Return acts and facts in words, answers by their number above."""
    hired = say("hired", lang)
    named: dict[str, Element | DignityFactor | DignityFact] = {**catalogue.dignity_factors, **catalogue.dignity_facts}
    acts = (
        _by(_label(catalogue.elements, act.element, lang), (hired,) if act.by_hiring else (), act.questions, known)
        for act in one.acts
    )
    facts = (_by(_label(named, fact.key, lang), (), fact.questions, known) for fact in one.facts)
    return "; ".join(acts), f"{'; '.join(facts)} – {say(f'way.{one.way}', lang)}"


def _by(label: str, also: tuple[str, ...], questions: tuple[str, ...], known: _Known) -> str:
    numbers = (str(n) for (question, _, _), n in known.items() if question in questions)
    shown = ", ".join((*also, *numbers))
    return f"{label} ({shown})" if shown else label


def _label(entries: Mapping[str, Element | DignityFactor | DignityFact], key: str, lang: Lang) -> str:
    return entries[key].label.say(lang) if key in entries else key


def _row(same: Sequence[Observation], catalogue: Catalogue, lang: Lang) -> list[str]:
    """Return what was observed with the inspector's words on it, how, of whom at what minute, and the exhibits."""
    exhibits = dict.fromkeys(str(number) for one in same for number in one.exhibits)
    return [
        "\n".join(
            [
                observation_text(same[0].question, same[0].answers, catalogue, lang),
                *(_written(one) for one in same if one.words),
            ]
        ),
        say(f"how.{same[0].how}", lang),
        " · ".join(_when(one, lang) for one in same),
        ", ".join(exhibits) or "–",
    ]


def _written(one: Observation) -> str:
    return " ".join(filter(None, (one.person, "«" + "\n".join(one.words) + "»")))


def _when(one: Observation, lang: Lang) -> str:
    said = f"{one.person or ''} {one.minute} ({say(f'minute.{one.minute_of}', lang)})"
    return said.strip().replace(" ", "\N{NO-BREAK SPACE}")  # a person and their minute stay on one line


def observation_text(question: str | None, answers: Sequence[str], catalogue: Catalogue, lang: Lang) -> str:
    """Return a question with the answers that speak, in words; without a question, that somebody is a minor."""
    if question is None:
        return say("is_minor", lang)
    asked = catalogue.questions.get(question)
    if asked is None:
        return f"{question} – {', '.join(answers)}"
    if asked.kind == "yes_no":
        return f"{asked.label.say(lang)} – {answer_text(asked, answers[0] == 'true', lang)}"
    return f"{asked.label.say(lang)} – {answer_text(asked, list(answers), lang)}"


def _dimensions(report: FirstReport, catalogue: Catalogue, lang: Lang) -> Iterator[list[str]]:
    for one in report.dimensions:
        if one.indicators:
            met = say("dimension_met" if one.positive else "dimension_not_met", lang)
            named = [_indicator(key, catalogue, lang) for key in one.indicators]
            yield [f"{one.dimension} – {say(f'dimension.{one.dimension}', lang)}", met, "; ".join(named)]


def _unknown(report: FirstReport, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """Yield what nobody knows yet: an element without an observation, a person without a name, a call not made."""
    if report.is_unfinished:
        yield say("unknown.control", lang)
    unseen = (catalogue.elements[e.element] for e in report.elements if not e.observations)
    silent = [element.label.say(lang) for element in unseen if not element.of_hired]
    asked = {
        "elements": "; ".join(label[:1].lower() + label[1:] if lang != "de" else label for label in silent),
        "names": ", ".join(p.ref for p in report.persons if not p.name),
        "births": ", ".join(p.ref for p in report.persons if p.birth_date is None),
        "unheard": ", ".join(p.ref for p in report.persons if not p.is_heard),
        "unidentified": str(report.unidentified or ""),
        "evidence": str(report.evidence_missing or ""),
    }
    yield from (say(f"unknown.{key}", lang).format(what=what) for key, what in asked.items() if what)
    if report.danger_now is None:
        yield say("unknown.danger", lang)
    if not report.employer_knows:
        yield say("unknown.employer", lang)


def _indicator(key: str, catalogue: Catalogue, lang: Lang) -> str:
    entry = catalogue.indicators.get(key)
    return key if entry is None else f"{key} {_marked(entry, lang)}"


def _offence(key: str, catalogue: Catalogue, lang: Lang) -> str:
    entry = catalogue.offences.get(key)
    return key if entry is None else _marked(entry, lang)


def _marked(entry: Element | Indicator | Offence, lang: Lang) -> str:
    doubt = entry.is_to_verify or entry.label.is_to_verify(lang)
    return entry.label.say(lang) + (f" {TO_VERIFY}" if doubt else "")


def _exhibit(one: Exhibit, lang: Lang) -> list[str]:
    place = "–" if one.lon is None or one.lat is None else f"{one.lat:.5f}, {one.lon:.5f}"
    copy = "" if one.marked_of is None else f", {say('exhibit.marked_of', lang)} {one.marked_of[:HASH_SHOWN]}"
    return [
        str(one.number),
        f"{say(f'exhibit.{one.kind}', lang)} {clock_in_brussels(one.taken_at)}{copy}",
        one.person or "–",
        place,
        one.sha256[:HASH_SHOWN],
        say(f"exhibit.{one.state}", lang),
    ]
