"""Whom the office rings: the rosters that stand, whose number was not tried lately, test calls, and who is absent."""

from datetime import date, datetime
from typing import Final

from starlette.responses import Response

from dashboards.office.administration.addresses import ON_CALL
from dashboards.office.administration.asked_for import day_in, drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, Press, Table, state
from dashboards.office.asking import Asked
from dashboards.office.referrals import dialled
from dashboards.office.shared import attempted
from inspection import acts
from inspection.acts.on_call import OnCallEntry
from inspection.errors import InspectionError, ReferralFault
from inspection.life_cycles import OnCallTestOutcome
from inspection.time_of import BRUSSELS, moment_of, now, today

_OUTCOMES: Final = tuple(OnCallTestOutcome)
_MINUTES: Final = 24 * 60
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def show(asked: Asked) -> Response:
    """Show every number, the ones first that nobody tried lately."""
    return page_of(asked)


def tested(asked: Asked) -> Response:
    """Note a test call."""
    return attempted(asked, lambda: _tested(asked), f"{ON_CALL}?told=tested", lambda fault: page_of(asked, fault))


def absent(asked: Asked) -> Response:
    """Note that a number is not answered on some days, both included: the next in line is rung."""
    return attempted(asked, lambda: _noted(asked), f"{ON_CALL}?told=absent", lambda fault: page_of(asked, fault))


def _tested(asked: Asked) -> None:
    outcome = asked.form.get("outcome", "")
    if outcome not in _OUTCOMES:
        raise ReferralFault("REFER-742")
    acts.on_call.note_test_call(asked.acting(), asked.form.get("turn", ""), OnCallTestOutcome(outcome))


def _noted(asked: Asked) -> None:
    first, last = day_in(asked, "first_day"), day_in(asked, "last_day")
    if first is None or last is None:
        raise ReferralFault("REFER-743")
    acts.on_call.note_absence(asked.acting(), asked.form.get("turn", ""), _start(first), moment_of(last, _MINUTES))


def _start(first: date) -> datetime:
    """Return when an absence begins: with its day, and today now."""
    return now() if first == today() else moment_of(first, 0)


def page_of(asked: Asked, fault: InspectionError | None = None) -> Response:
    """Return the page; with what was refused."""
    found = acts.on_call.list_on_call(asked.acting())
    on = today()
    in_force = [one for one in found if one.valid_from <= on <= (one.valid_until or on)]
    offices, having = asked.catalogue.recipients, {one.recipient for one in in_force}
    first = sorted(found, key=lambda one: (not one.is_stale, one.recipient, one.rank))
    return drawn(
        asked,
        "on_call.html",
        fault,
        numbers=_table(asked, first),
        turns=[(one.id, f"{office_name(asked, one.recipient)} · {one.number}") for one in found],
        n=len(found),
        n_stale=sum(one.is_stale for one in in_force),
        without=sorted(
            office_name(asked, key) for key, one in offices.items() if one.gets_bundles and key not in having
        ),
        address=ON_CALL,
        may_test=asked.known.may("on_call.test"),
        may_note=asked.known.may("on_call.absence"),
        may_import=asked.known.may("on_call.import"),
    )


def office_name(asked: Asked, key: str) -> str:
    """Return what an office is called."""
    recipient = asked.catalogue.recipients.get(key)
    return recipient.name.say(asked.look.lang) if recipient else key


def _table(asked: Asked, found: list[OnCallEntry]) -> Table:
    lines = [
        Line(
            [
                Cell(office_name(asked, one.recipient), notes=(say(asked, f"duty.{one.role}"), *one.areas)),
                Cell(
                    one.number.replace(" ", _NO_BREAK),
                    address=dialled(one.number),
                    notes=(say(asked, "rank", n=one.rank),),
                ),
                Cell(_hours(asked, one), notes=(_days(asked, one),)),
                _answers(asked, one),
                _tried(asked, one),
            ],
            _presses(asked, one) if asked.known.may("on_call.test") else [],
        )
        for one in found
    ]
    return listed(asked, "numbers", ("office", "number", "hours", "answers", "tried"), lines)


def _hours(asked: Asked, one: OnCallEntry) -> str:
    if one.starts is not None and one.ends is not None:
        return f"{one.starts}–{one.ends}"
    return say(asked, f"on_hours.{one.hours or 'always'}")


def _days(asked: Asked, one: OnCallEntry) -> str:
    days = ", ".join(say(asked, f"weekday.{day}") for day in one.days or ())
    until = f"–{asked.day(one.valid_until)}" if one.valid_until else ""
    return " · ".join(part for part in (days, f"{asked.day(one.valid_from)}{until}") if part)


def _answers(asked: Asked, one: OnCallEntry) -> Cell:
    if one.absent_until is not None:
        return state(say(asked, "absent_until", at=asked.moment(one.absent_until)), "none")
    return state(
        say(asked, "answers_now" if one.answers_now else "answers_later"), "open" if one.answers_now else "ended"
    )


def _tried(asked: Asked, one: OnCallEntry) -> Cell:
    at = one.reached_at.astimezone(BRUSSELS) if one.reached_at else None
    text = asked.moment(at) if at else say(asked, "never_tried")
    if not one.is_stale:
        return Cell(text, at)
    return Cell(text, at or "", colour="soon", notes=(say(asked, "try_it"),))


def _presses(asked: Asked, one: OnCallEntry) -> list[Press]:
    about = f"{office_name(asked, one.recipient)}, {one.number}"
    return [
        Press(f"{ON_CALL}/tested", say(asked, f"test.{outcome}"), {"turn": one.id, "outcome": outcome}, about)
        for outcome in _OUTCOMES
    ]
