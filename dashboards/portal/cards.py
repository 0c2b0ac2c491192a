"""What waits for an answer, as the first page shows it: the clock, what it is, what is asked, whom to ring."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from dashboards.office import Asked
from dashboards.portal.deadlines import Clock, clock_of
from dashboards.portal.offices import name_of
from dashboards.portal.page_one import Line, People, lines_of, people_of
from dashboards.portal.states import State, other_line, state_of
from inspection.acts.portal.pages import Held
from inspection.acts.portal.values import CaseCopy, ContactCopy, FindingCopy
from inspection.i18n import language_name


@dataclass(frozen=True)
class Card:
    """A card of the first page.

    title, about
        What it is, and the line of its reference.
    people
        Of a case: how many persons; None of anything else.
    lines
        What is pressing, in sentences.
    asks
        What is asked of the office.
    telephone
        "" where nobody knows a number, which is said.
    """

    id: str
    kind: str
    reference: str
    office: str
    title: str = field(repr=False)
    queued_at: datetime
    clock: Clock | None
    state: State
    asks: str
    is_new: bool = False
    opened_at: datetime | None = None
    people: People | None = None
    lines: tuple[Line, ...] = ()
    others: tuple[str, ...] = ()
    telephone: str = field(default="", repr=False)
    more: str = field(default="", repr=False)


def card_of(asked: Asked, held: Held, case: CaseCopy, at: datetime) -> Card:
    """Return the card of a case."""
    pressing = [line for line in lines_of(asked, case) if line.label in ("danger", "employer")]
    return Card(
        held.id,
        held.kind,
        case.reference,
        name_of(asked, held.office),
        title_of(asked, case),
        case.queued_at,
        clock_of(asked, case.due_at, at),
        state_of(asked, case, at),
        asked.say("portal.asks.case"),
        is_new=case.opened_at is None,
        opened_at=case.opened_at,
        people=people_of(asked, case.data),
        lines=tuple(pressing),
        others=tuple(other_line(asked, one) for one in case.others),
        telephone=case.numbers.inspector or case.numbers.duty,
    )


def contact_card(asked: Asked, held: Held, copy: ContactCopy, at: datetime) -> Card:
    """Return the card of a request of persons who agreed to be rung; it names nobody and no place."""
    card = _notice_card(asked, held, copy, contact_title(asked, copy), at)
    return replace(card, telephone=copy.callback, more=contact_line(asked, copy))


def finding_card(asked: Asked, held: Held, copy: FindingCopy, at: datetime) -> Card:
    """Return the card of findings that were passed on."""
    return _notice_card(asked, held, copy, finding_title(asked, copy), at)


def _notice_card(asked: Asked, held: Held, copy: ContactCopy | FindingCopy, title: str, at: datetime) -> Card:
    return Card(
        held.id,
        held.kind,
        copy.reference,
        name_of(asked, held.office),
        title,
        copy.queued_at,
        clock_of(asked, copy.due_at, at),
        State("given", asked.say("portal.state.delivered")),
        asked.say(f"portal.asks.{held.kind}"),
    )


def title_of(asked: Asked, case: CaseCopy) -> str:
    """Return what a case is called by people: its place, or that this is unknown, with the municipality at least."""
    area = str((case.data.get("workplace") or {}).get("place") or "")
    return case.place or ", ".join(filter(None, (asked.say("portal.place_unknown"), area)))


def contact_title(asked: Asked, copy: ContactCopy) -> str:
    """Return how many persons ask to be rung."""
    return asked.say("portal.contact.one") if copy.persons == 1 else asked.say("portal.contact.title", n=copy.persons)


def finding_title(asked: Asked, copy: FindingCopy) -> str:
    """Return the name of the workplace, or that these are findings where nobody knows one."""
    return str(copy.values.get("workplace_name") or asked.say("portal.finding.title"))


def contact_line(asked: Asked, copy: ContactCopy) -> str:
    """Return the languages and the ages of those persons."""
    spoken = ", ".join(language_name(code, asked.look.lang) for code in dict.fromkeys(copy.languages))
    ages = ", ".join(asked.say(f"portal.age.{age}") for age in dict.fromkeys(copy.ages))
    return " · ".join(filter(None, (spoken or asked.say("portal.language_unknown"), ages)))
