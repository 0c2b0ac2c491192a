"""Checks that no single entry can make: do codes, cards, windows, clocks and purposes fit the rest of the rules?

Each fault names the file, the key and the way out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from sectors.reader.article_checking import check_articles
from sectors.reader.fault import RuleFault
from sectors.reader.key_checking import check_keys
from sectors.reader.lines import Entry, Tables, forms, is_whole
from sectors.reader.names import check_names
from sectors.reader.offence_checking import check_offences
from sectors.reader.office_checking import check_offices, check_rosters
from sectors.reader.question_rules import check_grid, check_question_rules
from sectors.reader.register_checking import check_registers
from sectors.reader.sign_checking import check_signs
from sectors.reader.signal_checking import check_signals_over_time
from sectors.reader.worker_checking import check_worker_languages
from sectors.rules.selection import Card, ControlWindow, Sector
from sectors.rules.service import KEYRING_COPIES, KEYRING_COPIES_DAYS


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


def check_all(sectors: Mapping[str, Entry[Sector]], tables: Tables) -> Iterator[RuleFault]:
    """Yield what does not fit together: names that do not exist, and what contradicts something else.

    What would be missed in an entry that could not be read is not missed.
    """
    yield from check_names(sectors, tables)
    yield from _check_asked(tables)
    yield from _check_choices(tables)
    yield from _check_events(tables)
    yield from _check_purposes(tables)
    yield from _check_keyring_copies(tables)
    yield from check_signs(tables)
    yield from check_signals_over_time(tables)
    yield from check_registers(tables)
    yield from check_offences(tables)
    yield from check_articles(tables)
    yield from check_offices(tables)
    yield from check_rosters(tables)
    yield from check_question_rules(sectors, tables["questions"])
    yield from check_grid(tables)
    yield from _check_enabled(sectors)
    yield from check_worker_languages(tables)
    yield from check_keys(sectors, tables)


def _check_asked(tables: Tables) -> Iterator[RuleFault]:
    """An indicator may only name questions that some checklist asks, or it could never be established."""
    if not is_whole(tables["questions"]):
        return
    asked = {question.asks for question, _ in forms(tables["questions"])}
    for indicator, place in forms(tables["indicators"]):
        unknown = sorted(set(indicator.questions) - asked)
        if unknown:
            yield RuleFault("RULE-404", key=indicator.id, unknown=unknown[0], place=place)


def _check_choices(tables: Tables) -> Iterator[RuleFault]:
    """An answer that establishes something must be an answer that the question allows."""
    for question, place in forms(tables["questions"]):
        allowed = {choice.key for choice in question.choices} or {"true", "false"}
        unknown = sorted({established.answer for established in question.establishes} - allowed)
        if unknown and question.kind in ("yes_no", "choice", "choices"):
            answers = ", ".join(sorted(allowed))
            yield RuleFault("RULE-405", key=question.id, unknown=unknown[0], answers=answers, place=place)


def _check_events(tables: Tables) -> Iterator[RuleFault]:
    """A clock that starts from an event needs a question that asks for its day; without a length, it needs an event."""
    given: set[str] = set()
    for question, place in forms(tables["questions"]):
        if question.event is not None and (question.kind, question.scope) != ("date", "workplace"):
            yield RuleFault("RULE-409", key=question.id, event=question.event, place=place)
        given |= {question.event} - {None}
    by_itself = {"finding", "facts"}
    for clock, place in forms(tables["clocks"]):
        if not is_whole(tables["questions"]):
            continue
        unknown = [event for event in (clock.starts, clock.shifted_by) if event and event not in by_itself | given]
        if unknown:
            yield RuleFault("RULE-410", key=clock.key, unknown=unknown[0], place=place)
        if clock.length is None and clock.starts in by_itself:
            yield RuleFault("RULE-411", key=clock.key, place=place)


def _check_purposes(tables: Tables) -> Iterator[RuleFault]:
    """A purpose belongs to a form of exploitation, and each form needs one, or page 2 would have no place for it."""
    elements = list(forms(tables["elements"]))
    for element, place in elements:
        if (element.part == "purpose") != bool(element.forms):
            yield RuleFault("RULE-432", key=element.key, place=place)
    served = {form for element, _ in elements for form in element.forms}
    for form, place in forms(tables["forms"]):
        if form.key not in served and is_whole(tables["elements"]):
            yield RuleFault("RULE-433", key=form.key, place=place)


def _check_keyring_copies(tables: Tables) -> Iterator[RuleFault]:
    """A copy of the keyring opens cases that were erased: by every line, it lives some days and no more."""
    entry = tables["retention"].get(KEYRING_COPIES)
    for version in entry.timeline if entry is not None else ():
        if version.value is None or version.value.days not in KEYRING_COPIES_DAYS:
            least, most = KEYRING_COPIES_DAYS[0], KEYRING_COPIES_DAYS[-1]
            yield RuleFault("RULE-456", key=KEYRING_COPIES, least=least, most=most, place=version.place)


def _check_enabled(sectors: Mapping[str, Entry[Sector]]) -> Iterator[RuleFault]:
    """A sector that ends up switched on needs codes and a card, or nothing of it could be chosen."""
    for key, entry in sectors.items():
        if entry.broken:
            continue
        last = entry.timeline[-1]
        if last.value is not None and last.value.enabled and not (last.value.nace and last.value.card):
            yield RuleFault("RULE-406", key=key, place=last.place)
