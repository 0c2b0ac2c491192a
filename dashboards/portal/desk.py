"""The first page: what must I answer, by when; then the outcomes that are asked for, open cases, own questions."""

from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import Response

from dashboards.office import Asked, day_words
from dashboards.portal.around import counted_as
from dashboards.portal.beside import beside, shelves_now
from dashboards.portal.cards import Card, card_of, contact_card, finding_card, title_of
from dashboards.portal.deadlines import Clock, clock_of, day_clock
from dashboards.portal.offices import name_of
from dashboards.portal.states import State, state_of
from inspection import acts
from inspection.acts.portal.pages import Held
from inspection.acts.portal.values import CaseCopy, ContactCopy, FindingCopy
from inspection.life_cycles import TOLD_OUTCOMES
from inspection.time_of import day_in_brussels, now

_CARDS_SHOWN, _OPEN_SHOWN, _OUTCOMES_SHOWN = 12, 6, 3


@dataclass(frozen=True)
class Further:
    """What waits after the first dozen, in one line: nobody reads sixty cards, and drawing them is slow."""

    id: str
    title: str
    reference: str
    clock: Clock | None


@dataclass(frozen=True)
class Row:
    """An open case in one line: what it is, where it stands, the next date."""

    id: str
    case: CaseCopy
    title: str
    office: str
    state: State
    next_date: str


@dataclass(frozen=True)
class OutcomeAsked:
    """An outcome that is asked for; `word` is the id that its form carries."""

    id: str
    case: CaseCopy
    title: str
    clock: Clock
    word: str


def show(asked: Asked) -> Response:
    """Show it."""
    at = now()
    first = acts.portal.pages.first_page(asked.acting(), *shelves_now(asked))
    desk, has_cases = first.desk, asked.known.may("portal.acknowledge")
    held, going = desk.shelves["waiting"], desk.shelves.get("open", ())
    waiting = [_card(asked, one, at) for one in held[:_CARDS_SHOWN]]
    further = [_further(asked, one, at) for one in held[_CARDS_SHOWN:]]
    rows = rows_of(asked, going, at)
    return asked.page(
        "desk.html",
        waiting=waiting,
        further=further,
        late=sum(_is_late(one.clock) for one in waiting) + sum(_is_late(one.clock) for one in further),
        has_cases=has_cases,
        several=len(desk.counted.offices) > 1,
        outcomes=outcomes_asked(asked, going, at) if asked.known.may("portal.outcome") else (),
        outcome_keys=TOLD_OUTCOMES,
        rows=rows[:_OPEN_SHOWN],
        n_open=desk.counted.open,
        questions=_questions(desk.held),
        as_of=at,
        beside=beside(asked, first),
        around=counted_as(asked, desk.counted),
        said=asked.query("said"),
        told=asked.query("told") == "contact",
    )


def show_open(asked: Asked) -> Response:
    """Show every open case."""
    at = now()
    desk = acts.portal.pages.my_copies(asked.acting(), "open")
    return asked.page(
        "open.html",
        rows=rows_of(asked, desk.held, at),
        as_of=at,
        several=len(desk.counted.offices) > 1,
        around=counted_as(asked, desk.counted),
    )


def rows_of(asked: Asked, held: tuple[Held, ...], at: datetime) -> list[Row]:
    """Return open cases in lines, the one whose date comes next first."""
    found = [(_next(asked, one.copy, at), one) for one in held if isinstance(one.copy, CaseCopy)]
    ordered = sorted(found, key=lambda one: (one[0][0] or date.max, one[1].id))
    return [
        Row(
            one.id,
            one.copy,
            title_of(asked, one.copy),
            name_of(asked, one.office),
            state_of(asked, one.copy, at),
            words,
        )
        for (_, words), one in ordered
        if isinstance(one.copy, CaseCopy)
    ]


def outcomes_asked(asked: Asked, held: tuple[Held, ...], at: datetime) -> list[OutcomeAsked]:
    """Return the outcomes that are asked for next, each with a form that can be sent once."""
    due = [(one.copy.outcome_due_on, one) for one in held if isinstance(one.copy, CaseCopy) and one.copy.outcome_due_on]
    first = sorted(due, key=lambda one: (one[0] or date.max, one[1].id))[:_OUTCOMES_SHOWN]
    made = []
    for day, one in first:
        clock = day_clock(asked, day, at)
        if clock is not None and isinstance(one.copy, CaseCopy):
            made.append(
                OutcomeAsked(one.id, one.copy, title_of(asked, one.copy), clock, acts.portal.pages.new_word_id())
            )
    return made


def _card(asked: Asked, held: Held, at: datetime) -> Card:
    if isinstance(held.copy, CaseCopy):
        return card_of(asked, held, held.copy, at)
    if isinstance(held.copy, ContactCopy):
        return contact_card(asked, held, held.copy, at)
    assert isinstance(held.copy, FindingCopy)  # noqa: S101  a shelf of what waits holds no list
    return finding_card(asked, held, held.copy, at)


def _is_late(clock: Clock | None) -> bool:
    return clock is not None and clock.tone == "late"


def _further(asked: Asked, held: Held, at: datetime) -> Further:
    copy = held.copy
    if isinstance(copy, CaseCopy):
        return Further(held.id, title_of(asked, copy), copy.reference, clock_of(asked, copy.due_at, at))
    card = _card(asked, held, at)
    return Further(card.id, card.title, card.reference, card.clock)


def _next(asked: Asked, copy: object, at: datetime) -> tuple[date | None, str]:
    """Return the day that comes next in a case, and what is then."""
    if not isinstance(copy, CaseCopy):
        return None, ""
    lang = asked.look.lang
    if copy.embargo is not None and copy.embargo.until is not None:
        day = copy.embargo.until
        return day, asked.say("portal.next.embargo", day=day_words(day, lang))
    rings = copy.taken_on.rings_back_at if copy.taken_on else None
    if rings is not None and rings > at:
        return day_in_brussels(rings), asked.say("portal.next.rings", at=asked.moment(rings))
    if copy.outcome_due_on is not None:
        return copy.outcome_due_on, asked.say("portal.next.outcome", day=day_words(copy.outcome_due_on, lang))
    return None, asked.say("portal.next.none")


def _questions(held: tuple[Held, ...]) -> list[dict[str, object]]:
    """Return the questions that wait for an answer of the inspection; their words stand on the page of the case."""
    return [
        {"id": one.id, "case": one.copy, "asked_at": question.asked_at}
        for one in held
        if isinstance(one.copy, CaseCopy)
        for question in one.copy.questions
        if not question.answer
    ]
