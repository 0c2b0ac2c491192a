"""Checks that no single entry can make: does every name that a rule uses exist, and does the card add up?

Each fault names the file, the key and the way out. A name is looked up among all that ever were in force, since a
question may well outlive the offence that it once established; what is in force on a day is the reader's to ask.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from sectors.reader.fault import RuleFault
from sectors.reader.lines import Entry
from sectors.reader.offence_checking import check_offences, offence_names
from sectors.reader.protection_checking import protection_names
from sectors.reader.question_rules import check_question_rules
from sectors.reader.sign_checking import check_signs
from sectors.reader.signal_checking import check_signals_over_time
from sectors.reader.worker_checking import check_worker_languages
from sectors.rules import Card, Clock, ControlWindow, DutyLine, Element, Office, Question, Sector

Tables = Mapping[str, Mapping[str, Entry[Any]]]


@cache
def _nace_codes() -> frozenset[str]:
    """Return "version:code" of every code that the published nomenclatures hold (read once, when first asked)."""
    from bce_codes_to_label import nace

    return frozenset(nace.all_keys())


def check_nace(version: str, codes: Iterable[str], place: str) -> None:
    """Refuse a code that the named NACE version does not have: the same digits mean other things in another version."""
    for code in codes:
        if len(code) not in (5, 7) or f"{version}:{code}" not in _nace_codes():
            raise RuleFault("RULE-401", nace=code, version=version, place=place)


def check_card(card: Card, place: str) -> None:
    """Refuse a signal without a bin for a missing value, or without a bin that starts at a number."""
    for signal in card.signals:
        if not signal.bins or signal.bins[0].start is not None or len(signal.bins) < 2:
            raise RuleFault("RULE-402", signal=signal.signal, key=card.key, place=place)


def check_windows(windows: Sequence[ControlWindow], place: str) -> None:
    """Refuse a window that ends before it opens, and two that overlap on one day: each hour counts once."""
    for window in windows:
        if window.closes <= window.opens:
            raise RuleFault("RULE-407", place=place)
    for one, other in combinations(windows, 2):
        months = set(one.months or range(1, 13)) & set(other.months or range(1, 13))
        if (
            months
            and set(one.weekdays) & set(other.weekdays)
            and max(one.opens, other.opens) < min(one.closes, other.closes)
        ):
            raise RuleFault("RULE-408", place=place)


def check_all(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> None:
    """Check every name that one rule uses for another; raises RuleFault at the first that does not exist."""
    for kind, name, table, place, user in (*_sector_names(sectors), *_table_names(tables)):
        if name not in (sectors if table == "sectors" else tables[table]):
            raise RuleFault("RULE-403", user=user, kind=kind, name=name, table=table, place=place)
    _check_asked(tables)
    _check_choices(tables)
    _check_events(tables)
    _check_purposes(tables)
    check_signs(tables)
    check_signals_over_time(tables)
    check_offences(tables)
    check_question_rules(sectors, tables["questions"])
    _check_enabled(sectors)
    check_worker_languages(tables)


Name = tuple[str, str, str, str, str]


def _sector_names(sectors: Mapping[str, Entry[Sector]]) -> Iterator[Name]:
    for key, entry in sectors.items():
        for sector, place in entry.forms():
            for section in sector.checklist:
                yield "section", section, "sections", place, f"The checklist of {key}"
            for signal in sector.card.signals if sector.card else ():
                yield "signal", signal.signal, "signals", place, f"The card of {key}"


def _table_names(tables: Tables) -> Iterator[Name]:
    for key, entry in tables["questions"].items():
        for question, place in entry.forms():
            yield from _question_names(key, question, place)
    for area, entry in tables["offices"].items():
        for office, place in entry.forms():
            yield from _office_names(area, office, place)
    for key, entry in tables["duty"].items():
        for line, place in entry.forms():
            yield from _duty_names(key, line, place)
    for entry in tables["arrears"].values():
        for rules, place in entry.forms():
            yield from (("offence", name, "offences", place, "'arrears'") for name in rules.presumed_offences)
            yield "question", rules.explained_question, "questions", place, "'arrears'"
    yield from _policy_names(tables)
    yield from _legal_names(tables)
    yield from offence_names(tables)
    yield from protection_names(tables)
    for element, place in _forms(tables["elements"]):
        yield from _element_names(element, place)


def _policy_names(tables: Tables) -> Iterator[Name]:
    for rules, place in _forms(tables["selection"]):
        yield from (("sector", key, "sectors", place, "The selection policy") for key in rules.risk_shares)


def _element_names(element: Element, place: str) -> Iterator[Name]:
    user = f"The element {element.key}"
    yield from (("indicator", key, "indicators", place, user) for key in element.indicators)
    yield from (("factor", key, "dignity_factors", place, user) for key in element.dignity)
    yield from (("offence", key, "offences", place, user) for key in element.offences)
    yield from (("form", key, "forms", place, user) for key in element.forms)


def _legal_names(tables: Tables) -> Iterator[Name]:
    for connected, place in _forms(tables["exploitation"]):
        yield from (("offence", key, "offences", place, "'exploitation'") for key in connected.offences)
    for offence, place in _forms(tables["offences"]):
        yield from (("effect", key, "legal_effects", place, f"Offence {offence.key}") for key in offence.effects)
        yield from (("offence", key, "offences", place, f"Offence {offence.key}") for key in offence.only_with)
    for effect, place in _forms(tables["legal_effects"]):
        yield from (("offence", key, "offences", place, f"The effect {effect.key}") for key in effect.only_with)
    for order, place in _forms(tables["legal_orders"]):
        yield from (("area", area, "offices", place, f"The legal order {order.key}") for area in order.areas)


def _forms(table: Mapping[str, Entry[Any]]) -> Iterator[tuple[Any, str]]:
    return (form for entry in table.values() for form in entry.forms())


def _duty_names(key: str, line: DutyLine, place: str) -> Iterator[Name]:
    user = f"The duty line {key}"
    if line.recipient is not None:
        yield "recipient", line.recipient, "recipients", place, user
    for area in line.areas:
        yield "area", area, "offices", place, user


def _question_names(key: str, question: Question, place: str) -> Iterator[Name]:
    user = f"Question {key}"
    yield "section", question.section, "sections", place, user
    for established in question.establishes:
        if established.offence is not None:
            yield "offence", established.offence, "offences", place, user
        if established.indicator is not None:
            yield "indicator", established.indicator, "indicators", place, user


def _office_names(area: str, office: Office, place: str) -> Iterator[Name]:
    for recipient in (
        office.labour_auditorate,
        office.public_prosecutor,
        office.police_directorate,
        *office.labour_courts,
        office.general_auditorate,
        office.reception_centre,
    ):
        yield "recipient", recipient, "recipients", place, f"The office line of {area}"


def _check_asked(tables: Tables) -> None:
    """An indicator may only name questions that some checklist asks, or it could never be established."""
    asked = {question.asks for entry in tables["questions"].values() for question, _ in entry.forms()}
    for key, entry in tables["indicators"].items():
        for indicator, place in entry.forms():
            unknown = sorted(set(indicator.questions) - asked)
            if unknown:
                raise RuleFault("RULE-404", key=key, unknown=unknown[0], place=place)


def _check_choices(tables: Tables) -> None:
    """An answer that establishes something must be an answer that the question allows."""
    for key, entry in tables["questions"].items():
        for question, place in entry.forms():
            allowed = {choice.key for choice in question.choices} or {"true", "false"}
            unknown = sorted({established.answer for established in question.establishes} - allowed)
            if unknown and question.kind in ("yes_no", "choice", "choices"):
                raise RuleFault(
                    "RULE-405", key=key, unknown=unknown[0], answers=", ".join(sorted(allowed)), place=place
                )


def _check_events(tables: Tables) -> None:
    """A clock that starts from an event needs a question that asks for its day; without a length, it needs an event."""
    given: set[str] = set()
    for key, entry in tables["questions"].items():
        for question, place in entry.forms():
            if question.event is not None and (question.kind, question.scope) != ("date", "workplace"):
                raise RuleFault("RULE-409", key=key, event=question.event, place=place)
            if question.event is not None:
                given.add(question.event)
    for key, entry in tables["clocks"].items():
        for clock, place in entry.forms():
            _check_clock(key, clock, given, place)


def _check_clock(key: str, clock: Clock, given: set[str], place: str) -> None:
    by_itself = {"finding", "facts"}
    waits_for = [event for event in (clock.starts, clock.shifted_by) if event is not None]
    unknown = [event for event in waits_for if event not in by_itself | given]
    if unknown:
        raise RuleFault("RULE-410", key=key, unknown=unknown[0], place=place)
    if clock.length is None and clock.starts in by_itself:
        raise RuleFault("RULE-411", key=key, place=place)


def _check_purposes(tables: Tables) -> None:
    """A purpose belongs to a form of exploitation, and each form needs one, or page 2 would have no place for it."""
    elements = list(_forms(tables["elements"]))
    for element, place in elements:
        if (element.part == "purpose") != bool(element.forms):
            raise RuleFault("RULE-432", key=element.key, place=place)
    served = {form for element, _ in elements for form in element.forms}
    for form, place in _forms(tables["forms"]):
        if form.key not in served:
            raise RuleFault("RULE-433", key=form.key, place=place)


def _check_enabled(sectors: Mapping[str, Entry[Sector]]) -> None:
    """A sector that ends up switched on needs codes and a card, or nothing of it could be chosen."""
    for key, entry in sectors.items():
        last = entry.timeline[-1]
        if last.value is not None and last.value.enabled and not (last.value.nace and last.value.card):
            raise RuleFault("RULE-406", key=key, place=last.place)
