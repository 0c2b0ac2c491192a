"""From a form to the word that it says: a choice is one of what was offered, a day and an hour are one moment."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final, TypeVar, get_args

from inspection.acts.portal.values import (
    Acknowledges,
    AnswersContact,
    AnswersFinding,
    Asks,
    Lifts,
    Refuses,
    Restricts,
    SendsOn,
    TellsOutcome,
    Word,
)
from inspection.errors import PortalFault
from inspection.life_cycles import TOLD_OUTCOMES, RefusalReason, Taker
from inspection.time_of import BRUSSELS

TAKERS: Final = {
    "police": ("duty_officer", "investigator", "head_of_section", "other"),
    "magistrate": ("magistrate_on_duty", "reference_magistrate", "other"),
}
REASONS: Final = tuple(str(reason) for reason in RefusalReason)
CONTACT_ANSWERS: Final = ("reached", "full", "refused")
FINDING_ANSWERS: Final = ("taken", "refused")
_T = TypeVar("_T")


def word_in(form: Mapping[str, str]) -> Word:
    """Return the word of a form.

    Errors: `PortalFault` PORTAL-304 for a field that is empty or holds what was not offered.
    """
    make = _WORDS.get(form.get("kind", ""))
    if make is None:
        raise PortalFault("PORTAL-304")
    return make(form)


def _acknowledges(form: Mapping[str, str]) -> Word:
    return Acknowledges(
        taker=_one_of(form, "taker", get_args(Taker)),
        rings_back_at=_moment(form.get("day", ""), form.get("hour", "")),
        telephone=form.get("telephone", "").strip(),
        words=form.get("words", "").strip(),
    )


def _refuses(form: Mapping[str, str]) -> Word:
    return Refuses(reason=RefusalReason(_one_of(form, "reason", REASONS)), words=form.get("words", "").strip())


def _restricts(form: Mapping[str, str]) -> Word:
    return Restricts(until=_day(form["until"]) if form.get("until") else None)


def _tells(form: Mapping[str, str]) -> Word:
    return TellsOutcome(
        outcome=_one_of(form, "outcome", TOLD_OUTCOMES),
        words=form.get("words", "").strip(),
        is_permitted=form.get("permitted") == "yes",
    )


def _finding(form: Mapping[str, str]) -> Word:
    return AnswersFinding(answer=_one_of(form, "answer", FINDING_ANSWERS), words=form.get("words", "").strip())


_WORDS: Final[Mapping[str, Callable[[Mapping[str, str]], Word]]] = {
    "acknowledged": _acknowledges,
    "refused": _refuses,
    "question": lambda form: Asks(words=form.get("words", "").strip()),
    "embargo": _restricts,
    "lifted": lambda _: Lifts(),
    "outcome": _tells,
    "forwarded": lambda form: SendsOn(words=form.get("words", "").strip()),
    "contact": lambda form: AnswersContact(answer=_one_of(form, "answer", CONTACT_ANSWERS)),
    "finding": _finding,
}


def _one_of(form: Mapping[str, str], name: str, offered: tuple[_T, ...]) -> _T:
    found = next((one for one in offered if one == form.get(name)), None)
    if found is None:
        raise PortalFault("PORTAL-304")
    return found


def _moment(day: str, hour: str) -> datetime | None:
    """Return the moment on the clock here, None where neither is given; one without the other is no moment."""
    if not day and not hour:
        return None
    try:
        return datetime.combine(_day(day), time.fromisoformat(hour), BRUSSELS).astimezone(UTC)
    except ValueError:
        raise PortalFault("PORTAL-304") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PortalFault("PORTAL-304") from None
